import Foundation
import Testing

/// Documents keep their shape and their links.
@Suite struct DocumentTests {
    /// One page (style: comments and docs).
    static let decisionAtMost = 60

    static let decisions = Rule(
        covers: { $0.hasPrefix("docs/decisions/") },
        look: { file in
            var wrong: [(Int, String)] = []
            let name = file.path.split(separator: "/").last.map(String.init) ?? ""
            if !Pattern(#"^\d{3}-[a-z0-9-]+\.md$"#).occurs(in: name) {
                wrong.append((1, "\(name): needed a name like 001-title.md"))
            }
            if file.lines.count > decisionAtMost {
                wrong.append((decisionAtMost + 1, "\(file.lines.count) lines, needed one page"))
            }
            if !file.lines.contains(where: { $0.contains("Alternatives considered") }) {
                wrong.append((1, "no \"Alternatives considered\""))
            }
            return wrong
        })

    /// Links to other files of the project; `exists` is asked with a path below
    /// the root.
    static func links(
        exists: @escaping @Sendable (_ path: String) -> Bool
    ) -> Rule {
        Rule(
            covers: { $0.hasSuffix(".md") },
            look: { file in
                file.lines.enumerated().flatMap { index, line in
                    line.matches(of: /\]\(([^)#\s]+)[^)]*\)/).map { String($0.output.1) }
                        .filter { !$0.contains("://") && !exists(resolved($0, from: file.path)) }
                        .map { (index + 1, "the link \($0) leads nowhere") }
                }
            })
    }

    /// `docs/how-to/../reference/words.md` without its detour.
    private static func resolved(_ link: String, from path: String) -> String {
        let folder = path.split(separator: "/").dropLast()
        var parts: [Substring] = []
        for part in folder + link.split(separator: "/") where part != "." {
            if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    @Test func decisionsAreOnePageWithAlternatives() { Self.decisions.holds() }

    @Test func linksLeadSomewhere() {
        Self.links { FileManager.default.fileExists(atPath: Tree.root.appending(path: $0).path) }
            .holds()
    }

    /// The same number twice is two decisions that think they are one.
    @Test func decisionsAreNumberedOnce() {
        let numbers = Tree.files.filter { $0.path.hasPrefix("docs/decisions/") }
            .map { $0.name.prefix(3) }
        #expect(numbers.count == Set(numbers).count, "\(numbers)")
    }

    @Test(arguments: [
        ("001-a.md", "Alternatives considered", []), ("001-a.md", "nothing", [1]),
        ("a.md", "Alternatives considered", [1]),
        ("001-a.md", "Alternatives considered" + String(repeating: "\n.", count: 60), [61]),
    ])
    func plantedBadDecisionIsFound(name: String, text: String, found: [Int]) {
        #expect(Self.decisions.lines(of: text, at: "docs/decisions/\(name)") == found)
    }

    @Test(arguments: [
        ("see [a](../b/a.md)", []), ("see [a](../b/a.md#part)", []), ("[a](https://x.y/z)", []),
        ("x\nsee [a](../c.md)", [2]), ("[a](#here)", []), ("[b](a.md)", [1]),
    ])
    func plantedDeadLinkIsFound(text: String, found: [Int]) {
        let rule = Self.links { $0 == "docs/b/a.md" }
        #expect(rule.lines(of: text, at: "docs/how-to/x.md") == found)
    }
}
