internal import MusterModel

/// The versions of a few packages, asked of the package manager in one go.
struct PackageVersions: Sendable {
    /// Whose database was asked.
    enum Database: String, Sendable {
        case rpm, dpkg
    }

    /// Whose database it was.
    let database: Database
    /// The versions by package.
    private(set) var versions: [String: String] = [:]

    /// The packages by what they bring, first those of RPM systems, then Debian's.
    static let names = [
        "HEP_OSlibs", "gfal2-util", "python3-gfal2-util", "xrootd-client", "voms-clients-cpp",
        "voms-clients-java", "voms-clients", "nordugrid-arc-client", "fetch-crl", "python3",
    ]

    /// Reads `rpm -q --qf` or `dpkg-query -W -f`: lines of `NAME=VERSION`; what they
    /// say of packages that are not installed is left out.
    init(_ output: String, of database: Database) {
        self.database = database
        for line in output.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, Self.names.contains(String(parts[0])), !parts[1].isEmpty
            else { continue }
            versions[String(parts[0])] = String(parts[1].prefix(100))
        }
    }

    /// Asks rpm or dpkg-query. Their exit code is that of the packages which are not
    /// installed, and says nothing.
    /// - Throws: absent where there is neither; why it gave no answer.
    static func read(on node: any NodeView) async throws(Absence) -> PackageVersions {
        let rpm = "/usr/bin/rpm"
        let dpkg = "/usr/bin/dpkg-query"
        // Debian has an rpm, too, that knows of nothing; its own database comes first.
        if try await node.exists("/var/lib/dpkg/status"), try await node.exists(dpkg) {
            let end = try await node.run([dpkg, "-W", "-f=${Package}=${Version}\\n"] + names)
            return PackageVersions(end.output, of: .dpkg)
        }
        for path in [rpm, "/bin/rpm"] where try await node.exists(path) {
            let end = try await node.run(
                [path, "-q", "--qf=%{NAME}=%{VERSION}-%{RELEASE}\\n"] + names)
            return PackageVersions(end.output, of: .rpm)
        }
        throw Absence(.absent, "\(rpm), \(dpkg): no package manager to ask")
    }
}
