public import MusterModel

/// The reports of one incarnation that no collector has acknowledged yet.
///
/// One file a report and no ledger beside them: what the folder lists is the truth.
/// Numbers are never used again, because the file of the highest stays until a higher
/// one is safe on the disk. Every report that is dropped is declared as a gap by a later one.
public struct Spool<Files: SpoolFiles> {
    /// Those that wait, oldest first.
    public private(set) var pending: [SpoolEntry] = []
    /// The number of the next report.
    public private(set) var next: Int64 = 1
    /// What a report has to declare that none has declared yet.
    public private(set) var owed: [Gap] = []
    /// What an administrator should know, newest last; at most a page.
    public private(set) var troubles: [String] = []
    /// Whether the disk failed us: fsync did, or a file did not read.
    public private(set) var isDegraded = false

    let files: Files
    let limits: SpoolLimits
    /// Those that are on their way; nobody drops them.
    private var held: Set<Int64> = []
    /// Files that wait for nobody: done, damaged, refused.
    private(set) var kept: Set<SpoolName> = []

    private static var troublesAtMost: Int { 32 }
    private static var keptAtMost: Int { 8 }
    private static var namesAtMost: Int { 65_536 }

    /// The spool in a folder, after whatever end the last one had.
    ///
    /// Drafts are taken away, what does not read is put aside, and drops that were
    /// declared but not finished are finished.
    /// - Throws: ``SpoolFault`` where the folder cannot be listed.
    public init(in files: Files, limits: SpoolLimits = .usual) throws(SpoolFault) {
        self.files = files
        self.limits = limits
        let names = try files.names()
        if names.count > Self.namesAtMost {
            note("\(names.count) files, looked at \(Self.namesAtMost)")
        }
        var strangers = 0
        // The highest numbers first: none may be used again.
        for text in names.sorted(by: >).prefix(Self.namesAtMost) {
            if SpoolName.isDraft(text) {
                try? files.remove(text)
            } else if let name = SpoolName(text) {
                take(name)
            } else {
                strangers += 1
            }
        }
        if strangers > 0 { note("\(strangers) files are none of the spool's and were left") }
        pending.sort { $0.sequence < $1.sequence }
        finishDrops()
        tidy()
    }

    private mutating func take(_ name: SpoolName) {
        next = max(next, name.sequence + 1)
        guard name.fate == .pending else {
            kept.insert(name)
            switch name.fate.debt {
            case .refused: owe(Gap(of: name.sequence, .refused), (try? record(name))?.gaps)
            case .damaged: owe(Gap(of: name.sequence, .damaged), nil)
            default: break
            }
            return
        }
        do {
            pending.append(try record(name).entry)
        } catch {
            quarantine(name, error.description)
        }
    }

    /// The report with this number.
    /// - Throws: ``SpoolFault`` where it cannot be read now; it stays. One that was
    ///   read and is damaged is put aside and gives nil.
    public mutating func body(of sequence: Int64) throws(SpoolFault) -> [UInt8]? {
        guard let entry = entry(sequence) else { return nil }
        let name = SpoolName(sequence, entry.kind)
        do { return try record(name).body } catch {
            switch error {
            case .fault(let fault) where fault.code != ErrorText.gone: throw fault
            default:
                quarantine(name, error.description)
                return nil
            }
        }
    }

    /// A collector has it, after a durable commit.
    public mutating func acknowledge(_ sequence: Int64) { settle(sequence, .done) }

    /// A collector will never take it: it is put aside, and a later report says so.
    public mutating func setAside(_ sequence: Int64) {
        guard let entry = entry(sequence) else { return }
        owe(Gap(of: sequence, .refused), entry.gaps)
        settle(sequence, .refused)
    }

    /// Which ones are on their way; nobody drops them meanwhile.
    public mutating func hold(_ sequences: some Sequence<Int64>) { held = Set(sequences) }

    /// Whether it is on its way.
    func isHeld(_ entry: SpoolEntry) -> Bool { held.contains(entry.sequence) }

    /// Keeps a report.
    ///
    /// - Parameters:
    ///   - body: as it will travel, the gaps of `plan` for its kind in it.
    ///   - plan: of ``plan(for:)``, made since the last change.
    /// - Throws: ``SpoolFault``. Its number is used up and owed as a gap; what was to be
    ///   dropped for it stays.
    public mutating func append(
        _ body: [UInt8], _ kind: SpoolEntry.Kind, sections: [String], _ plan: SpoolPlan
    ) throws(SpoolFault) {
        let gaps = plan.gaps(for: kind)
        let record = SpoolRecord(
            sequence: plan.sequence, kind: kind, gaps: gaps, sections: sections, body: body)
        next = max(next, plan.sequence + 1)
        do throws(SpoolFault) {
            guard body.count <= SpoolRecord.bodyAtMost else {
                throw SpoolFault(.write, record.name.text, ErrorText.tooLarge)
            }
            guard plan.hasRoom else {
                throw SpoolFault(.write, record.name.text, ErrorText.noSpace)
            }
            if try !files.write(record.bytes, as: record.name.text) {
                degrade("\(record.name.text): fsync failed; written again into a new file")
            }
        } catch {
            owed = Gap.joined(owed + [Gap(of: plan.sequence, .unwritable)])
            // It may be there after all: then it counts, whatever the gap says.
            if error.call == .settle { try? files.remove(record.name.text) }
            throw error
        }
        pending.append(record.entry)
        owed.removeAll { debt in plan.owed.contains { $0.covers(debt) } }
        markTold()
        for entry in plan.dropped(for: kind) { drop(entry) }
        tidy()
    }
}

