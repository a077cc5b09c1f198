internal import MusterModel

/// The folder of certificate authorities and their revocation lists.
struct CertificateFolder: Sendable {
    /// Where grid software looks (founding document, default bind mounts).
    static let path = "/etc/grid-security/certificates"

    /// The files of authorities, `0123abcd.0` and `NAME.pem`.
    let authorities: [String]
    /// The files of revocation lists, `0123abcd.r0`.
    let lists: [String]

    /// More lists are not read; the IGTF has about a hundred authorities.
    static let listsAtMost = 500
    /// Lists that are not PEM go to a program, which takes milliseconds each.
    private static let programsAtMost = 20

    /// What the names in the folder are.
    init(names: [String]) {
        authorities = names.filter { $0.hasSuffix(".pem") || Self.isHashed($0, mark: "") }
        lists = names.filter { Self.isHashed($0, mark: "r") }
    }

    /// The number of authorities: a hashed name is one; without any, a file in PEM.
    var count: Int {
        let hashed = authorities.filter { !$0.hasSuffix(".pem") }
        // `openssl rehash` gives each file two hashed links, by the old and the new
        // hash of its subject; a file in PEM counts once.
        let plain = authorities.count - hashed.count
        return plain > 0 ? plain : hashed.count
    }

    /// `0123abcd.0`, `0123abcd.r0`: eight hexadecimal digits, a number.
    private static func isHashed(_ name: String, mark: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 8, parts[0].allSatisfy(\.isHexDigit),
            parts[1].hasPrefix(mark)
        else { return false }
        let number = parts[1].dropFirst(mark.count)
        return !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// The folder of the node.
    /// - Throws: absent where there is none; why it could not be listed.
    static func read(on node: any NodeView) async throws(Absence) -> CertificateFolder {
        CertificateFolder(names: try await node.names(in: path))
    }

    /// What the revocation lists say.
    struct Survey: Sendable {
        /// Those that were read.
        var read: [RevocationList] = []
        /// How many were not.
        var unread = 0

        /// The lists whose next one is overdue.
        func expired(at now: Int64) -> Int { read.count { $0.nextUpdate < now } }
    }

    /// Reads all lists, one after the other.
    func survey(on node: any NodeView) async -> Survey {
        var survey = Survey()
        var programsLeft = Self.programsAtMost
        for name in lists.prefix(Self.listsAtMost) {
            let path = "\(Self.path)/\(name)"
            if let list = await Self.list(at: path, on: node, programsLeft: &programsLeft) {
                survey.read.append(list)
            } else {
                survey.unread += 1
            }
        }
        survey.unread += max(0, lists.count - Self.listsAtMost)
        return survey
    }

    private static func list(
        at path: String, on node: any NodeView, programsLeft: inout Int
    ) async -> RevocationList? {
        guard let text = try? await node.text(of: path) else { return nil }
        if let list = try? RevocationList(pem: text, from: path) { return list }
        // What is no text was harmed by reading it as such.
        let openssl = "/usr/bin/openssl"
        guard !text.contains("-----BEGIN"), programsLeft > 0 else { return nil }
        programsLeft -= 1
        let words = ["crl", "-inform", "DER", "-noout", "-lastupdate", "-nextupdate", "-in", path]
        guard let end = try? await node.run([openssl] + words), end.exit == 0 else { return nil }
        return try? RevocationList(openssl: end.output, from: path)
    }
}
