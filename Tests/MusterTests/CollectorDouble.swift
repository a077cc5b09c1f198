import Foundation
import Glibc
import LaunchKit

/// A small HTTP server that behaves as the path of a request says:
/// Tests/CollectorDouble/collector.py.
final class CollectorDouble {
    /// Whether there is a curl to push with.
    static let hasCurl = (try? Launch.run(["curl", "--version"]).exit) == 0

    /// The program, for others that start it.
    static let program = Launch.package.appending(path: "Tests/CollectorDouble/collector.py").path

    /// Its address without a path.
    let address: String
    /// Its certificate, where it speaks TLS.
    let certificate: String?
    /// Where it keeps what it saw.
    let folder: String
    private let process: Process

    /// A server that listens when this returns.
    convenience init(in bench: Workbench, tls: Bool = false) throws {
        try self.init(
            in: bench, showing: tls ? try Certificate(selfSigned: "cert", in: bench.root) : nil)
    }

    /// A server with a certificate of its own; `client` are the authorities whose clients
    /// it takes, and then no others.
    init(in bench: Workbench, showing certificate: Certificate?, client: Certificate? = nil) throws
    {
        self.certificate = certificate?.path
        folder = bench.root + "/double-\(UUID())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        var words = ["/usr/bin/python3", Self.program, folder]
        if let certificate { words += ["--cert", certificate.path, "--key", certificate.key] }
        if let client { words += ["--client-ca", client.path] }
        process = try bench.start(words, output: "server")
        let portFile = folder + "/port"
        guard
            Workbench.eventually(
                within: 30, { FileManager.default.fileExists(atPath: portFile) })
        else { throw CocoaError(.fileReadUnknown) }
        let port = try String(contentsOfFile: portFile, encoding: .utf8)
        address = (certificate == nil ? "http" : "https") + "://127.0.0.1:\(port)"
    }

    // SIGTERM may be blocked in a thread that once attended to observers.
    deinit { kill(process.processIdentifier, SIGKILL) }

    /// Behaves so from now on, whatever the path says.
    func behave(_ manner: String) throws {
        try manner.write(toFile: folder + "/manner", atomically: true, encoding: .utf8)
    }

    /// A file that it keeps; empty where there is none yet.
    func text(of name: String) -> String {
        (try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)) ?? ""
    }

    /// The headers of every request, each under its path.
    var headers: String { text(of: "headers") }

    /// The body of the last request, uncompressed.
    var body: [UInt8] {
        (try? Data(contentsOf: URL(filePath: folder + "/body"))).map(Array.init) ?? []
    }
}
