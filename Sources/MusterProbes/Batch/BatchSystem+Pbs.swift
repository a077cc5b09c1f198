internal import MusterModel

extension BatchSystem {
    /// Where OpenPBS and Torque keep the configuration of their daemon.
    private static let momFiles = [
        "/var/spool/pbs/mom_priv/config", "/var/spool/torque/mom_priv/config",
        "/var/lib/torque/mom_priv/config",
    ]

    /// OpenPBS or Torque, by the file of pbs_mom.
    static func pbs(on node: any NodeView, version: Result<Version, Absence>) async -> BatchSystem {
        var system = BatchSystem("pbs", role: .batch, version)
        do throws(Absence) {
            let (text, path) = try await node.firstText(of: momFiles)
            system.files = [path]
            system.scratch = Result(catching: { () throws(Absence) in
                try temporaryFolder(in: text, from: path)
            })
        } catch {
            system.scratch = .failure(error)
        }
        // Neither puts jobs into containers by itself; hooks and prologues may.
        system.container = .failure(
            Absence(.unsupported, "pbs: hooks and prologues were not evaluated"))
        return system
    }

    /// The value of `$tmpdir` (pbs_mom(8)).
    /// - Throws: absent where it is not set.
    static func temporaryFolder(in text: String, from path: String) throws(Absence) -> String {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split { $0.isWhitespace }
            if words.count >= 2, words[0] == "$tmpdir" { return String(words[1]) }
        }
        throw Absence(.absent, "\(path): no $tmpdir")
    }
}
