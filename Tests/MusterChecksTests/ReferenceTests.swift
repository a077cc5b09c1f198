import Foundation
import MusterModel
import Testing

@testable import MusterChecks

/// What the reference page shows is what is read.
struct ReferenceTests {
    /// The YAML examples of docs/reference/checks.md, in order.
    private func examples(in page: String = "reference/checks.md") throws -> [String] {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/\(page)")
        let text = try String(contentsOf: page, encoding: .utf8)
        return text.components(separatedBy: "```yaml\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
    }

    @Test func everyExampleOfTheReferenceLoads() throws {
        let examples = try examples()
        #expect(examples.count == 3)
        var files = CheckFile.builtIn.filter {
            !["advisories.yaml", "egi.yaml"].contains($0.name)
        }
        // The example's advisory is one of the built-in ones: it stands in for them.
        let advisories = examples[1].replacing("about: runtime.route ", with: "about: kernel ")
            .replacing("runtime.route.mode: {is: setuid}", with: "system.os.id: {is: rhel}")
            .replacing("runtime.route.version:", with: "kernel.release.version:")
            .replacing("CVE-2023-30549", with: "CVE-2023-0")
        files.append(CheckFile(name: "first.yaml", text: examples[1]))
        files.append(CheckFile(name: "second.yaml", text: advisories))
        files.append(CheckFile(name: "mysite.yaml", text: examples[0]))
        files.append(CheckFile(name: "waivers.yaml", text: examples[2]))
        let library = ChecksLibrary(files, vocabulary: TestVocabulary.all)
        #expect(library.errors.map(\.description) == [])
        #expect(
            library.profile("mysite")?.limits["cvmfs.cache"]?.source.text
                == "ALICE site requirements")
        #expect(library.waivers.count == 1)
    }

    @Test func theReferenceNamesEveryOperatorAndConnective() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/reference/checks.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        for word in NodeReader.operators { #expect(text.contains("`\(word)`"), "\(word)") }
        for word in NodeReader.connectives { #expect(text.contains("`\(word): "), "\(word)") }
    }

    @Test func theHowToPagesShowWhatIsRead() throws {
        let advice = try examples(in: "how-to/when-a-vulnerability-is-published.md")
        #expect(advice.count == 2)
        let check = try #require(try examples(in: "how-to/write-a-check.md").first)
        let files = zip(["a.yaml", "w.yaml", "c.yaml"], advice + [check]).map {
            CheckFile(name: $0, text: $1)
        }
        let library = ChecksLibrary(CheckFile.builtIn + files, vocabulary: TestVocabulary.all)
        #expect(library.errors.map(\.description) == [])
        #expect(library.advisories.contains { $0.id == "CVE-2027-0001" && $0.doubt != nil })
        #expect(library.profile("our-site") != nil)
    }

    @Test func examplesOfTheReferenceComeOut() throws {
        let text = try #require(try examples().first)
        let run = ExamplesRun(
            CheckFile.builtIn + [CheckFile(name: "s.yaml", text: text)], only: ["s.yaml"],
            vocabulary: TestVocabulary.all)
        #expect(run.failures.map(\.description) == [])
        #expect(run.count == 2)
    }
}
