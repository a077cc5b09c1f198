internal import MusterModel

/// The operating system in an image, from its own release files.
struct ImageSystem: Hashable, Sendable {
    /// Paths of release files, those that count first in front.
    static let releaseFiles = ["/etc/os-release", "/usr/lib/os-release", "/etc/redhat-release"]

    /// Red Hat's systems and their descendants, whose releases are counted alike.
    private static let enterprise: Set<String> = [
        "rhel", "centos", "scientific", "ol", "rocky", "almalinux",
    ]

    /// The system.
    let system: OperatingSystem

    /// Reads the texts of ``releaseFiles``, nil where a file is not there.
    /// - Throws: absent without any; malformed where the first one does not read.
    init(_ texts: [String?], _ source: String) throws(Absence) {
        let modern = texts.prefix(2).compactMap(\.self).first
        let old = texts.dropFirst(2).compactMap(\.self).first
        let release = old.flatMap { try? OperatingSystem(releaseFile: $0, from: source) }
        if let modern {
            let found = try OperatingSystem(osRelease: modern, from: "\(source): os-release")
            system = release.map(found.refined) ?? found
        } else if let old {
            system = try OperatingSystem(releaseFile: old, from: "\(source): redhat-release")
        } else {
            throw Absence(.absent, "\(source): no os-release and no redhat-release")
        }
    }

    /// `el6`, `debian-12`; the id alone where the system has no version.
    var generation: String {
        guard let version = system.version else { return system.id }
        let major = version.prefix { $0 != "." }
        return Self.enterprise.contains(system.id) ? "el\(major)" : "\(system.id)-\(major)"
    }
}
