import Foundation
import LaunchKit

/// A certificate and its key, made by openssl.
struct Certificate {
    /// Both are PEM files.
    let path: String, key: String
    private let folder: String

    /// Where a certificate is good for.
    static let here = "subjectAltName=DNS:localhost,IP:127.0.0.1"

    /// One that vouches for itself.
    init(selfSigned name: String, in folder: String, isAuthority: Bool = false) throws {
        self.init(name, folder)
        let words = isAuthority ? [] : ["-addext", Self.here]
        try Self.openssl(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-keyout", key, "-out", path,
            ] + words)
    }

    private init(_ name: String, _ folder: String) {
        path = "\(folder)/\(name).pem"
        key = "\(folder)/\(name).key"
        self.folder = folder
    }

    /// A certificate that this authority signs.
    func sign(
        _ name: String, for names: String = Self.here, until end: String = "+1"
    ) throws -> Certificate {
        let made = Certificate(name, folder)
        let request = "\(folder)/\(name).req"
        try Self.openssl([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", "/CN=\(name)", "-keyout", made.key, "-out", request,
        ])
        let dates =
            end == "+1"
            ? ["-days", "1"] : ["-startdate", "20200101000000Z", "-enddate", end]
        try authority(
            ["-in", request, "-out", made.path, "-notext"] + dates, extensions: names)
        return made
    }

    /// Withdraws a certificate of this authority.
    func revoke(_ other: Certificate) throws { try authority(["-revoke", other.path]) }

    /// Lays this authority into a folder as `/etc/grid-security/certificates` has them:
    /// by hash, its revocation list beside it.
    func install(into directory: String, withList: Bool = true) throws {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        let hash = try Self.openssl(["x509", "-noout", "-hash", "-in", path])
            .trimmingCharacters(in: .whitespacesAndNewlines)
        try FileManager.default.copyItem(atPath: path, toPath: "\(directory)/\(hash).0")
        if withList {
            try authority(["-gencrl", "-crldays", "1", "-out", "\(directory)/\(hash).r0"])
        }
    }

    /// `openssl ca`: the one that can set any date and write revocation lists.
    private func authority(_ words: [String], extensions names: String = "") throws {
        let book = path + ".book"
        if !FileManager.default.fileExists(atPath: book) {
            try "".write(toFile: book, atomically: true, encoding: .utf8)
        }
        let configuration = """
            [ca]
            default_ca = here
            [here]
            database = \(book)
            rand_serial = yes
            default_md = sha256
            new_certs_dir = \(folder)
            policy = any
            unique_subject = no
            [any]
            commonName = supplied
            [names]
            \(names)
            """
        try configuration.write(
            toFile: path + ".conf", atomically: true, encoding: .utf8)
        try Self.openssl(
            [
                "ca", "-batch", "-config", path + ".conf", "-cert", path, "-keyfile", key,
            ] + (names.isEmpty ? [] : ["-extensions", "names"]) + words)
    }

    @discardableResult
    private static func openssl(_ words: [String]) throws -> String {
        let end = try Launch.run(["openssl"] + words)
        guard end.exit == 0 else { throw Refused(words: words, errors: end.errors) }
        return end.output
    }

    /// What openssl had against it.
    private struct Refused: Error {
        let words: [String]
        let errors: String
    }
}
