import Foundation
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// Registries of the grid, as they are written.
@Suite struct RegistryTests {
    private static let sites = """
        {"EXAMPLE-T2": {"name": "EXAMPLE-T2", "country": "Utopia", "rc_tier_level": 2,
           "federations": [{"name": "U-T2"}], "roc": "NGI_U", "vos": ["atlas", "cms"]},
         "EXAMPLE-T1": {"name": "EXAMPLE-T1", "country": "None", "rc_tier_level": "1",
           "federations": null, "roc": ""},
         "ODD": {"name": null, "rc_tier_level": 9, "country": 7},
         "bad,name": {"name": "bad,name"}, "NOTHING": null}
        """
    private static let queues = """
        {"Q1": {"name": "Q1", "gocname": "EXAMPLE-T2", "vo_name": "atlas", "nodes": 118,
           "container_type": "singularity:pilot", "container_options": "-B /data:/data",
           "catchall": "None", "state": "ACTIVE", "corecount": 8, "tier_level": 2},
         "Q2": {"name": "Q2", "gocname": "EXAMPLE-T2", "vo_name": "atlas", "nodes": "40",
           "container_type": null, "container_options": "None", "catchall": "", "state": "ACTIVE"},
         "Q3": {"gocname": "None", "rc_site": "OTHER", "container_type": "", "nodes": true}}
        """
    private static let goc = """
        <?xml version="1.0" encoding="UTF-8"?>
        <results><SITE ID="1" PRIMARY_KEY="1G0" NAME="EXAMPLE-T2" COUNTRY="Utopia &amp; Co"
          ROC="NGI_U"/><SITE NAME="x;y"/></results>
        """
    private static let down = """
        <results><DOWNTIME ID="7" PRIMARY_KEY="70G0"><SITENAME>EXAMPLE-T2</SITENAME>
          <SEVERITY>OUTAGE</SEVERITY><DESCRIPTION>new &lt;roof&gt;</DESCRIPTION>
          <START_DATE>1795737000</START_DATE><END_DATE>1795740600</END_DATE></DOWNTIME>
          <DOWNTIME ID="8"><HOSTED_BY>OTHER</HOSTED_BY><SEVERITY>WARNING</SEVERITY>
          <FORMATED_START_DATE>2026-11-27 08:00</FORMATED_START_DATE>
          <FORMATED_END_DATE>2026-11-27 09:30</FORMATED_END_DATE></DOWNTIME>
          <DOWNTIME ID="9"><SITENAME>OTHER</SITENAME><SEVERITY>OUTAGE</SEVERITY>
          <START_DATE>2</START_DATE><END_DATE>1</END_DATE></DOWNTIME></results>
        """
    private static let own = """
        format: muster-sites/1
        sites:
          - name: EXAMPLE-T2
            aliases: [EXAMPLE-OLD]
            nodes: {count: 12, date: 2026-11-01, source: the site's ticket}
            cores: {count: 480, date: 2026-11-01, source: the site's ticket}
          - {name: NEW-T3, tier: 3, country: Utopia, vos: [atlas]}
        """

    private func read(_ text: String) throws -> RegistryReading {
        try RegistryReading(Data(text.utf8), from: "f")
    }

