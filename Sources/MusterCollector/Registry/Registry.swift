internal import Foundation

/// Sites and downtimes as one source tells them, or several laid over each other.
public struct Registry: Codable, Hashable, Sendable {
    /// Where registries come from; later ones are laid over earlier ones, so that what a
    /// site declares counts most.
    public enum Source: String, CaseIterable, Sendable {
        /// GOCDB's sites.
        case gocdb
        /// CRIC's sites.
        case cric
        /// CRIC's queues, for ATLAS.
        case queues
        /// A file of this collector's own.
        case file
        /// GOCDB's downtimes.
        case downtimes
    }

    /// Sites, by name.
    public var sites: [RegisteredSite] = []
    /// Downtimes, in no order that means something.
    public var downtimes: [Downtime] = []

    /// A registry of nothing.
    public init() {}

    /// Registries laid over each other.
    init(layers: [Registry]) {
        var sites: [String: RegisteredSite] = [:]
        for site in layers.flatMap(\.sites) {
            sites[site.name, default: RegisteredSite(name: site.name)].add(site)
        }
        self.sites = sites.values.sorted { $0.name < $1.name }
        downtimes = layers.flatMap(\.downtimes)
    }

    /// One that was kept; nil where it does not read.
    init?(_ document: [UInt8]) {
        guard let read = try? JSONDecoder().decode(Registry.self, from: Data(document)) else {
            return nil
        }
        self = read
    }

    /// To be kept: JSON with its keys in order.
    var document: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
    }

    /// What changes with another one of the same source, a line each.
    func changes(to other: Registry) -> [String] {
        let before = Dictionary(sites.map { ($0.name, $0) }) { first, _ in first }
        let after = Dictionary(other.sites.map { ($0.name, $0) }) { first, _ in first }
        let names = Set(before.keys).union(after.keys).sorted()
        var lines = names.compactMap { name -> String? in
            switch (before[name], after[name]) {
            case (nil, .some): "+ \(name)"
            case (.some, nil): "- \(name)"
            case (.some(let old), .some(let new)) where old != new: "~ \(name)"
            default: nil
            }
        }
        let (gone, come) = (
            Set(downtimes).subtracting(other.downtimes),
            Set(other.downtimes).subtracting(downtimes)
        )
        lines += come.map { "+ downtime \($0.id) of \($0.site)" }.sorted()
        lines += gone.map { "- downtime \($0.id) of \($0.site)" }.sorted()
        return lines
    }

    /// Why a registry is no likely successor of this one; nil where it is. A feed that has
    /// lost half of its sites is broken more often than the grid is.
    func objection(to other: Registry) -> String? {
        guard !sites.isEmpty else { return nil }
        let names = Set(other.sites.map(\.name))
        let gone = sites.count { !names.contains($0.name) }
        guard gone * 2 > sites.count else { return nil }
        return "\(gone) of \(sites.count) sites would be gone"
    }
}
