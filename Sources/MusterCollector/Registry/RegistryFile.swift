internal import Foundation
internal import MusterChecks
internal import MusterModel

/// A collector's own file of sites: what a site declares.
enum RegistryFile {
    /// The first line of such a file.
    static let format = "muster-sites/1"

    static func reading(
        _ data: Data, from name: String
    ) throws(RegistryReading.Failure) -> RegistryReading {
        guard let text = String(data: data, encoding: .utf8) else {
            throw .init(description: "\(name): needed UTF-8 text")
        }
        var reader = NodeReader(file: name)
        var reading = RegistryReading(.file)
        do {
            let root = try YAMLDocument.root(of: text, file: name)
            reading.registry.sites = reader.sites(root)
        } catch { throw .init(description: error.description) }
        let mistakes = reader.errors.map(\.description)
        // Nobody wants to count by half of what was declared.
        guard mistakes.isEmpty else {
            throw .init(description: mistakes.joined(separator: "\n"))
        }
        return reading
    }
}

extension NodeReader {
    fileprivate mutating func sites(_ root: YAMLNode) -> [RegisteredSite] {
        let shape = Shape(what: "the file", required: ["format", "sites"])
        guard let members = members(of: root, shape), let format = members["format"],
            let sites = members["sites"]
        else { return [] }
        if let text = scalar(format, "the format"), text != RegistryFile.format {
            refuse(.value, format.mark, "\(format.inWords), the format is \(RegistryFile.format)")
        }
        return elements(of: sites, "\"sites\"").flatMap { all($0) { $0.site($1) } } ?? []
    }

    private mutating func site(_ node: YAMLNode) -> RegisteredSite? {
        let shape = Shape(
            what: "a site", required: ["name"],
            optional: [
                "aliases", "tier", "country", "region", "federations", "vos", "nodes", "cores",
                "ticket",
            ])
        guard let members = members(of: node, shape), let named = members["name"],
            let name = siteName(named)
        else { return nil }
        var site = RegisteredSite(name: name)
        if let node = members["aliases"], let nodes = elements(of: node, "\"aliases\"") {
            site.aliases = all(nodes) { $0.siteName($1) }
        }
        if let node = members["tier"] { site.tier = number(node, 0...3).map(Int.init) }
        if let node = members["country"] { site.country = prose(node, "a country") }
        if let node = members["region"] { site.region = prose(node, "a region") }
        if let node = members["federations"] { site.federations = words(node) }
        if let node = members["vos"] { site.vos = words(node) }
        if let node = members["nodes"] { site.nodes = count(node) }
        if let node = members["cores"] { site.cores = count(node) }
        if let node = members["ticket"] { site.ticket = prose(node, "a ticket") }
        return site
    }

    private mutating func siteName(_ node: YAMLNode) -> String? {
        guard let text = scalar(node, "a site") else { return nil }
        guard let objection = Belonging.objection(to: text) else { return text }
        refuse(.value, node.mark, "\(node.inWords) is no site's name: \(objection)")
        return nil
    }

    private mutating func words(_ node: YAMLNode) -> [String]? {
        elements(of: node, "a list").flatMap { all($0) { $0.prose($1, "an element") } }
    }

    /// `{count: 412, date: 2026-11-27, source: …}`.
    private mutating func count(_ node: YAMLNode) -> RegisteredSite.Count? {
        let shape = Shape(what: "a declared number", required: ["count", "date", "source"])
        guard let members = members(of: node, shape), let number = members["count"],
            let day = members["date"], let said = members["source"]
        else { return nil }
        let count = self.number(number, 0...10_000_000)
        let date = self.date(day, "a day")
        let source = prose(said, "a source")
        guard let count, let date, let source else { return nil }
        return RegisteredSite.Count(count: count, source: source, date: date.description)
    }

    private mutating func number(_ node: YAMLNode, _ range: ClosedRange<Int64>) -> Int64? {
        guard let text = scalar(node, "a number") else { return nil }
        if let number = Int64(text), range.contains(number) { return number }
        refuse(
            .value, node.mark, "\(node.inWords), needed \(range.lowerBound) to \(range.upperBound)")
        return nil
    }
}
