internal import MusterModel

/// The communities that the node's files of VOMS know.
enum VomsFolders {
    /// Communities; more are cut.
    private static let atMost = 500

    /// The communities of `/etc/vomses`, a file or a folder of files with lines of
    /// `"alias" "host" "port" "subject" "vo"`, sorted.
    /// - Throws: absent where there is neither; why one could not be read.
    static func servers(on node: any NodeView) async throws(Absence) -> [String] {
        let path = "/etc/vomses"
        let found = try await node.attributes(of: path)
        var texts: [String] = []
        if found.kind == .folder {
            for name in try await node.names(in: path).prefix(atMost) where !name.hasPrefix(".") {
                texts.append(try await node.text(of: "\(path)/\(name)"))
            }
        } else {
            texts.append(try await node.text(of: path))
        }
        return Set(texts.flatMap(communities)).sorted()
    }

    /// The last of the quoted words of each line: older lines have four or five.
    static func communities(in text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            guard !line.trimmingSpace.hasPrefix("#") else { return nil }
            let words = CondorText.literals(in: String(line))
            return words.count >= 5 ? words[4] : words.first
        }
    }

    /// The communities whose server's identity is known: folders of vomsdir that hold
    /// a file `.lsc`, sorted.
    /// - Throws: absent where there is no vomsdir; why one could not be listed.
    static func identities(on node: any NodeView) async throws(Absence) -> [String] {
        let path = "/etc/grid-security/vomsdir"
        var known: [String] = []
        for name in try await node.names(in: path).prefix(atMost) {
            let folder = "\(path)/\(name)"
            guard try await node.attributes(of: folder).kind == .folder else { continue }
            if try await node.names(in: folder).contains(where: { $0.hasSuffix(".lsc") }) {
                known.append(name)
            }
        }
        return known.sorted()
    }
}
