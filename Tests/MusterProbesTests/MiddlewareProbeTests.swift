import MusterModel
import Testing

@testable import MusterProbes

/// Authorities, revocation lists, VOMS, programs and packages.
@Suite struct MiddlewareProbeTests {
    /// Made by `openssl ca -gencrl`: due 2026-11-30 06:00 UTC.
    private static let fresh = """
        -----BEGIN X509 CRL-----
        MIHbMIGCAgEBMAoGCCqGSM49BAMCMEMxEzARBgoJkiaJk/IsZAEZFgNvcmcxFzAV
        BgoJkiaJk/IsZAEZFgdleGFtcGxlMRMwEQYDVQQDDApFeGFtcGxlIENBFw0yNjEx
        MjAwNjAwMDBaFw0yNjExMzAwNjAwMDBaoA4wDDAKBgNVHRQEAwIBATAKBggqhkjO
        PQQDAgNIADBFAiBeyxfIReYBrD40yzNw+1Y5GwAHZmvxVB6MFjp9LYSkkgIhAL/x
        M+22RQkcRpnwqt9X2g5cRVDqUFqgiFDqtbSTSHjl
        -----END X509 CRL-----
        """
    private static let lines = fresh.split(separator: "\n").map(String.init)
    private static let (made, due): (Int64, Int64) = (1_795_154_400, 1_796_018_400)

    private func words(
        _ files: [String: String], _ live: [Question: Answer] = [:], now: Int64? = due - 3_600
    ) async throws -> [String: String] {
        let tree = try ScratchTree()
        for (path, text) in files {
            try tree.file(path, text, mode: path.contains("bin/") ? 0o755 : 0o644)
        }
        if let now {
            try tree.file("/proc/stat", "btime \(now - 100)\n")
            try tree.file("/proc/uptime", "100.00 90.00\n")
        }
        let node = TreeNode(root: tree.root, recording: Recording(live))
        let facts = await MiddlewareProbe.observe(node, watching: WatchList())
        let aboutNode = Set(
            MiddlewareProbe.card.facts.map(\.name.text).filter {
                !$0.hasPrefix("middleware.tool.")
            })
        #expect(Set(facts.filter { $0.key.subject == nil }.map(\.key.name.text)) == aboutNode)
        return Dictionary(
            facts.map { fact in
                let missing = "[\(fact.reading.absence?.reason.rawValue ?? "")]"
                return (fact.key.description, fact.reading.value?.description ?? missing)
            }, uniquingKeysWith: { _, last in last })
    }

