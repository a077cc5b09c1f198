internal import Foundation

/// CRIC's answers: `rcsite` (sites) and `pandaqueue` (ATLAS' queues), objects keyed by
/// name. Numbers, nulls and the texts "None" and "True" stand where they like.
enum CRICFile {
    static func reading(
        _ data: Data, from name: String
    ) throws(RegistryReading.Failure) -> RegistryReading {
        let json: Any
        do { json = try JSONSerialization.jsonObject(with: data) } catch {
            throw .init(description: "\(name): no JSON: \(error.localizedDescription)")
        }
        guard let root = json as? [String: Any], !root.isEmpty else {
            throw .init(description: "\(name): needed an object keyed by name")
        }
        let records = root.compactMapValues { $0 as? [String: Any] }
        let isOfQueues = records.values.contains { $0["container_type"] != nil }
        var reading = RegistryReading(isOfQueues ? .queues : .cric)
        for key in root.keys.sorted() {
            guard let record = records[key] else {
                reading.leaveOut("\(name): \(key)", "needed an object")
                continue
            }
            if isOfQueues {
                reading.addQueue(Fields(record), key, name)
            } else {
                reading.addSite(Fields(record), key, name)
            }
        }
        return reading
    }

    /// The fields of a record, as whatever they may be written.
    struct Fields {
        private let members: [String: Any]

        init(_ members: [String: Any]) { self.members = members }

        /// A text; nil for null, "None", "" and what is none.
        func text(_ name: String) -> String? {
            let text: String
            switch members[name] {
            case let value as String: text = value
            case let value as NSNumber: text = value.stringValue
            default: return nil
            }
            let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !["", "none", "null"].contains(trimmed.lowercased()),
                trimmed.utf8.count <= RegistryReading.textAtMost
            else { return nil }
            return trimmed
        }

        /// A whole number that is not negative; also where it is written as a text.
        func number(_ name: String) -> Int64? {
            guard let text = text(name), let number = Int64(text), number >= 0 else { return nil }
            return number
        }

        /// Texts, or the names of objects.
        func texts(_ name: String) -> [String]? {
            guard let list = members[name] as? [Any] else { return nil }
            let texts = list.prefix(1000).compactMap { element -> String? in
                let text = (element as? String) ?? (element as? [String: Any])?["name"] as? String
                return text.flatMap { $0.utf8.count <= 256 && !$0.isEmpty ? $0 : nil }
            }
            return texts.isEmpty ? nil : texts.sorted()
        }
    }
}

extension RegistryReading {
    fileprivate mutating func addSite(_ fields: CRICFile.Fields, _ key: String, _ file: String) {
        guard let name = siteName(fields.text("name") ?? key, at: "\(file): \(key)") else { return }
        var site = RegisteredSite(name: name)
        site.tier = tier(fields.number("rc_tier_level"), at: "\(file): \(key)")
        site.country = fields.text("country")
        site.region = fields.text("roc")
        site.federations = fields.texts("federations")
        site.vos = fields.texts("vos")
        registry.sites.append(site)
    }

    fileprivate mutating func addQueue(_ fields: CRICFile.Fields, _ key: String, _ file: String) {
        let place = "\(file): \(key)"
        let owner = fields.text("gocname") ?? fields.text("rc_site")
        guard let name = siteName(owner, at: place) else { return }
        var queue = RegisteredSite.Queue(name: fields.text("name") ?? key)
        queue.vo = fields.text("vo_name")
        queue.containerType = fields.text("container_type")
        queue.containerOptions = fields.text("container_options")
        queue.catchall = fields.text("catchall")
        queue.state = fields.text("state")
        queue.cores = fields.number("corecount")
        var site = RegisteredSite(name: name)
        site.queues = [queue]
        site.tier = tier(fields.number("tier_level"), at: place)
        site.country = fields.text("country")
        site.vos = queue.vo.map { [$0] }
        site.proposedNodes = fields.number("nodes")
        if let index = registry.sites.firstIndex(where: { $0.name == name }) {
            // Queues share nodes: the largest number proposes most, their sum too much.
            let most = max(registry.sites[index].proposedNodes ?? 0, site.proposedNodes ?? 0)
            registry.sites[index].add(site)
            registry.sites[index].proposedNodes = most > 0 ? most : nil
        } else {
            registry.sites.append(site)
        }
    }

    private mutating func tier(_ number: Int64?, at place: String) -> Int? {
        guard let number else { return nil }
        if (0...3).contains(number) { return Int(number) }
        leaveOut(place, "a tier of \(number), needed 0 to 3")
        return nil
    }
}
