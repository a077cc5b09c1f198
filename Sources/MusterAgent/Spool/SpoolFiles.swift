/// The calls by which a spool keeps its files, all in one folder; the real ones, or a
/// model's that fails and forgets on purpose.
///
/// Every call throws ``SpoolFault`` with the errno of the kernel.
public protocol SpoolFiles {
    /// The names in the folder, in no order.
    /// - Throws: ``SpoolFault`` of `list`.
    func names() throws(SpoolFault) -> [String]

    /// The bytes of a regular file of ours.
    /// - Throws: ``SpoolFault`` of `read`; `EFBIG` above `most`.
    func read(_ name: String, atMost most: Int) throws(SpoolFault) -> [UInt8]

    /// A new file to write to.
    /// - Throws: ``SpoolFault`` of `create`; `EEXIST` where the name is taken.
    func create(_ name: String) throws(SpoolFault) -> Int32

    /// Writes some of the bytes and answers how many.
    /// - Throws: ``SpoolFault`` of `write`.
    func write(_ bytes: ArraySlice<UInt8>, to file: Int32) throws(SpoolFault) -> Int

    /// Brings a file to the disk (fsync(2)).
    /// - Throws: ``SpoolFault`` of `sync`; what was written may be lost and may not be.
    func sync(_ file: Int32) throws(SpoolFault)

    /// Ends the writing.
    func close(_ file: Int32)

    /// Puts a file in another's place, or at a new name.
    /// - Throws: ``SpoolFault`` of `rename`.
    func rename(_ old: String, to new: String) throws(SpoolFault)

    /// Takes a file away.
    /// - Throws: ``SpoolFault`` of `remove`.
    func remove(_ name: String) throws(SpoolFault)

    /// Brings the names themselves to the disk (fsync(2) of the folder).
    /// - Throws: ``SpoolFault`` of `settle`.
    func settle() throws(SpoolFault)

    /// How many bytes the file system still gives us.
    /// - Throws: ``SpoolFault`` of `space`.
    func bytesFree() throws(SpoolFault) -> Int64
}

/// A call of a spool that the kernel refused.
public struct SpoolFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which call.
    public enum Call: String, Hashable, Sendable, CaseIterable {
        case open, list, read, create, write, sync, rename, remove, settle, space
    }

    /// Which call.
    public let call: Call
    /// The file's name; empty for the folder.
    public let name: String
    /// The kernel's errno.
    public let code: Int32

    /// A fault from its parts.
    public init(_ call: Call, _ name: String = "", _ code: Int32) {
        (self.call, self.name, self.code) = (call, name, code)
    }

    /// `write 0000000000000012.verdict: No space left on device`.
    public var description: String {
        let what = name.isEmpty ? call.rawValue : "\(call.rawValue) \(name)"
        return "\(what): \(ErrorText.of(code))"
    }
}

extension SpoolFiles {
    /// Writes a whole file under a name, so that after a crash it is there or is not:
    /// draft, fsync, rename, fsync of the folder.
    ///
    /// Where fsync fails, the kernel may have thrown the pages away and called them
    /// clean, so that nothing is asked of that file again: the bytes go into another
    /// one, once ("Can Applications Recover from fsync Failures?", ATC 2020).
    /// - Returns: whether the first attempt held.
    /// - Throws: ``SpoolFault`` of the step; a draft is taken away as far as possible.
    func write(_ bytes: [UInt8], as name: String) throws(SpoolFault) -> Bool {
        do {
            try writeOnce(bytes, as: name)
            return true
        } catch {
            guard error.call == .sync || error.call == .settle else { throw error }
        }
        try writeOnce(bytes, as: name)
        return false
    }

    private func writeOnce(_ bytes: [UInt8], as name: String) throws(SpoolFault) {
        let draft = SpoolName.draft(of: name)
        // One that a killed writer left.
        try? remove(draft)
        let file = try create(draft)
        do throws(SpoolFault) {
            try fill(file, bytes)
            try sync(file)
        } catch {
            close(file)
            try? remove(draft)
            throw error
        }
        close(file)
        do throws(SpoolFault) { try rename(draft, to: name) } catch {
            try? remove(draft)
            throw error
        }
        try settle()
    }

    private func fill(_ file: Int32, _ bytes: [UInt8]) throws(SpoolFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try write(rest, to: file)
            // A file system that takes nothing and calls that no mistake is full.
            guard count > 0 else { throw SpoolFault(.write, "", ErrorText.noSpace) }
            rest = rest.dropFirst(count)
        }
    }
}
