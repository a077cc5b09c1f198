import ArgumentParser
import MusterChecks
import MusterModel

/// What shells offer for values; they ask this very program, which reads the check files
/// of this node. No shell code is written here.
///
/// Bash expands the words that it is offered (bash(1), compgen -W), so that nothing but
/// plain ids is ever handed to it.
enum Completions {
    /// Ids of profiles, with commas between, or `all`.
    static var profiles: CompletionKind {
        .custom { _, _, prefix in list(library.map { $0.profiles.map(\.id) + ["all"] }, prefix) }
    }

    /// Ids of profiles as arguments of their own.
    static var profileArguments: CompletionKind {
        .custom { _, _, prefix in plain(library.map { $0.profiles.map(\.id) + ["all"] }, prefix) }
    }

    /// Probes and checks, with commas between.
    static var selection: CompletionKind {
        .custom { _, _, prefix in
            let checks = library?.profiles.flatMap(\.checks).map(\.id) ?? []
            return list((vocabulary?.probes.map(\.id) ?? []) + checks, prefix)
        }
    }

    /// Everything that can be explained.
    static var explained: CompletionKind {
        .custom { _, _, prefix in
            guard let library, let vocabulary else { return [] }
            let names = Explainer(library: library, vocabulary: vocabulary).names
            return plain(Array(names), prefix)
        }
    }

    /// Files of checks.
    static var checkFiles: CompletionKind { .file(extensions: ["yaml"]) }

    /// Nil where a check file is wrong: a shell that waits for words is no place to say
    /// so.
    private static var library: ChecksLibrary? {
        vocabulary.flatMap { try? Policy.library(checks: nil, waivers: nil, $0) }
    }

    /// The words of this program's probes and of the site's; nil where a card is wrong.
    private static var vocabulary: Vocabulary? { (try? SiteProbes(and: nil))?.vocabulary }

    /// The words that begin with `prefix`, each once, in order.
    private static func plain(_ words: [String]?, _ prefix: String) -> [String] {
        Set(words ?? []).filter { $0.hasPrefix(prefix) && isPlain($0) }.sorted()
    }

    /// The last element of a list with commas, behind what was typed before it.
    private static func list(_ words: [String]?, _ prefix: String) -> [String] {
        let typed = prefix.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let before = typed.dropLast()
        guard before.allSatisfy(isPlain) else { return [] }
        let left = Set(words ?? []).subtracting(before)
        let head = before.map { $0 + "," }.joined()
        return plain(Array(left), typed.last ?? "").map { head + $0 }
    }

    private static func isPlain(_ word: String) -> Bool {
        !word.isEmpty
            && word.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
