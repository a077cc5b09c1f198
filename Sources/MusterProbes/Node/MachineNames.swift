/// By which names a machine and its site are known, and which names look like
/// theirs and have to stay.
struct MachineNames: Sendable {
    /// The host's name as the kernel has it, in lower case.
    let host: String
    /// Its first label.
    let bare: String
    /// The site's domains, in lower case, longest first.
    let domains: [String]
    /// CVMFS repositories and their domains: a replay asks for them by name.
    var kept: Set<String> = []
    /// Names of other machines that were recognised somewhere by what stood around
    /// them, and are therefore recognised everywhere.
    var known: Set<String> = []

    /// The names of a host, and of the domains that its resolver searches.
    init(host: String?, domains: [String]) {
        let name = host?.lowercased() ?? ""
        let labels = name.parts(by: ".", maxSplits: 1).map(String.init)
        self.host = name
        bare = labels.first ?? ""
        let all = (labels.dropFirst() + domains.map { $0.lowercased() }).filter {
            !$0.isEmpty && !Self.common.contains($0)
        }
        self.domains = Set(all).sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    /// Whether the first label alone says which machine it is; a word that stands in
    /// every second path of every node does not, and has to stay.
    var isBareTelling: Bool { !bare.isEmpty && !Self.common.contains(bare) }

    /// Whether a name is the host's own.
    func isOwn(_ name: String) -> Bool {
        name == host || domains.contains { name == bare + "." + $0 }
    }

    /// Whether a machine of this name serves everybody: stratum one servers and
    /// backup proxies of CVMFS, which checks look for by name.
    static func isPublic(_ name: String) -> Bool {
        if name.hasSuffix(".openhtc.io") { return true }
        return name.hasPrefix("cvmfs")
            && [".cern.ch", ".fnal.gov", ".opensciencegrid.org", ".egi.eu"].contains {
                name.hasSuffix($0)
            }
    }

    /// Words of every node, and names that say nothing.
    private static let common: Set<String> = [
        "localhost", "localdomain", "local", "linux", "kernel", "proc", "sys", "dev", "usr", "etc",
        "run", "boot", "lib", "lib64", "var", "bin", "sbin", "tmp", "opt", "home", "root", "mnt",
        "none", "fuse", "overlay", "cgroup", "cvmfs", "cvmfs2", "ext4", "xfs", "tmpfs", "autofs",
        "squashfs", "debian", "ubuntu", "centos", "rhel", "rocky", "almalinux", "fedora", "sles",
        "apptainer", "singularity", "docker", "podman", "crun", "runc", "system", "user", "group",
        "unified", "yes", "no", "on", "off", "true", "false", "http", "https", "conf", "config",
    ]
}
