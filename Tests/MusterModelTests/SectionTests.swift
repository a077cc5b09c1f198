import MusterModel
import Testing

/// Sections, sheets and their digests.
struct SectionTests {
    /// What two nodes of one image have in common.
    private static let common = [
        fact("kernel.release.version", .version(Version("5.14.0-611.55.1.el9_7"))),
        fact("kernel.cgroup.controllers", .list(["cpu", "memory"])),
        fact("cvmfs.cache.limit", .bytes(.mebibytes(4_000))),
        fact("cvmfs.repository.quota", of: "atlas.cern.ch", .bytes(.mebibytes(4_000))),
        fact("mounts.autofs.roots", .paths(["/cvmfs", "/net", "/misc"])),
        missing("cvmfs.cache.alien", .absent),
    ]

    private static let watching = ["cvmfs.repository": Set(["atlas.cern.ch", "sft.cern.ch"])]

    /// An encoding that drifts would make every stored digest a stranger. Where
    /// this fails, raise `Section.format`, and keep the old text beside the new.
    @Test func encodingIsTheGoldenOne() {
        let section = Section(
            probe: "cvmfs",
            facts: [
                fact("cvmfs.repository.quota", of: "atlas.cern.ch", .bytes(.mebibytes(4_000))),
                missing("cvmfs.cache.alien", .absent),
                fact("cvmfs.cache.limited", .bool(true)),
                fact("cvmfs.config.proxy", .string("http://squid:3128;DIRECT \"é\"\n")),
                fact("cvmfs.client.version", .version(Version("2.11.5-1.el9"))),
                fact("cvmfs.config.repositories", .list(["sft", "atlas"])),
                fact("cvmfs.cache.folders", .paths(["/b", "/a"])),
                fact("cvmfs.client.timeout", .duration(.seconds(5))),
                fact("cvmfs.client.retries", .integer(-1)),
            ])
        #expect(String(decoding: section.bytes, as: UTF8.self) == Self.golden)
        #expect(section.digest.text == Self.goldenDigest)
    }

