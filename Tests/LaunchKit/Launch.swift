public import Foundation

/// Runs built programs and other commands from tests.
public struct Launch: Sendable {
    /// How a command ended.
    public struct End: Sendable {
        /// The exit code; the signal's negative number where one ended it.
        public let exit: Int32
        /// Standard output.
        public let output: String
        /// Standard error.
        public let errors: String
    }

    /// The folder with this package's built programs: the test bundle lies in it.
    public static let products: URL = {
        let bundle =
            CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
        var folder = URL(filePath: bundle).deletingLastPathComponent()
        while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
        return folder
    }()

    /// The package's root folder.
    public static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The path of a built program; `MUSTER_PROGRAM` names another `muster`, so that
    /// the optimised one passes the same tests.
    public static func program(_ name: String) -> String {
        let other = ProcessInfo.processInfo.environment["MUSTER_PROGRAM"]
        if name == "muster", let other { return other }
        return products.appending(path: name).path
    }

    /// Runs a command to its end, with nothing on its input.
    ///
    /// - Parameters:
    ///   - words: the program, by path or found on PATH, and its arguments.
    ///   - environment: added to a small and constant one.
    public static func run(
        _ words: [String], environment: [String: String] = [:]
    ) throws -> End {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.environment = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C",
            "HOME": "/tmp",
        ].merging(environment) { $1 }
        let (output, errors) = (try Sink(), try Sink())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output.handle
        process.standardError = errors.handle
        try process.run()
        process.waitUntilExit()
        let signalled = process.terminationReason == .uncaughtSignal
        return End(
            exit: signalled ? -process.terminationStatus : process.terminationStatus,
            output: try output.text(), errors: try errors.text())
    }

    /// Runs `muster` with these arguments.
    public static func muster(
        _ words: String..., environment: [String: String] = [:]
    ) throws -> End {
        try run([program("muster")] + words, environment: environment)
    }
}

/// A file that takes a command's output: a pipe would have to be read meanwhile.
private struct Sink {
    let url: URL
    let handle: FileHandle

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "launch-\(UUID())")
        try Data().write(to: url)
        handle = try FileHandle(forWritingTo: url)
    }

    func text() throws -> String {
        try handle.close()
        defer { try? FileManager.default.removeItem(at: url) }
        return String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }
}
