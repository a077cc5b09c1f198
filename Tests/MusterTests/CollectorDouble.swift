import Foundation
import Glibc
import LaunchKit

/// A small HTTP server that behaves as the path of a request says.
final class CollectorDouble {
    /// Whether there is a curl to push with.
    static let hasCurl = (try? Launch.run(["curl", "--version"]).exit) == 0

    /// Its address without a path.
    let address: String
    /// Its certificate, where it speaks TLS.
    let certificate: String?
    private let process: Process
    private let bench: Workbench

    private static let program = #"""
        import http.server, json, os, socket, ssl, sys, threading
        folder, tls = sys.argv[1], sys.argv[2] == "tls"
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *words): pass
            def answer(self, code, body, **headers):
                self.send_response(code)
                for name, value in headers.items(): self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with open(folder + "/headers", "a") as file:
                    file.write(self.path + "\n" + str(self.headers))
                with open(folder + "/body", "wb") as file: file.write(body)
                getattr(self, "do_" + self.path.strip("/"))(body)
            def receipt(self, body, result, code=200):
                id = json.loads(body)["id"]
                entry = {"incarnation": id["incarnation"], "sequence": id["sequence"],
                         "result": result, "reason": "this site is unknown"}
                text = json.dumps({"format": "muster-answer/1", "results": [entry]})
                self.answer(code, text.encode())
            def do_stored(self, body): self.receipt(body, "stored")
            def do_known(self, body): self.receipt(body, "known", 202)
            def do_refused(self, body): self.receipt(body, "refused")
            def do_missing(self, body): self.answer(404, b"no such collector\n")
            def do_broken(self, body): self.answer(500, b"")
            def do_empty(self, body): self.answer(200, b"")
            def do_moved(self, body): self.answer(307, b"", Location="/stored")
            def do_silent(self, body): threading.Event().wait(120)
            def do_dripping(self, body):
                self.send_response(200); self.send_header("Content-Length", "1000"); self.end_headers()
                while True: self.wfile.write(b"x"); self.wfile.flush(); threading.Event().wait(0.2)
            def do_huge(self, body): self.answer(200, b"x" * 1000000)
            def do_endless(self, body):
                self.send_response(200); self.send_header("Connection", "close"); self.end_headers()
                while True: self.wfile.write(b"x" * 65536)
            def do_cut(self, body):
                self.send_response(200); self.send_header("Content-Length", "1000"); self.end_headers()
                self.wfile.write(b"{"); self.wfile.flush(); self.connection.close()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.handle_error = lambda *words: None
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(folder + "/cert.pem", folder + "/key.pem")
            server.socket = context.wrap_socket(server.socket, server_side=True)
        with open(folder + "/port.new", "w") as file: file.write(str(server.server_port))
        os.rename(folder + "/port.new", folder + "/port")
        server.serve_forever()
        """#

    /// A server that listens when this returns.
    init(in bench: Workbench, tls: Bool = false) throws {
        self.bench = bench
        if tls {
            let end = try Launch.run([
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
                bench.root + "/key.pem", "-out", bench.root + "/cert.pem",
            ])
            guard end.exit == 0 else { throw CocoaError(.fileWriteUnknown) }
        }
        certificate = tls ? bench.root + "/cert.pem" : nil
        process = try bench.start(
            ["/usr/bin/python3", "-c", Self.program, bench.root, tls ? "tls" : "plain"],
            output: "server")
        let portFile = bench.root + "/port"
        guard
            Workbench.eventually(
                within: 30, { FileManager.default.fileExists(atPath: portFile) })
        else { throw CocoaError(.fileReadUnknown) }
        let port = try String(contentsOfFile: portFile, encoding: .utf8)
        address = (tls ? "https" : "http") + "://127.0.0.1:\(port)"
    }

    // SIGTERM may be blocked in a thread that once attended to observers.
    deinit { kill(process.processIdentifier, SIGKILL) }

    /// The headers of every request, each under its path.
    var headers: String {
        (try? String(contentsOfFile: bench.root + "/headers", encoding: .utf8)) ?? ""
    }

    /// The body of the last request.
    var body: [UInt8] {
        (try? Data(contentsOf: URL(filePath: bench.root + "/body"))).map(Array.init) ?? []
    }
}
