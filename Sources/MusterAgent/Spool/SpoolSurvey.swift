public import MusterModel

/// What lies in a spool, for a person who looks at it: reads every file, changes none, and
/// takes a file that goes meanwhile for gone and not for wrong.
public struct SpoolSurvey: Sendable {
    /// One file of a spool.
    public struct Item: Hashable, Sendable {
        /// What became of the report, or what the file is.
        public enum State: String, Hashable, Sendable, CaseIterable {
            /// It waits for a collector.
            case waits
            /// A collector has it; the file keeps the highest number.
            case done
            /// A collector will never take it.
            case refused
            /// It was put aside because it did not read.
            case damaged
            /// It waits and does not read.
            case broken
            /// A file that a writer has not finished; nobody reads it.
            case draft
            /// None of the spool's.
            case stranger
        }

        /// The incarnation whose folder it lies in.
        public let incarnation: String
        /// The file's name.
        public let name: String
        /// What became of the report.
        public let state: State
        /// The report's number; nil for what is none.
        public let sequence: Int64?
        /// How much is lost with it.
        public let kind: SpoolEntry.Kind?
        /// On the disk, bytes; 0 where it was not read.
        public let size: Int
        /// When the report was made, seconds since 1970; nil where it does not read.
        public let made: Int64?
        /// The gaps that it declares.
        public let gaps: [Gap]
        /// The sections that it speaks of.
        public let sections: [String]
        /// What is wrong with it; nil where nothing is.
        public let objection: String?
    }

    /// The folder that has `spool` and `sections` in it.
    public let state: String

    /// A survey of the service's state folder.
    public init(of state: String) { self.state = state }

    private static let sectionAtMost = 1 << 20

    /// Every file of every incarnation, in the order of their numbers, to `body` one by
    /// one, so that a spool of any size costs no memory.
    /// - Throws: ``SpoolFault`` where a folder cannot be looked at, and what `body` throws.
    public func visit(_ body: (Item) throws -> Void) throws {
        let home = try SpoolFolder(lookingAt: state + "/spool")
        for incarnation in try home.names().sorted() {
            guard ReportID.isIncarnation(incarnation) else {
                try body(Item(stranger: incarnation, in: ""))
                continue
            }
            let folder = try SpoolFolder(lookingAt: "\(state)/spool/\(incarnation)")
            for name in try folder.names().sorted() {
                if let item = item(name, in: folder, incarnation) { try body(item) }
            }
        }
    }

    /// Every section whose bytes are not those of its name, with what is wrong.
    /// - Throws: ``SpoolFault`` where the folder cannot be looked at.
    public func damagedSections() throws(SpoolFault) -> [(name: String, objection: String)] {
        let folder: SpoolFolder
        do { folder = try SpoolFolder(lookingAt: state + "/sections") } catch {
            // Before the first report there is none.
            if error.code == ErrorText.gone { return [] }
            throw error
        }
        var damaged: [(name: String, objection: String)] = []
        for name in try folder.names().sorted() where !SpoolName.isDraft(name) {
            do throws(SpoolFault) {
                let bytes = try folder.read(name, atMost: Self.sectionAtMost)
                guard Digest(of: bytes).text != name else { continue }
                let isDigest = Digest(text: name) != nil
                damaged.append(
                    (name, isDigest ? "its bytes have another digest" : "none of the spool's"))
            } catch  where error.code == ErrorText.gone {
                continue
            } catch {
                damaged.append((name, error.description))
            }
        }
        return damaged
    }