    @Test func digestIsThatOfThePublishedExamples() {
        // FIPS 180-2, B.1, and the digest of nothing.
        #expect(
            Digest(of: Array("abc".utf8)).text
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest(of: []).text.hasPrefix("e3b0c44298fc1c149afbf4c8996fb924"))
        #expect(Digest(of: []).text.hasSuffix("b855"))
    }

    /// Kept bytes are believed by their digest, as far as they are a section at all.
    @Test func whatWasKeptIsHeldAgainstItsDigest() {
        let section = Section(probe: "cvmfs", facts: Self.common)
        #expect(Section(section.bytes, proven: section.digest) == section)
        #expect(Section(section.bytes, proven: Digest(of: [])) == nil)
        for place in stride(from: 0, to: section.bytes.count, by: 5) {
            var damaged = section.bytes
            damaged[place] ^= 1
            #expect(Section(damaged, proven: section.digest) == nil)
        }
        for text in [
            "[]", "{}", #"{"facts":[],"format":1}"#, #"{"facts":[{}],"format":1,"probe":"x"}"#,
            #"{"facts":[],"format":2,"probe":"x"}"#,
            #"{"facts":[],"format":1,"probe":"x","sections":{}}"#,
        ] {
            let bytes = Array(text.utf8)
            #expect(Section(bytes, proven: Digest(of: bytes)) == nil, "\(text)")
        }
    }

    @Test func orderOfFactsAndSectionsDoesNotMatter() {
        let one = sheet(Self.common, watching: Self.watching)
        let other = sheet(Self.common.reversed(), watching: Self.watching)
        #expect(one == other && one.digest == other.digest)
        #expect(one.sections.map(\.digest) == other.sections.map(\.digest))
        #expect(one.sections.map(\.probe) == ["cvmfs", "kernel", "mounts"])
        let turned = Sheet(
            sections: one.sections.reversed(), watchList: one.watchList, vantage: one.vantage)
        #expect(turned.digest == one.digest)
    }

    /// One audit of a node: what is stable, what moves, which machine it is.
    private struct Audit {
        let sheet: Sheet
        let gauges: [Fact]
        let identity: Identity
    }

    private func audit(
        free: Int64, mounted: Bool, host: String, boot: String, turned: Bool = false
    ) -> Audit {
        let facts = turned ? Self.common.reversed() : Self.common
        return Audit(
            sheet: sheet(facts, watching: Self.watching),
            gauges: [
                fact("cvmfs.cache.disk-free", .bytes(Bytes(free))),
                fact("cvmfs.repository.mounted", of: "atlas.cern.ch", .bool(mounted)),
            ],
            identity: Identity(hostName: host, machineID: host + "-id", bootID: boot))
    }

    @Test func twoBootsAndTwoNodesOfOneImageHaveOneDigest() {
        let audits = [
            audit(free: 61_000_000_000, mounted: true, host: "wn1", boot: "one"),
            audit(free: 2, mounted: false, host: "wn1", boot: "two", turned: true),
            audit(free: 3, mounted: true, host: "wn2", boot: "three"),
        ]
        #expect(Set(audits.map(\.sheet.digest)).count == 1)
        #expect(Set(audits.map { $0.sheet.sections.map(\.digest) }).count == 1)
        #expect(Set(audits.map(\.gauges)).count == 3)
        #expect(Set(audits.map(\.identity.json)).count == 3)
        for audit in audits {
            for section in audit.sheet.sections {
                let text = String(decoding: section.bytes, as: UTF8.self)
                #expect(!text.contains("wn") && !text.contains("disk-free"))
            }
        }
    }

    @Test func vantageAndWatchListChangeTheSheetAndNoSection() {
        let host = sheet(Self.common, watching: Self.watching)
        let others = [
            sheet(Self.common, watching: Self.watching, from: Vantage(.host, user: 99)),
            sheet(Self.common, watching: Self.watching, from: Vantage(.job, user: 0)),
            sheet(Self.common),
        ]
        for other in others {
            #expect(other.digest != host.digest)
            #expect(other.sections == host.sections)
        }
        let sign = Vantage(.host, user: 0, sign: "a sign is for people")
        #expect(sheet(Self.common, watching: Self.watching, from: sign).digest == host.digest)
    }

    @Test(arguments: [
        fact("kernel.cgroup.controllers", .list(["memory", "cpu"])),
        fact("kernel.cgroup.controllers", .paths(["cpu", "memory"])),
        fact("kernel.cgroup.controllers", of: "", .list(["cpu", "memory"])),
        missing("kernel.cgroup.controllers", .forbidden),
        Fact(FactKey("kernel.cgroup.controllers"), .value(.list(["cpu", "memory"])), from: "else"),
    ])
    func everythingInAFactCounts(_ changed: Fact) {
        let usual = Section(
            probe: "kernel", facts: [fact("kernel.cgroup.controllers", .list(["cpu", "memory"]))])
        #expect(Section(probe: "kernel", facts: [changed]).digest != usual.digest)
        #expect(Section(probe: "kerne", facts: usual.facts).digest != usual.digest)
        #expect(Section(probe: "kernel", facts: []).digest != usual.digest)
    }

    @Test func watchListsUnite() {
        var list = WatchList(["binds.bind": ["/cvmfs"]])
        list.add(["/tmp", "/cvmfs"], of: "binds.bind")
        #expect(list.names(of: "binds.bind") == ["/cvmfs", "/tmp"])
        #expect(list.names(of: "mounts.mount") == [])
        let both = list.union(WatchList(["binds.bind": ["/data"], "mounts.mount": ["/"]]))
        #expect(
            both.json.canonicalText
                == #"{"binds.bind":["/cvmfs","/data","/tmp"],"mounts.mount":["/"]}"#)
    }

    /// Otherwise two sheets that were asked the same would be judged twice.
    @Test func watchingNobodyOfAKindIsNotWatching() {
        var list = WatchList()
        list.add([], of: "mounts.mount")
        #expect(list == WatchList() && WatchList(["mounts.mount": []]) == WatchList())
        #expect(list.union(WatchList(["mounts.mount": []])).json == .object([:]))
    }

    @Test func identityHoldsWhatIsKnown() {
        #expect(Identity(hostName: nil, machineID: nil, bootID: nil).json == .object([:]))
        #expect(
            Identity(hostName: "wn1", machineID: nil, bootID: "b").json.canonicalText
                == #"{"boot_id":"b","host_name":"wn1"}"#)
    }

    @Test func vantageInWords() {
        #expect(Vantage(.host, user: 0).description == "host, as root")
        #expect(Vantage(.job, user: 1_234).description == "job, as user 1234")
        #expect(Vantage(.tree, user: 0).description == "a tree of files")
        #expect(Vantage(.job, user: 7).json.canonicalText == #"{"place":"job","user":7}"#)
        #expect(Vantage(.job, user: 7).isRoot == false)
    }
}
