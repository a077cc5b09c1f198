internal import Foundation
public import MusterChecks
public import MusterModel
internal import MusterProbes
public import MusterStore

extension Bench {
    /// Where a collector's own check files, its waivers and those of single sites lie.
    public struct Places: Hashable, Sendable {
        /// Check files beside the built-in ones.
        public var checks = "/etc/muster-collector/checks.d"
        /// Exceptions that hold at every site.
        public var waivers = "/etc/muster-collector/waivers.yaml"
        /// Exceptions that hold at one site: a file a site, by its name.
        public var siteWaivers = "/etc/muster-collector/waivers.d"

        /// The usual places.
        public init() {}
    }

    /// What was wrong with files; nobody judges by some of the checks that were meant.
    public struct Mistakes: Error, Hashable, Sendable, CustomStringConvertible {
        /// A line each, with file and place.
        public let lines: [String]

        /// Mistakes, a line each.
        public init(lines: [String]) { self.lines = lines }

        /// One below the other.
        public var description: String { lines.joined(separator: "\n") }
    }

    /// The built-in checks with the collector's own.
    ///
    /// - Parameter version: of the program, so that another one judges anew.
    /// - Throws: ``Mistakes`` with every mistake in any file.
    public init(of places: Places, version: String) throws(Mistakes) {
        var errors: [ChecksError] = []
        var files = CheckFile.builtIn
        func folder(_ path: String) -> [CheckFile] {
            guard Self.exists(path) else { return [] }
            let read = CheckFile.inFolder(path, by: .policy)
            errors += read.errors
            return read.files
        }
        files = files.replaced(by: folder(places.checks))
        if Self.exists(places.waivers) {
            do {
                let text = try CheckFile.FolderReader.policy.text(places.waivers)
                files.append(CheckFile(name: places.waivers, text: text))
            } catch { errors.append(error) }
        }
        let siteFiles = folder(places.siteWaivers)
        try self.init(files, siteFiles, version: version, errors)
    }

    /// What was in force when a collector wrote down its policy; checks and limits are read
    /// as this program reads them.
    ///
    /// - Throws: ``Mistakes`` where it is none, or this program reads it no more.
    public init(policy document: [UInt8]) throws(Mistakes) {
        guard let judging = (try? JSONReader.value(in: document))?["judging"] else {
            throw Mistakes(lines: ["the policy: needed what it judges by"])
        }
        let (files, siteFiles, version) = try Self.files(in: judging)
        try self.init(files, siteFiles, version: version, [])
    }

    /// By what was judged at a moment, milliseconds since 1970: `other` where nobody wrote it
    /// down, or in words that this program does not read any more.
    ///
    /// - Throws: ``StoreError``.
    public static func inForce(
        at moment: Int64, in store: any PolicyStore, otherwise other: Bench
    ) async throws(StoreError) -> Bench {
        guard let policy = try await store.policy(at: moment),
            let document = try? JSONReader.document(in: policy.document)
        else { return other }
        // Most often it is what is at hand, and a library of files takes a while to read.
        if document.canonicalBytes(of: "judging") == other.document.canonicalBytes { return other }
        return (try? Bench(policy: policy.document)) ?? other
    }

    /// The rules by which sites were folded at a moment, milliseconds since 1970; others
    /// where nobody has written them down.
    ///
    /// - Throws: ``StoreError``.
    public static func rulesInForce(
        at moment: Int64, in store: any PolicyStore, otherwise other: StandingRules
    ) async throws(StoreError) -> StandingRules {
        guard let policy = try await store.policy(at: moment),
            let document = try? JSONReader.value(in: policy.document)
        else { return other }
        return document["standing"].flatMap(StandingRules.init(json:)) ?? other
    }

    /// The files of a document that a bench wrote.
    static func files(
        in json: JSONValue
    ) throws(Mistakes) -> (files: [CheckFile], siteFiles: [CheckFile], version: String) {
        guard let version = json["version"]?.text, let all = json["files"]?.elements else {
            throw Mistakes(lines: ["the policy: needed a version and files"])
        }
        var (files, siteFiles): ([CheckFile], [CheckFile]) = ([], [])
        for one in all {
            guard let name = one["name"]?.text, let text = one["text"]?.text else { continue }
            let file = CheckFile(name: name, text: text)
            if one["site"] == nil { files.append(file) } else { siteFiles.append(file) }
        }
        return (files, siteFiles, version)
    }

    init(
        _ files: [CheckFile], _ siteFiles: [CheckFile], version: String,
        _ before: [ChecksError]
    ) throws(Mistakes) {
        let library = ChecksLibrary(files, vocabulary: ProbeCatalogue.vocabulary)
        var errors = before + library.errors
        var siteWaivers: [String: [Waiver]] = [:]
        for file in siteFiles {
            let own = ChecksLibrary(files + [file], vocabulary: ProbeCatalogue.vocabulary)
            errors += own.errors
            siteWaivers[file.site] = Array(own.waivers.dropFirst(library.waivers.count))
        }
        guard errors.isEmpty else { throw Mistakes(lines: errors.map(\.description)) }
        let texts = files.map { $0.json(site: nil) } + siteFiles.map { $0.json(site: $0.site) }
        self.init(
            library.profiles, vocabulary: ProbeCatalogue.vocabulary, waivers: library.waivers,
            siteWaivers: siteWaivers, advisories: library.advisories,
            document: .object(["version": .string(version), "files": .array(texts)]))
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }
}

extension [CheckFile] {
    /// The files with others behind them: a profile that these state stands in for the one of
    /// its name here.
    func replaced(by others: [CheckFile]) -> [CheckFile] {
        let stated = Set(others.compactMap(\.statedProfile))
        return filter { file in file.statedProfile.map { !stated.contains($0) } ?? true } + others
    }
}

extension CheckFile.FolderReader {
    /// A check file is shorter than this, bytes.
    private static var bytesAtMost: Int { 1 << 20 }

    /// Reads the collector's own folder, which whoever installs it answers for.
    public static let policy = Self(
        names: { (path) throws(ChecksError) in
            do { return try FileManager.default.contentsOfDirectory(atPath: path) } catch {
                throw ChecksError(whole: path, .unreadable, "\(error.localizedDescription)")
            }
        },
        text: { (path) throws(ChecksError) in
            let data: Data
            do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
                throw ChecksError(whole: path, .unreadable, "\(error.localizedDescription)")
            }
            guard data.count <= bytesAtMost else {
                throw ChecksError(
                    whole: path, .size, "\(data.count) bytes, needed at most \(bytesAtMost)")
            }
            guard let text = String(data: data, encoding: .utf8) else {
                throw ChecksError(whole: path, .encoding, "not UTF-8 text")
            }
            return text
        })
}

extension CheckFile {
    /// The site whose waivers it holds: the file's name without its end.
    fileprivate var site: String {
        let last = name.split(separator: "/").last ?? ""
        return String(last.hasSuffix(".yaml") ? last.dropLast(5) : last)
    }

    /// As a policy has it; `site` for a file of one site alone.
    fileprivate func json(site: String?) -> JSONValue {
        var members: [String: JSONValue] = ["name": .string(name), "text": .string(text)]
        if let site { members["site"] = .string(site) }
        return .object(members)
    }
}
