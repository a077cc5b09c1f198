internal import MusterModel

/// An advisory with the place where it is written.
struct WrittenAdvisory: Hashable, Sendable {
    /// The advisory itself.
    let advisory: Advisory
    /// The file's name.
    let file: String
    /// Where it begins.
    let mark: YAMLMark
}

/// A waiver with the place where it is written.
struct WrittenWaiver: Hashable, Sendable {
    /// The waiver itself.
    let waiver: Waiver
    /// The file's name.
    let file: String
    /// Where the name of its check stands.
    let mark: YAMLMark
}

extension NodeReader {
    /// The advisories of a file.
    mutating func advisories(_ root: YAMLNode, _ vocabulary: Vocabulary) -> [WrittenAdvisory] {
        let shape = Shape(what: "an advisories file", required: ["format", "advisories"])
        guard let list = members(of: root, shape)?["advisories"],
            let nodes = elements(of: list, "\"advisories\"")
        else { return [] }
        return nodes.compactMap { advisory($0, vocabulary) }
    }

    private mutating func advisory(
        _ node: YAMLNode, _ vocabulary: Vocabulary
    ) -> WrittenAdvisory? {
        let shape = Shape(
            what: "an advisory",
            required: ["id", "title", "about", "when", "remedy", "source"],
            optional: ["fixed", "link", "unsure"])
        guard let members = members(of: node, shape), let affected = members["when"] else {
            return nil
        }
        let before = errors.count
        let id = members["id"].flatMap { self.id($0, "an advisory's id", upper: true) }
        let title = members["title"].flatMap { prose($0, "an advisory's title") }
        let about = members["about"].flatMap { self.about($0, vocabulary) }
        let remedy = members["remedy"].flatMap { prose($0, "an advisory's remedy") }
        let source = members["source"].flatMap { self.source($0) }
        let link = members["link"].flatMap { self.link($0) }
        let fixed = members["fixed"].flatMap { self.fixes($0) } ?? []
        let unsure = members["unsure"].flatMap { prose($0, "what is not sure") }
        guard let about else { return nil }
        let scope = Scope(vocabulary: vocabulary).looking(atOne: about)
        let when = predicate(affected, in: scope)
        guard errors.count == before, let id, let title, let when, let remedy, let source
        else { return nil }
        let table = KernelFixes(fixed)
        let always = unsure.map { Advisory.Doubt(when: .all([]), because: $0) }
        let advisory = Advisory(
            id: id, title: title, about: about,
            when: table.map { .all([when, $0.affected]) } ?? when, doubt: always ?? table?.doubt,
            fixed: fixed, remedy: remedy, link: link, source: source)
        return WrittenAdvisory(advisory: advisory, file: file, mark: node.mark)
    }

    /// An `https` URL without blanks.
    private mutating func link(_ node: YAMLNode) -> String? {
        guard let text = prose(node, "a link") else { return nil }
        guard text.hasPrefix("https://"), !text.utf8.contains(UInt8(ascii: " ")) else {
            refuse(.value, node.mark, "\(node.inWords), a link begins with https://")
            return nil
        }
        return text
    }

    /// `product: version`, or for kernels `distribution release: package`.
    private mutating func fixes(_ node: YAMLNode) -> [Advisory.Fix]? {
        guard let entries = entries(of: node, "\"fixed\"") else { return nil }
        return all(entries) { reader, entry in
            guard case .version(let version)? = reader.value(entry.value, of: .version) else {
                return nil
            }
            let words = entry.key.split(separator: " ")
            if words.count == 1 || (words.count == 2 && Int64(words[1]).map { $0 > 0 } == true) {
                return Advisory.Fix(words.joined(separator: " "), version)
            }
            reader.refuse(
                .value, entry.mark,
                "\"\(entry.key)\", a fixed version is of a product (apptainer) or of a "
                    + "distribution's release (rocky 9)")
            return nil
        }
    }

    /// A kind of subject, or the area of a probe.
    private mutating func about(_ node: YAMLNode, _ vocabulary: Vocabulary) -> String? {
        guard let text = scalar(node, "what an advisory is about") else { return nil }
        let known = vocabulary.allSubjects.map(\.kind) + vocabulary.probes.map(\.id)
        if known.contains(text) { return text }
        refuse(
            .unknownWord, node.mark,
            "unknown kind of subject or area \(node.inWords)"
                + Spelling.hint(for: text, among: known))
        return nil
    }

    /// The waivers of a file.
    mutating func waivers(_ root: YAMLNode) -> [WrittenWaiver] {
        let shape = Shape(what: "a waivers file", required: ["format", "waivers"])
        guard let list = members(of: root, shape)?["waivers"],
            let nodes = elements(of: list, "\"waivers\"")
        else { return [] }
        return nodes.compactMap { waiver($0) }
    }

    private mutating func waiver(_ node: YAMLNode) -> WrittenWaiver? {
        let shape = Shape(
            what: "a waiver", required: ["check", "reason", "owner", "until"],
            optional: ["subject"])
        guard let members = members(of: node, shape), let named = members["check"] else {
            return nil
        }
        let check = id(named, "a waived check")
        let reason = members["reason"].flatMap { prose($0, "a waiver's reason") }
        let owner = members["owner"].flatMap { prose($0, "a waiver's owner") }
        let until = members["until"].flatMap { date($0, "a waiver's last day") }
        let before = errors.count
        let subject = members["subject"].flatMap { prose($0, "a waived subject") }
        guard errors.count == before, let check, let reason, let owner, let until else {
            return nil
        }
        let waiver = Waiver(
            check: check, subject: subject, reason: reason, owner: owner, until: until)
        return WrittenWaiver(waiver: waiver, file: file, mark: named.mark)
    }
}
