import Foundation
import MusterModel
import MusterProbes

/// A machine for the runtime probe: files below a folder of its own, owners and
/// live calls as recorded answers.
struct RuntimeMachine {
    private var files: [String: (text: String, mode: UInt32)] = [:]
    private var links: [String: String] = [:]
    private var recording = Recording()

    /// A file that anybody may read, root's.
    mutating func add(_ path: String, _ text: String, user: UInt32 = 0, mode: UInt32 = 0o644) {
        files[path] = (text, mode)
        recording.answers[.attributes(path)] = .attributes(
            FileAttributes(kind: .file, user: user, group: 0, mode: mode, size: Int64(text.count)))
    }

    /// A program with what it answers to `--version`; nil answers nothing.
    mutating func addProgram(_ path: String, says output: String?) {
        add(path, "#!", mode: 0o755)
        if let output {
            answer(.run([path, "--version"]), .program(.init(exit: 0, output: output)))
        }
    }

    /// A setuid program.
    mutating func addStarter(_ path: String, user: UInt32 = 0, mode: UInt32 = 0o4755) {
        add(path, "", user: user, mode: mode)
    }

    mutating func link(_ path: String, to target: String) { links[path] = target }

    mutating func answer(_ question: Question, _ answer: Answer) {
        recording.answers[question] = answer
    }

    /// The folders of the caller's PATH.
    mutating func search(_ folders: [String]) { recording.searchPath = folders }

    /// Another owner, group and mode.
    mutating func own(
        _ paths: String..., kind: FileAttributes.Kind = .folder, user: UInt32, group: UInt32,
        mode: UInt32
    ) {
        for path in paths {
            answer(
                .attributes(path),
                .attributes(
                    FileAttributes(kind: kind, user: user, group: group, mode: mode, size: 0)))
        }
    }

    /// PID 1's mount table with these lines and a root.
    mutating func mount(_ lines: String...) {
        let root = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw"
        add("/proc/1/mountinfo", ([root] + lines).joined(separator: "\n") + "\n")
    }

    /// What the probe notes, by the written key.
    func observe(
        watching: WatchList = WatchList(), from vantage: Vantage? = nil
    ) async throws -> [String: Reading] {
        let root = FileManager.default.temporaryDirectory
            .appending(path: "muster-runtime-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, file) in files {
            let place = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: place)
            try FileManager.default.setAttributes(
                [.posixPermissions: NSNumber(value: file.mode & 0o777)],
                ofItemAtPath: place.path)
        }
        for (path, target) in links {
            let place = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: place.path, withDestinationPath: target)
        }
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        let node = TreeNode(root: root.path, recording: recording, vantage: vantage)
        let facts = await RuntimeProbe.observe(node, watching: watching)
        return Dictionary(facts.map { ($0.key.description, $0.reading) }) { first, _ in first }
    }
}

extension [String: Reading] {
    /// The value in words, or the reason of an absence.
    func word(_ key: String) -> String? {
        switch self[key] {
        case .value(let value): value.description
        case .missing(let absence): absence.reason.rawValue
        case nil: nil
        }
    }

    /// A list fact.
    func list(_ key: String) -> [String]? {
        if case .value(.list(let names)) = self[key] { names } else { nil }
    }
}
