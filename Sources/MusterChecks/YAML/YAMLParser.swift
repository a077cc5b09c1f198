internal import CYAML

/// Owns one libyaml parser and its input for as long as it lives.
///
/// The parser keeps a pointer to the input and to itself, so both have an address
/// of their own here, and both are given back in `deinit` on every way out.
struct YAMLParser: ~Copyable {
    /// One event, taken out of libyaml's memory.
    enum Event: Hashable, Sendable {
        case streamStart, streamEnd, documentStart, documentEnd
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
        case scalar(String, plain: Bool)
        case alias
    }

    /// An event, where it begins, and what check files refuse about it.
    struct Step: Hashable, Sendable {
        /// What begins or ends here.
        let event: Event
        /// Where.
        let mark: YAMLMark
        /// Whether it has an anchor.
        let isAnchored: Bool
        /// Whether it has an explicit tag.
        let isTagged: Bool
    }

    /// What libyaml has to say against the text.
    struct Refusal: Error, Hashable {
        /// Where it gave up.
        let mark: YAMLMark
        /// Its own words.
        let problem: String
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// A parser of `bytes`, which are UTF-8; nil where libyaml has no memory.
    init?(_ bytes: [UInt8]) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            return nil
        }
        let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = input.initialize(from: bytes)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
        self.parser = parser
        self.input = input
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event.
    /// - Throws: ``Refusal`` where the text is no YAML.
    mutating func next() throws(Refusal) -> Step {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw refusal() }
        defer { yaml_event_delete(&event) }
        let mark = YAMLMark(event.start_mark)
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length),
                as: UTF8.self)
            let plain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            return Step(
                event: .scalar(text, plain: plain), mark: mark,
                isAnchored: scalar.anchor != nil, isTagged: scalar.tag != nil)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return Step(
                event: .sequenceStart, mark: mark, isAnchored: start.anchor != nil,
                isTagged: start.tag != nil)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return Step(
                event: .mappingStart, mark: mark, isAnchored: start.anchor != nil,
                isTagged: start.tag != nil)
        default:
            let plain = Self.plain(event.type)
            return Step(event: plain, mark: mark, isAnchored: false, isTagged: false)
        }
    }

    /// The event of a type that carries nothing; anything unknown ends the text.
    private static func plain(_ type: yaml_event_type_t) -> Event {
        switch type {
        case YAML_STREAM_START_EVENT: .streamStart
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_DOCUMENT_END_EVENT: .documentEnd
        case YAML_SEQUENCE_END_EVENT: .sequenceEnd
        case YAML_MAPPING_END_EVENT: .mappingEnd
        case YAML_ALIAS_EVENT: .alias
        default: .streamEnd
        }
    }

    private func refusal() -> Refusal {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "no YAML"
        if parser.pointee.error == YAML_READER_ERROR {
            let mark = self.mark(ofByte: parser.pointee.problem_offset)
            return Refusal(mark: mark, problem: problem)
        }
        let context = parser.pointee.context.map { " " + String(cString: $0) } ?? ""
        return Refusal(
            mark: YAMLMark(parser.pointee.problem_mark), problem: problem + context)
    }

    /// A reader error knows only the byte.
    private func mark(ofByte offset: Int) -> YAMLMark {
        let before = input.prefix(max(0, min(offset, input.count)))
        let line = before.count { $0 == UInt8(ascii: "\n") }
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
        let text = String(decoding: before[start...], as: UTF8.self)
        return YAMLMark(line: line + 1, column: text.unicodeScalars.count + 1)
    }
}

extension YAMLMark {
    /// libyaml counts from 0.
    init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
