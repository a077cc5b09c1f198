public import MusterModel

/// What of a sheet is counted over sites without judging: looked at once a distinct sheet.
public struct SheetTraits: Hashable, Sendable {
    /// The site's number.
    public let site: Int64
    /// The sheet.
    public let sheet: Digest
    /// More cores than any machine has: whoever tells more tells none.
    public static let coresAtMost: Int64 = 1 << 20

    /// Cores of the machine; nil where they are not known.
    public let cores: Int64?
    /// Name and version of the system: `AlmaLinux 9.6`.
    public let system: String
    /// The kernel's release.
    public let kernel: String
    /// Routes that run here, each with its version: `apptainer-unprivileged 1.3.6`.
    public let routes: [String]

    /// Traits from their parts.
    public init(
        site: Int64, sheet: Digest, cores: Int64?, system: String, kernel: String,
        routes: [String]
    ) {
        (self.site, self.sheet) = (site, sheet)
        self.cores = cores.flatMap { (0...Self.coresAtMost).contains($0) ? $0 : nil }
        (self.system, self.kernel, self.routes) = (system, kernel, routes)
    }
}