    @Test func sitesOfCRICAreReadAsTheyAreWritten() throws {
        let reading = try read(Self.sites)
        #expect(reading.source == .cric)
        #expect(reading.registry.sites.map(\.name) == ["EXAMPLE-T1", "EXAMPLE-T2", "ODD"])
        let (one, two) = (reading.registry.sites[0], reading.registry.sites[1])
        #expect(one.tier == 1 && one.country == nil && one.federations == nil)
        #expect(two.tier == 2 && two.federations == ["U-T2"] && two.vos == ["atlas", "cms"])
        #expect(reading.registry.sites[2].tier == nil)
        #expect(
            reading.remarks.map { String($0.prefix(11)) } == [
                "f: NOTHING:", "f: ODD: a t", "f: bad,name",
            ])
    }

    @Test func queuesShareNodes() throws {
        let reading = try read(Self.queues)
        #expect(reading.source == .queues)
        let site = try #require(reading.registry.sites.first { $0.name == "EXAMPLE-T2" })
        #expect(site.proposedNodes == 118 && site.nodes == nil, "a proposal, and no sum")
        #expect(site.queues?.map(\.name) == ["Q1", "Q2"])
        #expect(site.queues?[1].containerType == nil)
        #expect(reading.registry.sites.contains { $0.name == "OTHER" })
    }

    @Test func answersOfGOCDBAreRead() throws {
        let sites = try read(Self.goc)
        #expect(sites.source == .gocdb && sites.registry.sites.map(\.country) == ["Utopia & Co"])
        #expect(sites.remarks.count == 1)
        let down = try read(Self.down)
        #expect(down.source == .downtimes && down.remarks.count == 1)
        #expect(down.registry.downtimes.map(\.site) == ["EXAMPLE-T2", "OTHER"])
        #expect(down.registry.downtimes.first?.words == "new <roof>")
        #expect(down.registry.downtimes[1].end - down.registry.downtimes[1].start == 5400)
        #expect(try read("<results></results>").source == .downtimes, "none is declared")
    }

    @Test(arguments: [
        ("", "a list"), ("[]", "a list"), ("{}", "needed an object keyed by name"),
        ("{\"a\":", "no JSON"), ("<results>", "f:1:"), ("<html><body/></html>", "needed SITE"),
        ("{\"a\": {\"name\": \"a;b\"}}", "no site could be read"),
        (
            "<!DOCTYPE x [<!ENTITY a \"b\">]><results><SITE NAME=\"&a;\"/></results>",
            "a document type"
        ),
        ("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><results/>", "a document type"),
        ("<a>" + String(repeating: "<b>", count: 40), "f:1:"),
        ("format: muster-sites/1\nsites: [{name: A, tier: 4}]", "f:2:25: \"4\", needed 0 to 3"),
        ("format: muster-sites/1\nsites: [{name: A}, {name: A}]", "A is there twice"),
        ("format: muster-sites/1\nsites: [{name: A, nodes: 5}]", "a declared number is a mapping"),
        ("format: muster-sites/1\nsites: [{name: A, color: red}]", "unknown key \"color\""),
    ])
    func whatIsNoneIsRefused(_ text: String, _ words: String) {
        do {
            _ = try read(text)
            Issue.record("it was read")
        } catch {
            let isTold = "\(error)".contains(words)
            #expect(isTold || text.isEmpty, "\(error)")
        }
    }

    @Test func everyCutIsNoticedOrLeftOut() {
        for text in [Self.sites, Self.queues, Self.goc, Self.down] {
            let bytes = Array(text.utf8)
            for count in stride(from: 1, to: bytes.count - 1, by: 3) {
                #expect(throws: RegistryReading.Failure.self) {
                    try RegistryReading(Data(bytes[..<count]), from: "f")
                }
            }
        }
    }

    @Test func sourcesAreLaidOverEachOther() async throws {
        let bench = try CollectorBench()
        let keeper = RegistryKeeper(bench.store)
        try await bench.take([try CollectorBench.envelope()])
        #expect(try await bench.store.sites().map(\.trust) == [.unregistered])
        for text in [Self.sites, Self.queues, Self.down, Self.own] {
            let looked = try await keeper.look(at: Array(text.utf8), from: "f", bench.now)
            #expect(looked.objection == nil && !looked.changes.isEmpty)
            try await keeper.keep(looked, by: "test", bench.now)
            bench.wait(seconds: 1)
        }
        let site = try #require(await keeper.site("EXAMPLE-T2", bench.now))
        #expect(site.tier == 2 && site.nodes?.count == 12 && site.proposedNodes == 118)
        #expect(site.queues?.count == 2 && site.aliases == ["EXAMPLE-OLD"])
        let rows = try await bench.store.sites()
        #expect(rows.count == 5 && rows.allSatisfy { $0.trust == .registered })
        let facts = try await keeper.standing(at: 1_795_738_000_000)
        let id = try #require(rows.first { $0.name == "EXAMPLE-T2" }).id
        #expect(facts[id]?.isInDowntime == true && facts[id]?.expected == 12)
        #expect(try await keeper.standing(at: 1_795_740_600_000)[id]?.isInDowntime == false)
        let demands = await keeper.demands(of: "EXAMPLE-T2", bench.now)
        #expect(demands.map(\.origin) == ["queue Q1"])
        #expect(try await bench.store.facets().vos == ["atlas", "cms"])
        // A feed that has lost most of its sites.
        let poor = "{\"EXAMPLE-T1\": {\"name\": \"EXAMPLE-T1\"}}"
        let looked = try await keeper.look(at: Array(poor.utf8), from: "f", bench.now)
        #expect(looked.objection == "2 of 3 sites would be gone")
        // What was in force before.
        let before = try await bench.store.registries(at: CollectorBench.start)
        #expect(before.map(\.source) == ["cric"])
    }

    @Test func nodesUnderAnOldNameAreTheSites() async throws {
        let bench = try CollectorBench()
        let keeper = RegistryKeeper(bench.store)
        let looked = try await keeper.look(at: Array(Self.own.utf8), from: "f", bench.now)
        try await keeper.keep(looked, by: "test", bench.now)
        let bytes = try CollectorBench.delivery([try CollectorBench.envelope()])
        _ = try await bench.withIngest {
            try await $0.take(bytes) { .success(NodeName(site: "EXAMPLE-OLD", node: $0.id.node)) }
        }
        #expect(try await bench.store.state(of: "wn1", at: "EXAMPLE-T2") != nil)
    }

    @Test func aRetiredNodeCountsNoMoreUntilItReports() async throws {
        let bench = try CollectorBench()
        try await bench.take([try CollectorBench.envelope()])
        _ = await bench.judged(by: CollectorBench.policy())
        #expect(try await bench.store.counted(at: 1).groups.count == 2)
        #expect(try await bench.store.retire(node: "wn1", at: "EXAMPLE-T2", now: bench.now))
        #expect(try await !bench.store.retire(node: "wn1", at: "EXAMPLE-T2", now: bench.now))
        #expect(try await bench.store.counted(at: 1).groups.isEmpty)
        bench.wait(seconds: 60)
        try await bench.take([try CollectorBench.envelope(sequence: 2)])
        #expect(try await bench.store.counted(at: 1).groups.count == 2)
        let told = try await bench.store.transitions(
            at: "EXAMPLE-T2", node: "wn1", before: .max, atMost: 10)
        #expect(told.filter { $0.kind == .service }.map(\.after) == ["", "retired"])
    }

    /// The field's own files, where somebody has them.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["MUSTER_SAMPLES"] != nil))
    func samplesAreRead() throws {
        let folder = ProcessInfo.processInfo.environment["MUSTER_SAMPLES"] ?? ""
        for (name, source) in [
            ("gocdb_get_site_list_excerpt.xml", Registry.Source.gocdb),
            ("cric_pandaqueue_AGLT2.json", .queues),
        ] {
            let data = try Data(contentsOf: URL(filePath: folder + "/" + name))
            let reading = try RegistryReading(data, from: name)
            #expect(reading.source == source && reading.siteCount == 1)
            #expect(reading.remarks.isEmpty, "\(reading.remarks)")
        }
    }
}
