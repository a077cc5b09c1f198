import Foundation
import Glibc
import LaunchKit
import MusterModel

/// A real `muster observe`, asked line by line.
final class ObserverByHand {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Its process id.
    var pid: pid_t { process.processIdentifier }

    /// Its name as the kernel has it.
    var name: String? { try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8) }

    /// - Parameters:
    ///   - mount: the device of the one mount that it may touch; nil for a worker.
    ///   - prefix: a command that becomes the observer.
    init(mount: String? = nil, prefix: [String] = []) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            prefix + [Launch.program("muster"), "observe"] + (mount.map { ["--mount", $0] } ?? [])
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        // Killed at once it would leave the children of its program behind.
        if !Workbench.eventually(within: 2, { !process.isRunning }) { kill(pid, SIGKILL) }
        process.waitUntilExit()
    }

    /// Sends a line without waiting.
    func send(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Sends a question; its answer.
    func ask(_ question: String, patience: Int = 5_000) throws -> JSONValue? {
        try send(#"{"patience":\#(patience),"question":"\#(question)"}"#)
        return try hear()
    }

    /// The next line; nil where none comes within ten seconds.
    func hear() throws -> JSONValue? {
        let descriptor = output.fileHandleForReading.fileDescriptor
        var (bytes, entry) = ([UInt8](), pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        while bytes.last != UInt8(ascii: "\n") {
            guard poll(&entry, 1, 10_000) > 0 else { return nil }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            bytes += more
        }
        return try JSONReader.value(in: bytes)
    }

    /// Closes its input, as the end of an audit does.
    /// - Returns: whether it ended.
    func close() throws -> Bool {
        try input.fileHandleForWriting.close()
        return Workbench.eventually { !self.process.isRunning }
    }
}
