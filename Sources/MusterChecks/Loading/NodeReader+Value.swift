package import MusterModel

extension NodeReader {
    /// A value of the kind that a fact has.
    package mutating func value(_ node: YAMLNode, of kind: FactKind) -> FactValue? {
        if kind == .list || kind == .paths {
            return texts(node, "a \(kind.rawValue) value").flatMap { texts in
                kind == .list ? .list(texts) : paths(texts, node).map { .paths($0) }
            }
        }
        guard let text = scalar(node, "a value") else { return nil }
        guard let value = FactValue(written: text, kind: kind) else {
            refuse(.kind, node.mark, "\(node.inWords), \(kind.example) is needed")
            return nil
        }
        return value
    }

    /// The value of a named limit: of the stated kind, or of the kind that it
    /// looks like: integer, bytes, duration, date, version, else text.
    mutating func limitValue(_ node: YAMLNode, as kind: FactKind?) -> FactValue? {
        if let kind { return value(node, of: kind) }
        guard let text = scalar(node, "a limit's value") else { return nil }
        for kind in [FactKind.integer, .bytes, .duration, .date] {
            if let value = FactValue(written: text, kind: kind) { return value }
        }
        let version = Version(text)
        if text.utf8.contains(UInt8(ascii: ".")), version.isComparable { return .version(version) }
        refuse(
            .value, node.mark,
            "\(node.inWords), a limit is a number, a size (20 GB), a span (30 s) or a version")
        return nil
    }

    /// Texts in a list that is not empty.
    mutating func texts(_ node: YAMLNode, _ what: String) -> [String]? {
        guard let nodes = elements(of: node, what) else { return nil }
        if nodes.isEmpty {
            refuse(.value, node.mark, "an empty list, \(what) needs one element at least")
            return nil
        }
        return all(nodes) { $0.scalar($1, "an element") }
    }

    /// Absolute paths without a slash at the end.
    mutating func paths(_ texts: [String], _ node: YAMLNode) -> Set<String>? {
        if let strange = texts.first(where: { !$0.hasPrefix("/") }) {
            refuse(.value, node.mark, "\"\(strange)\", an absolute path is needed")
            return nil
        }
        return Set(texts.map { $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 })
    }

    /// A factor: `1.15`, `2`, or with a unit, which makes a size of a number.
    mutating func scale(_ node: YAMLNode) -> Scale? {
        guard let text = scalar(node, "a factor") else { return nil }
        if let bytes = Bytes(text) { return Scale(bytes.count, kind: .bytes) }
        if let span = Duration(words: text) { return Scale(span.milliseconds, kind: .duration) }
        guard let scale = Scale(decimal: text) else {
            refuse(.value, node.mark, "\(node.inWords), a factor as in 1.15 or 2 GB is needed")
            return nil
        }
        return scale
    }
}

extension FactValue {
    /// The value of `kind` in a text as people write it; nil where it is none, and
    /// for lists.
    package init?(written text: String, kind: FactKind) {
        switch kind {
        case .bool:
            guard let flag = ["yes": true, "true": true, "no": false, "false": false][text]
            else { return nil }
            self = .bool(flag)
        case .integer:
            guard let number = Int64(text), !text.hasPrefix("+") else { return nil }
            self = .integer(number)
        case .bytes:
            guard let bytes = Bytes(text) else { return nil }
            self = .bytes(bytes)
        case .duration:
            guard let span = Duration(words: text) else { return nil }
            self = .duration(span)
        case .version:
            guard Version(text).isComparable else { return nil }
            self = .version(Version(text))
        case .string: self = .string(text)
        case .date:
            guard let day = CalendarDate(text) else { return nil }
            self = .date(day)
        case .list, .paths: return nil
        }
    }
}

extension FactKind {
    /// What a value of the kind looks like, for messages.
    package var example: String {
        switch self {
        case .bool: "yes or no"
        case .integer: "an integer"
        case .bytes: "a size with its unit, as in 20 GB or 4000 MiB,"
        case .duration: "a span with its unit, as in 30 s or 4 h,"
        case .version: "a version, as in 3.10.0-957,"
        case .string: "a text"
        case .list: "a list"
        case .paths: "a list of absolute paths"
        case .date: "a day, as in 2026-11-23,"
        }
    }
}

extension Scale {
    /// Digits behind the point beyond this are no honest factor.
    private static let placesAtMost = 6

    /// A factor such as `1.15` as an exact fraction; nil for anything else.
    init?(decimal text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }),
            parts.joined().utf8.allSatisfy({ (48...57).contains($0) }),
            let digits = Int64(parts.joined()), digits > 0
        else { return nil }
        let places = parts.count == 2 ? parts[1].utf8.count : 0
        guard places <= Self.placesAtMost else { return nil }
        let denominator = (0..<places).reduce(Int64(1)) { product, _ in product * 10 }
        self.init(digits, over: denominator)
    }
}
