internal import MusterModel

/// Takes the nodes of one file apart and collects every mistake on the way.
///
/// Its functions give nil where something was wrong and has been noted; a caller
/// goes on with the next part, so that one look shows all mistakes of a file.
package struct NodeReader {
    /// The keys that a mapping may and must have.
    package struct Shape {
        /// What the mapping is, with its article: `a check`.
        package let what: String
        /// Keys that may not be left out.
        package let required: [String]
        /// Keys that may.
        package var optional: [String] = []

        /// A shape from its parts.
        package init(what: String, required: [String], optional: [String] = []) {
            (self.what, self.required, self.optional) = (what, required, optional)
        }
    }

    /// The file's name, for messages.
    package let file: String

    /// What was wrong so far, in the order of reading.
    package private(set) var errors: [ChecksError] = []

    /// Nobody repairs more mistakes at a time; looking for what was meant takes a
    /// while for each, and a file may hold a mebibyte of them.
    static let errorsAtMost = 100

    /// A reader of one file.
    package init(file: String) { self.file = file }

    /// Notes a mistake.
    package mutating func refuse(
        _ code: ChecksError.Code, _ mark: YAMLMark, _ detail: @autoclosure () -> String
    ) {
        guard errors.count < Self.errorsAtMost else { return endOfErrors(at: mark) }
        errors.append(ChecksError(file, mark, code, detail()))
    }

    /// Says once that there is more.
    private mutating func endOfErrors(at mark: YAMLMark) {
        guard errors.count == Self.errorsAtMost else { return }
        errors.append(ChecksError(file, mark, .size, "from here on more mistakes are not told"))
    }

    /// The entries of a mapping that is not empty.
    package mutating func entries(of node: YAMLNode, _ what: String) -> [YAMLNode.Entry]? {
        guard case .mapping(let entries) = node.content, !entries.isEmpty else {
            let found = if case .mapping = node.content { "an empty mapping" } else { node.inWords }
            refuse(.shape, node.mark, "\(found), \(what) is a mapping")
            return nil
        }
        return entries
    }

    /// The values of a mapping by key; unknown keys are noted and left out, missing
    /// ones make the whole nil and are noted, unless an unknown one was meant.
    package mutating func members(of node: YAMLNode, _ shape: Shape) -> [String: YAMLNode]? {
        guard let entries = entries(of: node, shape.what) else { return nil }
        let known = shape.required + shape.optional
        var members: [String: YAMLNode] = [:]
        var meant: Set<String> = []
        for entry in entries {
            if known.contains(entry.key) {
                members[entry.key] = entry.value
                continue
            }
            if errors.count < Self.errorsAtMost,
                let near = Spelling.nearest(to: entry.key, among: known)
            {
                meant.insert(near)
            }
            refuse(
                .unknownKey, entry.mark,
                "unknown key \"\(entry.key)\", \(shape.what) has \(Self.listed(known))"
                    + Spelling.hint(for: entry.key, among: known))
        }
        let missing = shape.required.filter { members[$0] == nil }
        for key in missing where !meant.contains(key) {
            refuse(
                key == "source" ? .missingSource : .missingKey, node.mark,
                "\(shape.what) without \"\(key)\"")
        }
        return missing.isEmpty ? members : nil
    }

    /// The elements of a list.
    package mutating func elements(of node: YAMLNode, _ what: String) -> [YAMLNode]? {
        guard case .sequence(let elements) = node.content else {
            refuse(.shape, node.mark, "\(node.inWords), \(what) is a list")
            return nil
        }
        return elements
    }

    /// The text of a scalar as written.
    package mutating func scalar(_ node: YAMLNode, _ what: String) -> String? {
        guard case .scalar(let text, _) = node.content else {
            refuse(.shape, node.mark, "\(node.inWords), \(what) is one value")
            return nil
        }
        // Double quotes can write any character, also one that steers a terminal.
        guard !text.hidesOrSteers else {
            refuse(.encoding, node.mark, "a control or invisible character, \(what) is plain text")
            return nil
        }
        return text
    }

    /// Every part read by `read`; nil where one of them was wrong, after all were
    /// looked at.
    package mutating func all<Part, Result>(
        _ parts: [Part], _ read: (inout NodeReader, Part) -> Result?
    ) -> [Result]? {
        var results: [Result] = []
        for part in parts {
            if let result = read(&self, part) { results.append(result) }
        }
        return results.count == parts.count ? results : nil
    }

    /// `a, b and c`.
    static func listed(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "none" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}