    /// The body of a report, whatever became of it; nil where there is no such number.
    /// - Throws: ``SpoolFault`` where it cannot be read; ``Unreadable`` where it is damaged.
    public func body(of sequence: Int64) throws -> [UInt8]? {
        let home = try SpoolFolder(lookingAt: state + "/spool")
        for incarnation in try home.names().sorted() where ReportID.isIncarnation(incarnation) {
            let folder = try SpoolFolder(lookingAt: "\(state)/spool/\(incarnation)")
            guard
                let name = try folder.names().first(where: { SpoolName($0)?.sequence == sequence })
            else { continue }
            let bytes = try folder.read(name, atMost: SpoolRecord.bytesAtMost)
            do { return try SpoolRecord(reading: bytes).body } catch {
                throw Unreadable(description: "\(name): \(error.detail)")
            }
        }
        return nil
    }

    /// The bytes of a section; nil where it is not there.
    /// - Throws: ``SpoolFault`` where it cannot be read; ``Unreadable`` where it is damaged.
    public func section(_ digest: Digest) throws -> [UInt8]? {
        let folder = try SpoolFolder(lookingAt: state + "/sections")
        let bytes: [UInt8]
        do { bytes = try folder.read(digest.text, atMost: Self.sectionAtMost) } catch {
            if error.code == ErrorText.gone { return nil }
            throw error
        }
        guard Digest(of: bytes) == digest else {
            throw Unreadable(description: "\(digest): its bytes have another digest")
        }
        return bytes
    }

    /// Why a file that is there gives nothing.
    public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
        /// The file, and what was found.
        public let description: String
    }
}

// MARK: - One file

extension SpoolSurvey {
    /// The file as it is; nil where it went meanwhile.
    private func item(
        _ text: String, in folder: SpoolFolder, _ incarnation: String
    ) -> Item? {
        if SpoolName.isDraft(text) { return Item(draft: text, in: incarnation) }
        guard let name = SpoolName(text) else { return Item(stranger: text, in: incarnation) }
        do throws(SpoolFault) {
            let bytes = try folder.read(text, atMost: SpoolRecord.bytesAtMost)
            return Item(name, bytes, in: incarnation)
        } catch {
            if error.code == ErrorText.gone { return nil }
            return Item(name, in: incarnation, but: ErrorText.of(error.code))
        }
    }
}

extension SpoolSurvey.Item {
    fileprivate init(stranger name: String, in incarnation: String) {
        self.init(
            incarnation: incarnation, name: name.printable, state: .stranger, sequence: nil,
            kind: nil, size: 0, made: nil, gaps: [], sections: [], objection: nil)
    }

    fileprivate init(draft name: String, in incarnation: String) {
        self.init(
            incarnation: incarnation, name: name.printable, state: .draft, sequence: nil,
            kind: nil, size: 0, made: nil, gaps: [], sections: [], objection: nil)
    }

    fileprivate init(_ name: SpoolName, in incarnation: String, but objection: String) {
        self.init(
            incarnation: incarnation, name: name.text, state: Self.state(name.fate, false),
            sequence: name.sequence, kind: name.kind, size: 0, made: nil, gaps: [], sections: [],
            objection: objection)
    }

    fileprivate init(_ name: SpoolName, _ bytes: [UInt8], in incarnation: String) {
        var record: SpoolRecord?
        var objection: String?
        do { record = try SpoolRecord(reading: bytes) } catch { objection = error.detail }
        if let found = record, found.sequence != name.sequence || found.kind != name.kind {
            (record, objection) = (nil, "it holds report \(found.sequence), \(found.kind.rawValue)")
        }
        let body = record.flatMap { try? JSONReader.value(in: $0.body) }
        self.init(
            incarnation: incarnation, name: name.text,
            state: Self.state(name.fate, record != nil), sequence: name.sequence,
            kind: name.kind, size: bytes.count, made: body?["time"]?.number,
            gaps: record?.gaps ?? [], sections: record?.sections ?? [], objection: objection)
    }

    private static func state(_ fate: SpoolName.Fate, _ reads: Bool) -> State {
        switch fate {
        case .pending: reads ? .waits : .broken
        case .done: .done
        case .refused, .refusedTold: .refused
        case .damaged, .damagedTold: .damaged
        }
    }
}
