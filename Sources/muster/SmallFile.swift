import MusterChecks
import MusterModel
import MusterProbes

/// A file or folder that an administrator named: configuration, demands, a
/// recording. On a mount that does not answer it is an error and not the end.
enum SmallFile {
    /// Why a file could not be read.
    struct Unreadable: Error, CustomStringConvertible {
        let path: String
        /// What was found, and what was needed.
        let detail: String
        var reason = Absence.Reason.malformed

        init(_ path: String, _ detail: String) {
            self.path = path
            self.detail = detail
        }

        init(_ path: String, _ absence: Absence) {
            let own = "\(path): "
            let detail = absence.detail
            self.init(path, detail.hasPrefix(own) ? String(detail.dropFirst(own.count)) : detail)
            reason = absence.reason
        }

        var description: String { "\(path): \(detail)" }
    }

    /// The text of a file of less than a mebibyte.
    ///
    /// - Parameter mended: bytes that are no text may have been replaced already, as
    ///   they are in what a recording heard.
    /// - Throws: ``Unreadable`` with the path and the kernel's reason.
    static func text(_ path: String, mended: Bool = false) throws(Unreadable) -> String {
        guard case .text(let text) = try ask(.read(path)) else {
            throw Unreadable(path, "no file")
        }
        guard text.utf8.count < Question.contentAtMost else {
            throw Unreadable(path, "\(Question.contentAtMost) bytes or more, needed less")
        }
        guard mended || !text.unicodeScalars.contains("\u{FFFD}") else {
            throw Unreadable(path, "not UTF-8 text")
        }
        return text
    }

    /// The names in a folder, sorted.
    /// - Throws: ``Unreadable`` with the path and the kernel's reason.
    static func names(in path: String) throws(Unreadable) -> [String] {
        guard case .names(let names) = try ask(.list(path)) else {
            throw Unreadable(path, "no folder")
        }
        return names
    }

    /// What a path leads to; nil where nothing is there.
    /// - Throws: ``Unreadable`` where that cannot be told.
    static func kind(of path: String) throws(Unreadable) -> FileAttributes.Kind? {
        do {
            guard case .attributes(let found) = try NamedPath.answer(.attributes(path)) else {
                return nil
            }
            return found.kind
        } catch {
            if error.reason == .absent { return nil }
            throw Unreadable(path, error)
        }
    }

    /// Whether something is there, or could be: what may not be looked at is not
    /// taken for absent.
    static func exists(_ path: String) -> Bool { (try? kind(of: path)) != .some(nil) }

    private static func ask(_ question: Question) throws(Unreadable) -> Answer {
        do { return try NamedPath.answer(question) } catch {
            throw Unreadable(question.path ?? "", error)
        }
    }
}

extension CheckFile.FolderReader {
    /// Reads what an administrator named.
    static let named = CheckFile.FolderReader(
        names: { (path) throws(ChecksError) in
            do throws(SmallFile.Unreadable) { return try SmallFile.names(in: path) } catch {
                throw ChecksError(error)
            }
        },
        text: { (path) throws(ChecksError) in
            do throws(SmallFile.Unreadable) { return try SmallFile.text(path) } catch {
                throw ChecksError(error)
            }
        })
}

extension CheckFile.FolderReader {
    /// Reads a site's own files in their fixed places, which nobody but root, or the
    /// caller, may have written: they can turn a verdict round.
    static let trusted = CheckFile.FolderReader(
        names: { (path) throws(ChecksError) in
            try CheckFile.trust(path)
            return try named.names(path)
        },
        text: { (path) throws(ChecksError) in
            try CheckFile.trust(path)
            return try named.text(path)
        })
}

extension CheckFile {
    /// A site's own file in its fixed place, under its path.
    /// - Throws: ``MusterChecks/ChecksError`` of the file as a whole.
    init(trusted path: String) throws(ChecksError) {
        try Self.trust(path)
        try self.init(named: path)
    }

    fileprivate static func trust(_ path: String) throws(ChecksError) {
        do throws(Absence) { try TrustedPlace.check(path) } catch {
            let code: ChecksError.Code = error.reason == .forbidden ? .forbidden : .unreadable
            let own = "\(path): "
            let detail = error.detail
            throw ChecksError(
                whole: path, code,
                detail.hasPrefix(own) ? String(detail.dropFirst(own.count)) : detail)
        }
    }

    /// A single file, under its path.
    /// - Throws: ``MusterChecks/ChecksError`` of the file as a whole.
    init(named path: String) throws(ChecksError) {
        do throws(SmallFile.Unreadable) {
            self.init(name: path, text: try SmallFile.text(path))
        } catch {
            throw ChecksError(error)
        }
    }
}

extension ChecksError {
    fileprivate init(_ unreadable: SmallFile.Unreadable) {
        let code: Code =
            switch unreadable.reason {
            case .absent: .absent
            case .forbidden: .forbidden
            default: .unreadable
            }
        self.init(whole: unreadable.path, code, unreadable.detail)
    }
}
