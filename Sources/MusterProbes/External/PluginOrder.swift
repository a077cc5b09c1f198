public import MusterModel

/// The program of an external probe as a question: what is run, as whom, within
/// which bounds. Its written form is the key of a recorded answer.
public struct PluginOrder: Hashable, Sendable, CustomStringConvertible {
    /// The probe's id, which the program finds as MUSTER_PROBE.
    public let probe: String
    /// The card file that asks for it: nobody else may have written it.
    public let card: String
    /// The program, an absolute path, and its arguments.
    public let words: [String]
    /// As whom it runs.
    public let rights: ExternalProbe.Rights
    /// How long it may take, milliseconds.
    public let deadline: Int64
    /// Address space of each of its processes, bytes.
    public let memory: Int64

    /// The order that a card file comes to.
    public init(_ probe: ExternalProbe) {
        self.init(
            probe: probe.card.id, card: probe.file, words: probe.program, rights: probe.rights,
            deadline: probe.deadline.milliseconds, memory: probe.memory.count)
    }

    /// An order from its parts.
    public init(
        probe: String, card: String, words: [String],
        rights: ExternalProbe.Rights = .ordinary,
        deadline: Int64 = 10_000, memory: Int64 = 512 << 20
    ) {
        self.probe = probe
        self.card = card
        self.words = words
        self.rights = rights
        self.deadline = deadline
        self.memory = memory
    }

    /// The order as it stands in a question.
    var json: JSONValue {
        .object([
            "probe": .string(probe), "card": .string(card),
            "words": .array(words.map(JSONValue.string)),
            "as": .string(rights.rawValue), "deadline": .integer(deadline),
            "memory": .integer(memory),
        ])
    }

    /// The written form.
    public var description: String { json.canonicalText }

    /// The order in the written form; nil where it is none.
    init?(_ text: String) {
        guard let json = try? JSONReader.value(in: text.utf8), let probe = json["probe"]?.text,
            let card = json["card"]?.text, let words = json["words"]?.elements,
            words.first?.text?.isAbsolute == true,
            let rights = json["as"]?.text.flatMap(ExternalProbe.Rights.init(rawValue:)),
            let deadline = json["deadline"]?.number, deadline > 0,
            let memory = json["memory"]?.number, memory > 0
        else { return nil }
        let texts = words.compactMap(\.text)
        guard texts.count == words.count, !texts.contains(where: { $0.utf8.contains(0) }) else {
            return nil
        }
        self.init(
            probe: probe, card: card, words: texts, rights: rights, deadline: deadline,
            memory: memory)
    }
}
