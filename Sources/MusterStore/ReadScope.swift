/// What somebody may read.
public enum ReadScope: Hashable, Sendable {
    /// Every site.
    case all
    /// What concerns one site alone, by its name.
    case site(String)

    /// Whether a site is within it.
    public func covers(_ site: String) -> Bool {
        switch self {
        case .all: true
        case .site(let name): name == site
        }
    }
}