    private static func certificates(_ files: [String: String]) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: files.map { ("\(CertificateFolder.path)/\($0.key)", $0.value) })
    }

    @Test func aBareTreeHasNothing() async throws {
        let all = try await words([:], now: nil)
        #expect(all["middleware.tools.list"] == "none")
        for (name, word) in all where name != "middleware.tools.list" {
            #expect(word == "[absent]", "\(name)")
        }
    }

    // MARK: revocation lists

    @Test func theListsTimesAreRead() throws {
        let list = try RevocationList(pem: "text before\n" + Self.fresh, from: "x")
        #expect(list.thisUpdate == Self.made)
        #expect(list.nextUpdate == Self.due)
    }

    /// The times stand at the beginning: a list of megabytes is cut before its end.
    @Test func aListThatIsCutBehindItsTimesIsRead() throws {
        let cut = Self.lines.prefix(4).joined(separator: "\n")
        #expect(try RevocationList(pem: cut, from: "x").nextUpdate == Self.due)
    }

    @Test func everyShorterBeginningIsMalformedAndNoneCrashes() {
        let whole = Self.lines.prefix(4).joined(separator: "\n")
        for count in 0..<170 {
            #expect(throws: Absence.self) {
                try RevocationList(pem: String(whole.prefix(count)), from: "x")
            }
        }
    }

    @Test(
        arguments: [
            [], [0x30], [0x30, 0x80], [0x30, 0x85, 1, 1, 1, 1, 1],
            [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x30, 0x02, 0x30, 0x00], [0x02, 0x01, 0x01], [0x30, 0x03, 0x30, 0x01, 0x30],
            Array(repeating: 0x30, count: 4_096), Array(repeating: 0xFF, count: 64),
        ] as [[UInt8]])
    func junkIsMalformed(_ bytes: [UInt8]) {
        #expect(throws: Absence.self) { try RevocationList(der: bytes, from: "x") }
    }

    /// A list of an authority without name, with two given times.
    private static func list(_ times: [(tag: UInt8, text: String)]) -> [UInt8] {
        let encoded = times.flatMap { [$0.tag, UInt8($0.text.utf8.count)] + $0.text.utf8 }
        let signed = [0x30, 0, 0x30, 0] + encoded
        return [0x30, UInt8(signed.count + 2), 0x30, UInt8(signed.count)] + signed
    }

    @Test(
        arguments: [
            (0x17, "260101000000Z", 1_767_225_600), (0x17, "700101000000Z", 0),
            (0x17, "490101000000Z", 2_493_072_000), (0x18, "20260101000000Z", 1_767_225_600),
            (0x18, "20600229235959Z", 2_845_324_799),
        ] as [(UInt8, String, Int64)])
    func bothFormsOfTimeAreRead(tag: UInt8, text: String, expected: Int64) throws {
        let bytes = Self.list([(0x17, "260101000000Z"), (tag, text)])
        #expect(try RevocationList(der: bytes, from: "x").nextUpdate == expected)
    }

    @Test(
        arguments: [
            (0x17, "2601010000Z"), (0x17, "260101000000+"), (0x17, "26010100000xZ"),
            (0x17, "261301000000Z"), (0x17, "260100000000Z"), (0x17, "260101240000Z"),
            (0x18, "260101000000Z"), (0x04, "260101000000Z"), (0x17, ""),
        ] as [(UInt8, String)])
    func otherTimesAreMalformed(tag: UInt8, text: String) {
        let bytes = Self.list([(0x17, "260101000000Z"), (tag, text)])
        #expect(throws: Absence.self) { try RevocationList(der: bytes, from: "x") }
        #expect(throws: Absence.self) {
            try RevocationList(der: Self.list([(0x17, "260101000000Z")]), from: "x")
        }
    }

    @Test(arguments: [
        ("", false), ("lastUpdate=Nov 20 06:00:00 2026 GMT\n", false),
        ("lastUpdate=Nov 20 06:00:00 2026 GMT\nnextUpdate=NONE\n", false),
        ("lastUpdate=Nov 20 06:00:00 2026 GMT\nnextUpdate=Foo 30 06:00:00 2026 GMT\n", false),
        ("lastUpdate=Nov 20 06:00:00 2026 GMT\nnextUpdate=Nov 30 06:00:00 2026 GMT\n", true),
    ])
    func whatOpensslSaysIsRead(output: String, works: Bool) {
        let list = try? RevocationList(openssl: output, from: "x")
        #expect(list?.nextUpdate == (works ? Self.due : nil))
    }

    // MARK: the folder

    @Test(arguments: [
        (due - 3_600, "0", "0 ms", "9 d 23 h"), (due, "0", "0 ms", "10 d 0 h"),
        (due + 7_200, "1", "2 h 0 min", "10 d 2 h"), (made - 5, "0", "0 ms", "0 ms"),
    ])
    func anOverdueListIsTold(
        now: Int64, expired: String, overdue: String, newest: String
    ) async throws {
        let all = try await words(
            Self.certificates([
                "0123abcd.0": "", "0123abcd.r0": Self.fresh, "ca.info": "", "x.signing_policy": "",
            ]), now: now)
        #expect(all["middleware.ca.count"] == "1")
        #expect(all["middleware.crl.count"] == "1")
        #expect(all["middleware.crl.unread"] == "0")
        #expect(all["middleware.crl.expired"] == expired)
        #expect(all["middleware.crl.overdue"] == overdue)
        #expect(all["middleware.crl.newest"] == newest)
    }

    @Test func aListThatDoesNotReadIsCountedApart() async throws {
        let all = try await words(
            Self.certificates([
                "0123abcd.r0": Self.fresh, "1123abcd.r0": "junk", "2123abcd.r0": "",
                "3123abcd.r1": Self.lines.prefix(2).joined(separator: "\n"),
            ]))
        #expect(all["middleware.crl.count"] == "4")
        #expect(all["middleware.crl.unread"] == "3")
        #expect(all["middleware.crl.expired"] == "0")
    }

    @Test func aListInDERIsAskedOfOpenssl() async throws {
        let path = "\(CertificateFolder.path)/0123abcd.r0"
        let question = Question.run([
            "/usr/bin/openssl", "crl", "-inform", "DER", "-noout", "-lastupdate", "-nextupdate",
            "-in", path,
        ])
        let output =
            "lastUpdate=Nov 20 06:00:00 2026 GMT\nnextUpdate=Nov 30 06:00:00 2026 GMT\n"
        let all = try await words(
            [path: "0\u{0}\u{1}"], [question: .program(ProgramEnd(exit: 0, output: output))])
        #expect(all["middleware.crl.unread"] == "0")
        let without = try await words([path: "0\u{0}\u{1}"])
        #expect(without["middleware.crl.unread"] == "1")
        #expect(without["middleware.crl.overdue"] == "[absent]")
    }

    @Test func withoutAClockNobodyKnowsWhatIsOverdue() async throws {
        let all = try await words(Self.certificates(["0123abcd.r0": Self.fresh]), now: nil)
        #expect(all["middleware.crl.count"] == "1")
        #expect(all["middleware.crl.expired"] == "[absent]")
    }

    @Test(arguments: [
        (["0123abcd.0", "9123abcd.0"], 2, 0), (["A.pem", "0123abcd.0", "9123abcd.0"], 1, 0),
        (["0123abcd.r0", "0123abcd.r1"], 0, 2), (["0123abc.0", "0123abcg.0", ".0", "a.0.0"], 0, 0),
        (["0123abcd.", "0123abcd.rx", "0123abcd.r"], 0, 0), ([], 0, 0),
    ])
    func namesTellAuthoritiesAndLists(names: [String], authorities: Int, lists: Int) {
        let folder = CertificateFolder(names: names)
        #expect(folder.count == authorities)
        #expect(folder.lists.count == lists)
    }

    // MARK: VOMS and programs

    @Test(arguments: [
        ("\"a\" \"h\" \"1\" \"/DN\" \"atlas\"\n", ["atlas"]), ("", []), ("# \"a\"\njunk\n", []),
        ("\"alone\"\n", ["alone"]), ("\"a\" \"h\" \"1\" \"/DN\" \"x\" \"24\"\n", ["x"]),
    ])
    func vomsesNameCommunities(text: String, expected: [String]) {
        #expect(VomsFolders.communities(in: text) == expected)
    }

    @Test func vomsFoldersAreRead() async throws {
        let all = try await words([
            "/etc/vomses/atlas": "\"atlas\" \"h\" \"1\" \"/DN\" \"atlas\"\n",
            "/etc/vomses/cms": "\"cms\" \"h\" \"1\" \"/DN\" \"cms\"\n",
            "/etc/grid-security/vomsdir/cms/h.lsc": "/DN\n",
            "/etc/grid-security/vomsdir/empty/readme": "", "/etc/grid-security/vomsdir/x": "",
        ])
        #expect(all["middleware.voms.servers"] == "atlas, cms")
        #expect(all["middleware.voms.identities"] == "cms")
        let file = try await words(["/etc/vomses": "\"a\" \"h\" \"1\" \"/DN\" \"belle\"\n"])
        #expect(file["middleware.voms.servers"] == "belle")
    }

    private static func question(_ program: String, _ words: String...) -> Question {
        .run([program] + words + PackageVersions.names)
    }

    @Test func rpmKnowsTheVersions() async throws {
        let output =
            "HEP_OSlibs=9.2.1-1.el9\npackage gfal2-util is not installed\n"
            + "xrootd-client=5.8.4-1.el9\nbash=5-1\n=x\n"
        let all = try await words(
            ["/usr/bin/rpm": "", "/usr/bin/xrdcp": "", "/usr/bin/gfal-copy": ""],
            [
                Self.question("/usr/bin/rpm", "-q", "--qf=%{NAME}=%{VERSION}-%{RELEASE}\\n"):
                    .program(ProgramEnd(exit: 1, output: output))
            ])
        #expect(all["middleware.packages.database"] == "rpm")
        #expect(all["middleware.oslibs.installed"] == "yes")
        #expect(all["middleware.oslibs.version"] == "9.2.1-1.el9")
        #expect(all["middleware.tools.list"] == "gfal-copy, xrdcp")
        #expect(all["middleware.tool[xrdcp].version"] == "5.8.4-1.el9")
        #expect(all["middleware.tool[xrdcp].path"] == "/usr/bin/xrdcp")
        #expect(all["middleware.tool[gfal-copy].version"] == "[absent]")
    }

    @Test func debianHasNoLibrariesPackage() async throws {
        let all = try await words(
            ["/usr/bin/rpm": "", "/usr/bin/dpkg-query": "", "/var/lib/dpkg/status": ""],
            [
                Self.question("/usr/bin/dpkg-query", "-W", "-f=${Package}=${Version}\\n"):
                    .program(ProgramEnd(exit: 1, output: "python3=3.11.2-1\n"))
            ])
        #expect(all["middleware.packages.database"] == "dpkg")
        #expect(all["middleware.oslibs.installed"] == "[unsupported]")
    }

    /// An image's tree cannot be asked; that is not the same as no.
    @Test func inATreeNobodyAsksThePackageManager() async throws {
        let all = try await words(["/usr/bin/rpm": "", "/usr/bin/python3": ""])
        #expect(all["middleware.oslibs.installed"] == "[not-tried]")
        #expect(all["middleware.tools.list"] == "python3")
        #expect(all["middleware.tool[python3].version"] == "[not-tried]")
    }
}
