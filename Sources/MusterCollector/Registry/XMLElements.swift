internal import CExpat
internal import Foundation

/// The elements below the root of an XML text, each with its attributes and the texts of
/// its children: all that GOCDB's answers need.
struct XMLElements {
    /// One element below the root.
    struct Element {
        var name: String
        /// Attributes, and below the names of children their texts.
        var fields: [String: String]
    }

    /// Why a text is not read.
    struct Failure: Error {
        let line: Int
        let words: String
    }

    private var elements: [Element] = []
    private var depth = 0
    private var child: String?
    private var text = ""
    private var objection: String?

    private static let depthAtMost = 16
    private static let elementsAtMost = 100_000

    /// The elements of a text. A document type, and with it every entity of its own, is
    /// refused: nothing is fetched and nothing grows.
    /// - Throws: ``Failure`` with its line.
    static func read(_ data: Data) throws(Failure) -> [Element] {
        guard let parser = XML_ParserCreate(nil) else {
            throw Failure(line: 0, words: "no memory for a parser")
        }
        defer { XML_ParserFree(parser) }
        var state = XMLElements()
        let isWhole = withUnsafeMutablePointer(to: &state) { state in
            XML_SetUserData(parser, state)
            XML_SetElementHandler(parser, xmlBegins, xmlEnds)
            XML_SetCharacterDataHandler(parser, xmlText)
            XML_SetStartDoctypeDeclHandler(parser, xmlDoctype)
            return data.withUnsafeBytes { bytes in
                XML_Parse(
                    parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(bytes.count), 1) == XML_STATUS_OK
            }
        }
        let line = Int(XML_GetCurrentLineNumber(parser))
        if let objection = state.objection { throw Failure(line: line, words: objection) }
        guard isWhole else {
            let code = XML_GetErrorCode(parser)
            let words = XML_ErrorString(code).map { String(cString: $0) } ?? "no XML"
            throw Failure(line: line, words: words)
        }
        return state.elements
    }

    fileprivate mutating func begins(_ name: String, _ attributes: [String: String]) {
        depth += 1
        if depth > Self.depthAtMost { refuse("deeper than \(Self.depthAtMost) elements") }
        if depth == 2 {
            elements.append(Element(name: name, fields: attributes))
            if elements.count > Self.elementsAtMost {
                refuse("more than \(Self.elementsAtMost) elements")
            }
        }
        if depth == 3 { (child, text) = (name, "") }
    }

    fileprivate mutating func ends() {
        if depth == 3, let child, !elements.isEmpty {
            let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
            elements[elements.count - 1].fields[child] = trimmed
        }
        if depth <= 3 { child = nil }
        depth -= 1
    }

    fileprivate mutating func add(_ bytes: UnsafeBufferPointer<CChar>) {
        guard depth == 3, text.utf8.count + bytes.count <= RegistryReading.textAtMost else {
            return
        }
        text += String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    fileprivate mutating func refuse(_ words: String) { objection = objection ?? words }
}

private func xmlState(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLElements>? {
    data?.assumingMemoryBound(to: XMLElements.self)
}

private func xmlBegins(
    _ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<CChar>?,
    _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) {
    guard let name, var next = attributes else { return }
    var fields: [String: String] = [:]
    while let key = next[0], let value = next[1] {
        let text = String(cString: value)
        if text.utf8.count <= RegistryReading.textAtMost { fields[String(cString: key)] = text }
        next += 2
    }
    xmlState(data)?.pointee.begins(String(cString: name), fields)
}

private func xmlEnds(_ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<CChar>?) {
    xmlState(data)?.pointee.ends()
}

private func xmlText(
    _ data: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int32
) {
    xmlState(data)?.pointee.add(UnsafeBufferPointer(start: bytes, count: Int(count)))
}

private func xmlDoctype(
    _ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<CChar>?,
    _ system: UnsafePointer<CChar>?, _ other: UnsafePointer<CChar>?, _ hasSubset: Int32
) {
    xmlState(data)?.pointee.refuse("a document type, needed a text without one")
}
