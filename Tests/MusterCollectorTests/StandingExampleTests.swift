import MusterChecks
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// docs/explanation/how-a-standing-is-computed.md, block by block.
@Suite struct StandingExampleTests {
    @Test func everyBlockIsReadAndNothingIsLeftOut() throws {
        let kinds = Dictionary(grouping: WorkedExample.all, by: \.kind).mapValues(\.count)
        #expect(Set(kinds.keys) == ["standing", "registry", "downtime"], "\(kinds)")
        let examples = try WorkedExample.examples(of: "standing").map { block in
            try block.read { $0.standingExample($1) }
        }
        #expect(Set(examples.map(\.standing)) == Set(Standing.allCases.map(\.rawValue)))
        #expect(Set(examples.compactMap(\.isFlapping)) == [true, false])
        let groups = examples.flatMap(\.groups)
        #expect(Set(groups.map(\.verdict)) == Set(Verdict.allCases))
        #expect(Set(groups.map(\.freshness)) == Set(Freshness.allCases))
        #expect(groups.contains { $0.isCloned })
        #expect(examples.contains { $0.rules != .usual })
    }

    @Test(arguments: WorkedExample.examples(of: "standing"))
    func theSiteStandsSo(_ block: WorkedExample) throws {
        let example = try block.read { $0.standingExample($1) }
        let found = SiteStanding(of: example.groups, at: example.site, by: example.rules)
        #expect(found.standing.rawValue == example.standing)
        #expect(found.reason == example.reason)
        for (name, count) in example.counts {
            let number = SiteStanding.examined[name].flatMap { $0(found) }
            #expect(number == count, "\(name)")
        }
        let why = Why(found, blockers: [], changes: example.changes, example.rules)
        let isFlapping = example.isFlapping ?? false
        #expect(why.isFlapping == isFlapping)
    }

    @Test(arguments: WorkedExample.examples(of: "registry"))
    func theRegistryIsAnsweredSo(_ block: WorkedExample) throws {
        let example = try block.read { $0.registryExample($1) }
        func registry(of names: [String]) -> Registry {
            var registry = Registry()
            registry.sites = names.map { RegisteredSite(name: $0) }
            return registry
        }
        let objection = registry(of: example.before).objection(to: registry(of: example.after))
        let answer = objection ?? "taken over"
        #expect(answer == example.answer)
    }

    @Test(arguments: WorkedExample.examples(of: "downtime"))
    func theDowntimeCoversSo(_ block: WorkedExample) throws {
        let example = try block.read { $0.downtimeExample($1) }
        #expect(example.downtime.covers(example.moment) == example.isCovered)
    }

    /// A page is no proof where its reader cannot fail.
    @Test(arguments: [
        "nodes: []\nstanding: unknown",
        "nodes: []\nstanding: unknown\nreason: x\nexspected: 4",
        "nodes: {}\nstanding: unknown\nreason: x",
        "nodes: [{verdict: fine, count: 1}]\nstanding: ready\nreason: x",
        "nodes: [{verdict: ready, count: many}]\nstanding: ready\nreason: x",
        "nodes: [{verdict: ready, count: 1, age: soon}]\nstanding: ready\nreason: x",
        "nodes: []\nstanding: ready\nreason: x\nrules: {ready_from: 200}",
        "nodes: []\nstanding: ready\nreason: x\ncounts: {readi: 1}",
    ])
    func aMalformedExampleIsRefused(_ text: String) throws {
        var reader = NodeReader(file: "x.md")
        let root = try YAMLDocument.root(of: text, file: "x.md")
        _ = reader.standingExample(root)
        #expect(!reader.errors.isEmpty)
    }

    @Test func blocksAreFoundByTheirFences() {
        let page = "a\n```yaml standing\nb: 1\n```\n```sh\nc\n```\n```yaml x\nd"
        let found = WorkedExample.examples(in: page)
        #expect(found.map(\.kind) == ["standing", ""])
        #expect(found.map(\.line) == [2, 8])
        #expect(found.map(\.text) == ["b: 1\n", "d\n"])
    }
}
