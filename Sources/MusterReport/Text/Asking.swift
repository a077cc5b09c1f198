internal import MusterModel

/// Facts of one finding with what is asked of them: facts of which the same is asked stand
/// together, and facts that are asked several things are shown once.
struct Asking {
    /// What was found, each fact once.
    let found: [String]
    /// What is asked, in the order of the evidence.
    private(set) var asked: [String]

    /// The askings of a finding, in the order of its evidence.
    static func all(of finding: Finding) -> [Asking] {
        var askings: [Asking] = []
        var (found, asked) = ([String](), "")
        func close() {
            guard !found.isEmpty else { return }
            if askings.last?.found == found {
                askings[askings.count - 1].asked.append(asked)
            } else {
                askings.append(Asking(found: found, asked: [asked]))
            }
        }
        for evidence in EvidenceLine.lines(of: finding) {
            if evidence.wanted != asked {
                close()
                (found, asked) = ([], evidence.wanted)
            }
            if !found.contains(evidence.found) { found.append(evidence.found) }
        }
        close()
        return askings
    }

    /// What is asked in one sentence: a common beginning and a common explanation are
    /// told once, `not affected by CVE-1 (a); CVE-2 (b): see the tracker`.
    var words: String {
        guard let first = asked.first, asked.count > 1 else { return asked.first ?? "" }
        let beginning = "not affected by "
        guard asked.allSatisfy({ $0.hasPrefix(beginning) }) else {
            return asked.joined(separator: "; ")
        }
        let parts = asked.map { Self.parts(of: $0.dropFirst(beginning.count)) }
        let tail = Self.parts(of: first[...]).tail
        let isShared = parts.allSatisfy { $0.tail == tail }
        let names =
            isShared
            ? parts.map(\.head).joined(separator: "; ")
            : asked.map { String($0.dropFirst(beginning.count)) }.joined(separator: "; ")
        return beginning + names + (isShared && !tail.isEmpty ? ": \(tail)" : "")
    }

    /// What stands before and behind the first colon.
    private static func parts(of text: Substring) -> (head: String, tail: String) {
        guard let colon = text.firstRange(of: ": ") else { return (String(text), "") }
        return (String(text[..<colon.lowerBound]), String(text[colon.upperBound...]))
    }
}
