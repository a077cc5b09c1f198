internal import MusterModel

/// Whether an operating system is a minimal host, whose software comes as an image:
/// what is missing there is not installed by a package manager but run in a container.
///
/// Any one of three signs makes it one: the mark of an ostree deployment
/// (`/run/ostree-booted`, `/ostree`), an edition that is made so, or no package manager
/// in /usr/bin.
struct MinimalHost: Hashable, Sendable {
    /// Whether an ostree deployment is there.
    var hasOstree: Bool
    /// ID and VARIANT_ID of os-release.
    var names: Set<String>
    /// Whether a package manager is in /usr/bin.
    var hasPackageManager: Bool

    /// Editions whose root is an image, by their os-release.
    private static let editions: Set<String> = [
        "coreos", "rhcos", "fedora-coreos", "flatcar", "bottlerocket", "talos", "cos",
        "microos", "opensuse-microos", "sle-micro", "photon-atomic", "iot", "silverblue", "atomic",
        "atomic.host",
    ]

    /// One of them is on every system that installs packages; the common ones first.
    private static let packageManagers = [
        "dnf", "apt-get", "zypper", "yum", "microdnf", "rpm", "dpkg", "pacman", "apk", "emerge",
        "nix-env",
    ]

    /// The answer.
    var isMinimal: Bool { isImage || !hasPackageManager }

    private var isImage: Bool { hasOstree || !names.isDisjoint(with: Self.editions) }
}

extension MinimalHost {
    /// Looks for the signs.
    /// - Throws: why /usr/bin cannot be looked at, where no other sign decides.
    init(_ node: any NodeView) async throws(Absence) {
        let system = try? await OperatingSystem(node)
        names = Set([system?.id, system?.variant].compactMap(\.self))
        hasOstree = false
        for mark in ["/run/ostree-booted", "/ostree"] where !hasOstree {
            hasOstree = (try? await node.exists(mark)) == true
        }
        hasPackageManager = false
        guard !isImage else { return }
        _ = try await node.attributes(of: "/usr/bin")
        for name in Self.packageManagers where !hasPackageManager {
            hasPackageManager = try await node.exists("/usr/bin/" + name)
        }
    }
}
