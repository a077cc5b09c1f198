import Foundation
import LaunchKit
import Testing

/// An authority of a test's own, made by openssl, in a folder as IGTF lays it out.
final class CertificateMaker: Sendable {
    /// A certificate with its key.
    struct Made: Sendable {
        let path: String
        let key: String

        /// What curl is told.
        var words: [String] { ["--cert", path, "--key", key] }
    }

    /// The folder of authorities: `ca.pem` and, in time, `ca.r0`.
    let folder: String
    private let work: String

    /// The authority's own certificate.
    var authority: String { folder + "/ca.pem" }

    init(in place: String) throws {
        (folder, work) = (place + "/authorities", place + "/ca")
        for path in [folder, work] {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        }
        try Data().write(to: URL(filePath: work + "/index.txt"))
        try Data("01\n".utf8).write(to: URL(filePath: work + "/number"))
        let text = """
            [ca]
            default_ca = own
            [own]
            database = \(work)/index.txt
            new_certs_dir = \(work)
            serial = \(work)/number
            crlnumber = \(work)/number
            default_md = sha256
            policy = any
            unique_subject = no
            copy_extensions = copy
            default_crl_days = 30
            [any]
            commonName = supplied
            """
        try Data(text.utf8).write(to: URL(filePath: work + "/ca.cnf"))
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "3650", "-keyout", work + "/ca.key", "-out", authority, "-subj",
            "/CN=\(place.hashValue)", "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
            "keyUsage=critical,keyCertSign,cRLSign")
        try list()
    }

    /// A certificate for hosts, good for a hundred years.
    func certificate(_ name: String, hosts: [String]) throws -> Made {
        let made = Made(path: "\(work)/\(name).pem", key: "\(work)/\(name).key")
        let names = hosts.map { "DNS:" + $0 }.joined(separator: ",")
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
            made.key, "-out", "\(work)/\(name).csr", "-subj", "/CN=\(name)", "-addext",
            "subjectAltName=\(names)")
        try openssl(
            "ca", "-batch", "-notext", "-config", work + "/ca.cnf", "-cert", authority,
            "-keyfile", work + "/ca.key", "-days", "3600", "-in", "\(work)/\(name).csr", "-out",
            made.path)
        return made
    }

    /// One that ended years ago.
    func expired(_ name: String, hosts: [String]) throws -> Made {
        let made = try certificate(name, hosts: hosts)
        try openssl(
            "ca", "-batch", "-notext", "-config", work + "/ca.cnf", "-cert", authority,
            "-keyfile", work + "/ca.key", "-startdate", "20200101000000Z", "-enddate",
            "20210101000000Z", "-in", "\(work)/\(name).csr", "-out", made.path)
        return made
    }

    /// One that its own key has signed.
    func selfSigned(_ name: String, hosts: [String]) throws -> Made {
        let made = Made(path: "\(work)/\(name).pem", key: "\(work)/\(name).key")
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "30", "-keyout", made.key, "-out", made.path, "-subj", "/CN=\(name)",
            "-addext", "subjectAltName=\(hosts.map { "DNS:" + $0 }.joined(separator: ","))")
        return made
    }

    /// Takes one back, and writes the list of what was.
    func revoke(_ made: Made) throws {
        try openssl(
            "ca", "-config", work + "/ca.cnf", "-cert", authority, "-keyfile", work + "/ca.key",
            "-revoke", made.path)
        try list()
    }

    private func list() throws {
        try openssl(
            "ca", "-config", work + "/ca.cnf", "-cert", authority, "-keyfile", work + "/ca.key",
            "-gencrl", "-out", folder + "/ca.r0")
    }

    private func openssl(_ words: String...) throws {
        let end = try Launch.run(["openssl"] + words)
        try #require(end.exit == 0, "\(words): \(end)")
    }
}
