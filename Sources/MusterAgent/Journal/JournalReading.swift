internal import CSystemd
internal import Glibc

/// Entries of ours in a journal, newest first, read back through libsystemd.
public final class JournalReading {
    /// Why a journal is not read.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The journal, and what was found.
        public let description: String
    }

    /// One entry.
    public struct Entry: Hashable, Sendable {
        /// When journald got it, microseconds since 1970.
        public let time: Int64
        /// What it reports.
        public let event: JournalEvent
        /// Every field with its values, in their order.
        public let fields: [String: [String]]

        /// An entry from its parts.
        public init(time: Int64, event: JournalEvent, fields: [String: [String]]) {
            (self.time, self.event, self.fields) = (time, event, fields)
        }

        /// The first value of a field.
        public subscript(_ name: String) -> String? { fields[name]?.first }
    }

    private let journal: OpaquePointer
    /// More fields than any entry of ours has.
    private static let fieldsAtMost = 256

    /// The journal of this machine, or in a folder.
    /// - Throws: ``Failure``: it cannot be opened, or there is no libsystemd.
    public init(in folder: String?) throws(Failure) {
        var opened: OpaquePointer?
        let code = muster_journal_open(folder, &opened)
        let what = folder ?? "the journal"
        guard code != -ENOSYS else {
            throw Failure(description: "\(what): no libsystemd.so.0 here to read it with")
        }
        guard code >= 0, let opened else {
            throw Failure(description: "\(what): \(String(cString: strerror(-code)))")
        }
        journal = opened
        for event in JournalEvent.allCases {
            _ = muster_journal_match(journal, "MESSAGE_ID=\(event.id)")
        }
    }

    deinit { muster_journal_close(journal) }

    /// Goes to the end, or to the last entry before a moment.
    ///
    /// - Parameter time: microseconds since 1970; nil for the end.
    public func seek(before time: Int64?) {
        _ = muster_journal_seek(journal, time.map { UInt64(max(0, $0)) } ?? .max)
    }

    /// The next older entry of ours; nil at the beginning.
    /// - Throws: ``Failure`` where the journal does not read on.
    public func previous() throws(Failure) -> Entry? {
        while true {
            let code = muster_journal_previous(journal)
            guard code >= 0 else {
                throw Failure(description: "the journal: \(String(cString: strerror(-code)))")
            }
            if code == 0 { return nil }
            var time: UInt64 = 0
            guard muster_journal_time(journal, &time) >= 0 else { continue }
            let fields = fields()
            let event = JournalEvent.allCases.first { $0.id == fields["MESSAGE_ID"]?.first }
            if let event {
                return Entry(time: Int64(clamping: time), event: event, fields: fields)
            }
        }
    }

    private func fields() -> [String: [String]] {
        var fields: [String: [String]] = [:]
        var (data, length): (UnsafeRawPointer?, UInt64) = (nil, 0)
        var count = 0
        while count < Self.fieldsAtMost,
            muster_journal_field(journal, count == 0 ? 1 : 0, &data, &length) > 0
        {
            count += 1
            guard let data else { continue }
            let bytes = UnsafeRawBufferPointer(start: data, count: Int(clamping: length))
            guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: bytes[..<sign], as: UTF8.self)
            let value = String(decoding: bytes[(sign + 1)...], as: UTF8.self)
            fields[name, default: []].append(value)
        }
        return fields
    }
}
