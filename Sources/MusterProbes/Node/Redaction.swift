internal import MusterModel

/// Replaces in what leaves a machine the names, addresses and accounts that tell
/// which one it is.
///
/// The same text always becomes the same placeholder, in questions as in answers, so
/// that a replay finds what the recorded audit found. Placeholders are from ranges
/// and domains that are nobody's (RFC 2606, 3849, 5737, 2544).
public struct Redaction: Sendable {
    private var names: MachineNames
    private var hosts: [String: String] = [:]
    private var addresses: [String: String] = [:]

    /// A redaction for the machine of that name, whose site has these domains.
    public init(host: String?, domains: [String] = []) {
        names = MachineNames(host: host, domains: domains)
    }

    /// Numbers everything that is to be replaced in these texts: in their alphabet's
    /// order, so that two recordings of one machine have the same placeholders.
    mutating func learn(_ texts: [String]) {
        for text in texts { keepRepositories(in: text) }
        var (found, v4, v6): (Set<String>, Set<String>, Set<String>) = ([], [], [])
        for text in texts {
            let bytes = Array(text.utf8)
            for trace in TraceScan.traces(in: bytes, of: names) {
                let word = String(decoding: bytes[trace.range], as: UTF8.self).lowercased()
                switch trace.kind {
                case .host: found.insert(word)
                case .ipv4: v4.insert(word)
                case .ipv6: v6.insert(word)
                case .bare, .account: break
                }
            }
        }
        names.known.formUnion(found.filter { $0.utf8.contains(UInt8(ascii: ".")) })
        number(found.sorted())
        for (index, word) in v4.sorted().enumerated() { addresses[word] = Self.ipv4(index + 1) }
        for (index, word) in v6.sorted().enumerated() {
            addresses[word] = "2001:db8::" + String(index + 1, radix: 16)
        }
    }

    /// The text with placeholders.
    func applied(to text: String) -> String {
        let bytes = Array(text.utf8)
        let traces = TraceScan.traces(in: bytes, of: names)
        if traces.isEmpty { return text }
        var (result, index): ([UInt8], Int) = ([], 0)
        for trace in traces.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            let word = String(decoding: bytes[trace.range], as: UTF8.self).lowercased()
            result += bytes[index..<trace.range.lowerBound] + placeholder(trace.kind, word).utf8
            index = trace.range.upperBound
        }
        return String(decoding: result + bytes[index...], as: UTF8.self)
    }

    private func placeholder(_ kind: TraceScan.Trace.Kind, _ word: String) -> String {
        switch kind {
        case .host: hosts[word] ?? "host.example.org"
        case .bare: "node"
        case .account: word.utf8.contains(UInt8(ascii: ":")) ? "user:password" : "user"
        case .ipv4: addresses[word] ?? "192.0.2.255"
        case .ipv6: addresses[word] ?? "2001:db8::"
        }
    }

    private mutating func number(_ words: [String]) {
        var count = 0
        for word in words {
            if names.isOwn(word) {
                hosts[word] = "node.example.org"
            } else if names.domains.contains(word) {
                hosts[word] = "example.org"
            } else {
                count += 1
                // A check looks for backup proxies by this part of their name.
                let stem = word.firstRange(of: "cvmfsbproxy") == nil ? "host" : "cvmfsbproxy"
                let domain = word.utf8.contains(UInt8(ascii: ".")) ? ".example.org" : ""
                hosts[word] = "\(stem)\(count)\(domain)"
            }
        }
    }

    /// 192.0.2.0/24 first, then 198.18.0.0/15.
    private static func ipv4(_ number: Int) -> String {
        let rest = number - 254
        return rest <= 0
            ? "192.0.2.\(number)"
            : "198.\(18 + (rest >> 16) & 1).\((rest >> 8) & 255).\(rest & 255)"
    }

    private mutating func keepRepositories(in text: String) {
        for part in text.lowercased().split(separator: "/cvmfs/").dropFirst() {
            let name = String(
                Substring(
                    part.utf8.prefix { byte in
                        (97...122).contains(byte) || (45...57).contains(byte) && byte != 47
                    }))
            let labels = name.parts(by: ".", maxSplits: 1)
            guard labels.count == 2 else { continue }
            names.kept.formUnion([name, String(labels[1])])
        }
    }
}

// MARK: - Questions and answers

extension Redaction {
    /// The question about what the hidden name stands for; itself where that is none.
    func applied(to question: Question) -> Question {
        Question(applied(to: question.description)) ?? question
    }

    func applied(to answer: Answer) -> Answer {
        switch answer {
        case .text(let text): .text(applied(to: text))
        case .names(let names): .names(names.map(applied(toName:)).sorted())
        case .program(let end):
            .program(
                ProgramEnd(
                    exit: end.exit, output: applied(to: end.output),
                    errors: applied(to: end.errors)))
        case .attempt(let end):
            .attempt(
                AttemptEnd(
                    works: end.works, step: end.step, error: end.error,
                    seen: end.seen.mapValues { applied(to: $0) }))
        case .missing(let absence):
            .missing(Absence(absence.reason, applied(to: absence.detail)))
        default: answer
        }
    }

    /// The name of a file as it would become as a part of a path.
    private func applied(toName name: String) -> String {
        String(applied(to: "/" + name).dropFirst())
    }
}

extension Answer {
    /// Everything in it that may tell where it came from.
    var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .names(let names): names.map { "/" + $0 }
        case .program(let end): [end.output, end.errors]
        case .attempt(let end): end.seen.keys.sorted().compactMap { end.seen[$0] }
        case .missing(let absence): [absence.detail]
        default: []
        }
    }
}
