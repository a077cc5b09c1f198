import Foundation
import Glibc
import LaunchKit

/// A folder of one test that every account may use, and what tests wait with.
final class Workbench {
    /// Whether these tests run as root; the others are skipped.
    static let isRoot = geteuid() == 0
    /// Why a test is skipped elsewhere.
    static let needsRoot = "needs root: it mounts and becomes other users"
    /// How to run a command as nobody.
    static let asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]

    /// The folder.
    let root: String

    init() throws {
        root = NSTemporaryDirectory() + "workbench-\(UUID())"
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o777])
        guard chmod(root, 0o777) == 0 else { throw CocoaError(.fileWriteNoPermission) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// Writes an executable script; its path.
    func script(_ name: String, _ body: String) throws -> String {
        let path = root + "/" + name
        try ("#!/bin/sh\n" + body + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        guard chmod(path, 0o755) == 0 else { throw CocoaError(.fileWriteNoPermission) }
        return path
    }

    /// The process ids in a file of this folder, one a line.
    func pids(in name: String) -> [pid_t] {
        let text = (try? String(contentsOfFile: root + "/" + name, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { pid_t($0) }
    }

    /// Waits until something holds.
    /// - Returns: whether it did within `seconds`.
    static func eventually(within seconds: Int = 5, _ holds: () -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while !holds() {
            if ContinuousClock.now > end { return false }
            poll(nil, 0, 10)
        }
        return true
    }

    /// Whether a process is there and no zombie.
    static func isAlive(_ pid: pid_t) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let name = stat.lastIndex(of: ")")
        else { return false }
        return stat[name...].split(separator: " ").dropFirst().first != "Z"
    }

    /// Starts a command in the background, its output into a file of this folder.
    func start(_ words: [String], output: String = "output") throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardInput = FileHandle.nullDevice
        _ = FileManager.default.createFile(atPath: root + "/" + output, contents: nil)
        process.standardOutput = FileHandle(forWritingAtPath: root + "/" + output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
