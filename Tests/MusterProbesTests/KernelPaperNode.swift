import MusterModel
import MusterProbes

/// A node that stands on paper: files by path, everything else absent.
struct PaperNode: NodeView {
    var vantage = Vantage(.host, user: 0)
    var files: [String: String] = [:]
    var hardware: String?
    var refused: Set<String> = []

    func answer(_ question: Question) async -> Answer {
        if let path = question.path, refused.contains(path) {
            return .missing(Absence(.forbidden, path))
        }
        switch question {
        case .read(let path):
            return files[path].map(Answer.text) ?? .missing(Absence(.absent, path))
        case .attributes(let path):
            return files[path] != nil || !names(below: path).isEmpty
                ? .attributes(FileAttributes(kind: .file, user: 0, group: 0, mode: 0o644, size: 1))
                : .missing(Absence(.absent, path))
        case .list(let path):
            let names = names(below: path)
            return names.isEmpty ? .missing(Absence(.absent, path)) : .names(names.sorted())
        case .machine:
            return hardware.map(Answer.text) ?? .missing(Absence(.notTried, "no machine"))
        default: return .missing(Absence(.notTried, "on paper"))
        }
    }

    private func names(below folder: String) -> Set<String> {
        Set(
            files.keys.filter { $0.hasPrefix(folder + "/") }.compactMap {
                $0.dropFirst(folder.utf8.count + 1).split(separator: "/").first.map(String.init)
            })
    }

    /// The readings of a probe by fact name.
    func readings(_ probe: any Probe.Type) async -> [String: Reading] {
        let facts = await probe.observe(self, watching: WatchList())
        return Dictionary(
            facts.map { ($0.key.name.text, $0.reading) }, uniquingKeysWith: { first, _ in first })
    }

    /// The facts of a probe as words: the value, or the reason of its absence in brackets.
    func words(_ probe: any Probe.Type) async -> [String: String] {
        await readings(probe).mapValues {
            $0.value?.description ?? "[\($0.absence?.reason.rawValue ?? "")]"
        }
    }
}

extension Result where Failure == Absence {
    /// Why there is no value.
    var reason: Absence.Reason? { if case .failure(let why) = self { why.reason } else { nil } }
}
