/// One entry of the journal, ready to be sent.
public struct JournalEntry: Hashable, Sendable {
    /// What it reports.
    public let event: JournalEvent

    /// Its fields, `MESSAGE` first; a name may occur more than once.
    public let fields: [JournalField]

    /// An entry as it was read, its fields in their order.
    init(event: JournalEvent, fields: [JournalField]) {
        (self.event, self.fields) = (event, fields)
    }

    /// An entry of `event` with a message, a priority (syslog(3), 0…7) and more.
    init(_ event: JournalEvent, _ message: String, priority: Int, _ fields: [JournalField]) {
        self.event = event
        self.fields =
            [
                JournalField("MESSAGE", message), JournalField("MESSAGE_ID", event.id),
                JournalField("PRIORITY", String(priority)),
                JournalField("SYSLOG_IDENTIFIER", "muster"),
            ] + fields
    }

    /// The first value of a field; nil where the entry has no such field.
    public subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}

extension JournalEntry {
    /// The same entry with more fields behind its own.
    func adding(_ more: [JournalField]) -> JournalEntry {
        JournalEntry(event: event, fields: fields + more)
    }
}
