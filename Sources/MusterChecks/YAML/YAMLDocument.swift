/// Reads the one document of a check file into a tree, within bounds.
///
/// Check files are YAML without its surprises: no anchors and aliases (a small
/// file stays small), no tags, no key twice, one document, bounded size and depth.
package struct YAMLDocument: ~Copyable {
    /// A mebibyte: a hundred times the longest check file that we know.
    static let bytesAtMost = 1 << 20

    /// Deeper than any requirement that a person can still read.
    static let depthAtMost = 32

    private let file: String
    private var parser: YAMLParser

    /// The tree of `text`.
    /// - Throws: ``ChecksError`` with the first place that is no plain YAML:
    ///   `syntax`, `encoding`, `size`, `feature`, `duplicateKey` or `shape`.
    package static func root(of text: String, file: String) throws(ChecksError) -> YAMLNode {
        let bytes = Array(text.utf8)
        guard bytes.count <= bytesAtMost else {
            throw ChecksError(
                file, .start, .size, "\(bytes.count) bytes, at most \(bytesAtMost) are read")
        }
        guard let parser = YAMLParser(bytes) else {
            throw ChecksError(file, .start, .size, "no memory for a YAML parser")
        }
        var document = YAMLDocument(file: file, parser: parser)
        return try document.read()
    }

    private init(file: String, parser: consuming YAMLParser) {
        self.file = file
        self.parser = parser
    }

    private mutating func read() throws(ChecksError) -> YAMLNode {
        _ = try next()
        guard try next().event == .documentStart else {
            throw ChecksError(file, .start, .shape, "an empty file, a mapping is needed")
        }
        let root = try node(try next(), depth: 1)
        _ = try next()
        let end = try next()
        guard end.event == .streamEnd else {
            throw ChecksError(
                file, end.mark, .feature, "a second document, a check file is one document")
        }
        return root
    }

    private mutating func next() throws(ChecksError) -> YAMLParser.Step {
        let step: YAMLParser.Step
        do {
            step = try parser.next()
        } catch {
            let code: ChecksError.Code =
                error.problem.contains("control characters") ? .encoding : .syntax
            throw ChecksError(file, error.mark, code, error.problem)
        }
        if step.isAnchored || step.event == .alias {
            throw ChecksError(
                file, step.mark, .feature, "an anchor or alias, check files do without")
        }
        if step.isTagged {
            throw ChecksError(file, step.mark, .feature, "a tag, check files do without")
        }
        return step
    }

    private mutating func node(
        _ step: YAMLParser.Step, depth: Int
    ) throws(ChecksError) -> YAMLNode {
        guard depth <= Self.depthAtMost else {
            throw ChecksError(
                file, step.mark, .size, "nested deeper than \(Self.depthAtMost) levels")
        }
        switch step.event {
        case .scalar(let text, let plain):
            return YAMLNode(content: .scalar(text, plain: plain), mark: step.mark)
        case .sequenceStart:
            return YAMLNode(content: .sequence(try sequence(depth)), mark: step.mark)
        case .mappingStart:
            return YAMLNode(content: .mapping(try mapping(depth)), mark: step.mark)
        default:
            throw ChecksError(file, step.mark, .syntax, "the text ends here, a value is needed")
        }
    }

    private mutating func sequence(_ depth: Int) throws(ChecksError) -> [YAMLNode] {
        var nodes: [YAMLNode] = []
        while true {
            let step = try next()
            if step.event == .sequenceEnd { return nodes }
            nodes.append(try node(step, depth: depth + 1))
        }
    }

    private mutating func mapping(_ depth: Int) throws(ChecksError) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var lines: [String: Int] = [:]
        while true {
            let step = try next()
            if step.event == .mappingEnd { return entries }
            guard case .scalar(let key, _) = step.event else {
                throw ChecksError(file, step.mark, .shape, "a key that is no text")
            }
            if let line = lines.updateValue(step.mark.line, forKey: key) {
                throw ChecksError(
                    file, step.mark, .duplicateKey, "\"\(key)\" again, first in line \(line)")
            }
            let value = try node(try next(), depth: depth + 1)
            entries.append(YAMLNode.Entry(key: key, mark: step.mark, value: value))
        }
    }
}

extension ChecksError {
    /// A mistake at a mark.
    init(_ file: String, _ mark: YAMLMark, _ code: Code, _ detail: String) {
        self.init(
            file: file, line: mark.line, column: mark.column, code: code, detail: detail)
    }
}