// MARK: - Steps

extension Spool {
    private enum Unread: Error, CustomStringConvertible {
        case fault(SpoolFault)
        case damage(String)

        var description: String {
            switch self {
            case .fault(let fault): fault.description
            case .damage(let detail): detail
            }
        }
    }

    private func record(_ name: SpoolName) throws(Unread) -> SpoolRecord {
        let bytes: [UInt8]
        do { bytes = try files.read(name.text, atMost: SpoolRecord.bytesAtMost) } catch {
            throw .fault(error)
        }
        let record: SpoolRecord
        do { record = try SpoolRecord(reading: bytes) } catch { throw .damage(error.detail) }
        guard record.sequence == name.sequence, record.kind == name.kind else {
            throw .damage("it is another report's")
        }
        return record
    }

    private func entry(_ sequence: Int64) -> SpoolEntry? {
        pending.first { $0.sequence == sequence }
    }

    /// Puts a file aside that does not read; where even that fails it is looked at again.
    private mutating func quarantine(_ name: SpoolName, _ why: String) {
        degrade("\(name.text): \(why); put aside")
        pending.removeAll { $0.sequence == name.sequence }
        owe(Gap(of: name.sequence, .damaged), nil)
        move(name, to: .damaged)
    }

    /// A report is gone, and with it the gaps that it declared. Where nobody knows those
    /// any more, all before it are declared: what was received counts as received.
    private mutating func owe(_ gap: Gap, _ declared: [Gap]?) {
        let more = declared ?? [Gap(1, through: gap.last, gap.reason)].compactMap(\.self)
        owed = Gap.joined(owed + more + [gap])
    }

    private mutating func settle(_ sequence: Int64, _ fate: SpoolName.Fate) {
        guard let entry = entry(sequence) else { return }
        pending.removeAll { $0.sequence == sequence }
        move(SpoolName(sequence, entry.kind), to: fate)
        tidy()
    }

    private mutating func move(_ name: SpoolName, to fate: SpoolName.Fate) {
        let new = SpoolName(name.sequence, name.kind, fate)
        do throws(SpoolFault) {
            try files.rename(name.text, to: new.text)
            kept.insert(new)
            try files.settle()
        } catch {
            // Sent again after a restart, and known there: never lost.
            degrade("\(error)")
        }
    }

    /// After a crash between a report and the drops that it declares.
    private mutating func finishDrops() {
        let dropping: Set<Gap.Reason> = [.coalesced, .evicted]
        let gaps = pending.flatMap { entry in entry.gaps.map { (by: entry.sequence, gap: $0) } }
            .filter { dropping.contains($0.gap.reason) }
        let dropped = pending.filter { entry in
            gaps.contains { $0.by > entry.sequence && $0.gap.contains(entry.sequence) }
        }
        for entry in dropped { drop(entry) }
    }

    private mutating func drop(_ entry: SpoolEntry) {
        let name = SpoolName(entry.sequence, entry.kind)
        do throws(SpoolFault) {
            try files.remove(name.text)
            pending.removeAll { $0.sequence == entry.sequence }
        } catch {
            // It stays and may yet be delivered; what is received counts as received.
            degrade("\(error)")
        }
    }

    /// What a report has declared needs no second word.
    private mutating func markTold() {
        for name in kept where name.fate.debt != nil {
            guard !owed.contains(where: { $0.contains(name.sequence) }) else { continue }
            let told = SpoolName(name.sequence, name.kind, name.fate.told)
            do throws(SpoolFault) {
                try files.rename(name.text, to: told.text)
                kept.remove(name)
                kept.insert(told)
            } catch { degrade("\(error)") }
        }
    }

    /// Takes away what nobody needs: done ones below the highest number, and of those
    /// that were put aside all but the newest few. What no report has declared yet stays:
    /// its name is all that remembers it.
    private mutating func tidy() {
        let highest = max(pending.last?.sequence ?? 0, kept.map(\.sequence).max() ?? 0)
        let below = kept.filter { $0.sequence < highest && $0.fate.debt == nil }
        let done = below.filter { $0.fate == .done }
        let aside = below.filter { $0.fate != .done }.sorted { $0.sequence < $1.sequence }
        for name in done + aside.dropLast(Self.keptAtMost) {
            do throws(SpoolFault) {
                try files.remove(name.text)
                kept.remove(name)
            } catch { degrade("\(error)") }
        }
    }

    private mutating func degrade(_ trouble: String) {
        isDegraded = true
        note(trouble)
    }

    private mutating func note(_ trouble: String) {
        troubles = Array((troubles + [trouble]).suffix(Self.troublesAtMost))
    }

    /// What was noted since the last time.
    public mutating func takeTroubles() -> [String] {
        defer { troubles = [] }
        return troubles
    }
}
