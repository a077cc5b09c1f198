internal import MusterModel

extension JournalEntry {
    /// As one process hands it to another: event, then names and values.
    var bytes: [UInt8] {
        JSONValue.object([
            "event": .string(event.rawValue),
            "fields": .array(
                fields.map { .array([.string($0.name), .string($0.value)]) }),
        ]).canonicalBytes
    }

    /// The entry in such bytes; nil where they are none, or a name is no field's.
    init?(bytes: [UInt8]) {
        guard let json = try? JSONReader.value(in: bytes),
            let event = json["event"]?.text.flatMap(JournalEvent.init(rawValue:)),
            let pairs = json["fields"]?.elements
        else { return nil }
        let fields = pairs.compactMap { pair -> JournalField? in
            guard let name = pair.elements?.first?.text, let value = pair.elements?.last?.text
            else { return nil }
            return JournalField(named: name, value)
        }
        guard fields.count == pairs.count else { return nil }
        self.init(event: event, fields: fields)
    }
}
