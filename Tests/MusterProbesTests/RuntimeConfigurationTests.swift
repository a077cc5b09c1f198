import MusterModel
import Testing

@testable import MusterProbes

/// A release with a known version.
func release(_ flavour: RuntimeFlavour, _ version: String) -> RuntimeRelease {
    RuntimeRelease(flavour: flavour, version: .success(Version(version)))
}

/// The configuration that a release makes of a text.
func configuration(
    _ text: String, _ flavour: RuntimeFlavour = .apptainer, _ version: String = "1.3.6"
) throws(Absence) -> RuntimeConfiguration {
    try RuntimeConfiguration(
        parsing: text, from: "/etc/x.conf", of: release(flavour, version))
}

struct RuntimeConfigurationTests {
    @Test(arguments: [
        ("enable overlay = no", "no"), ("  enable overlay=no", "no"),
        ("enable overlay\t=\tno  \t", "no"), ("enable overlay = no\r\nmount tmp = no", "no"),
        ("# enable overlay = no", "yes"), ("#enable overlay = no", "yes"),
        ("enable overlay =", "yes"), ("enable overlay =   \n", "yes"), ("", "yes"),
        ("enable overlay =\nenable overlay = no", "no"),
        ("enable overlay = no\nenable overlay = yes", "no"), ("enable overlay = no,yes", "no"),
        ("enable overlay = try", "try"), ("enable overlay = driver", "driver"),
    ])
    func theFirstLineWithAValueCounts(text: String, overlay: String) throws {
        #expect(try configuration(text).word("enable overlay") == overlay)
    }

    @Test(arguments: [
        ("enable overlay = no\nenable overlay = yes", "yes"),
        ("enable overlay = no=yes", "no"), ("enable overlay = y", "malformed"),
        ("enable overlay = driver", "malformed"),
    ])
    func inSecondReleasesTheLastLineCounts(text: String, overlay: String) throws {
        let found = try configuration(text, .singularity, "2.6.1-dist")
        let word = Result { () throws(Absence) in try found.word("enable overlay") }
        switch word {
        case .success(let word): #expect(word == overlay)
        case .failure(let absence): #expect(absence.reason.rawValue == overlay)
        }
    }

    @Test(arguments: [("y", true), ("1", true), ("yes", true), ("n", false), ("0", false)])
    func secondReleasesTakeShortSwitches(word: String, expected: Bool) throws {
        let text = "allow setuid = \(word)"
        #expect(try configuration(text, .singularity, "2.6.1").flag("allow setuid") == expected)
    }

    @Test(arguments: [
        "allow setuid = true", "allow setuid = Yes", "allow setuid = 1", "allow setuid = y",
        "allow setuid = yes # site policy", "allow setuid = ,yes", "allow setuid = no no",
    ])
    func oddSwitchNamesItsLineAndStopsTheRuntime(text: String) throws {
        let found = try configuration("mount tmp = yes\n\n" + text)
        let absence = #expect(throws: Absence.self) { try found.flag("allow setuid") }
        #expect(absence?.reason == .malformed)
        #expect(absence?.detail.contains("line 3: allow setuid = ") == true)
        #expect(absence?.detail.hasSuffix("needed yes or no") == true)
        #expect(found.refusal == absence)
    }

    @Test(
        arguments: [("64", 64), ("0x10", 16), ("010", 8), ("0", 0), ("0b11", 3)]
            as [(String, Int64)])
    func numbersAreReadAsTheRuntimeReadsThem(text: String, number: Int64) throws {
        #expect(
            try configuration("sessiondir max size = \(text)").number("sessiondir max size")
                == number)
    }

    @Test(arguments: ["-1", "16 MB", "64.0", "lots", "99999999999999999999", "٦", "0x-4"])
    func oddNumberIsMalformed(text: String) throws {
        let found = try configuration("max loop devices = \(text)")
        #expect(found.refusal?.reason == .malformed)
    }

    @Test
    func repeatedAndJoinedBindsAreOneList() throws {
        let text = "bind path = /a, /b\nbind path =\n#bind path = /c\nbind path = /d:/e:ro"
        #expect(try configuration(text).list("bind path") == ["/a", "/b", "/d:/e:ro"])
    }

    /// The default of a list stands in the installed file alone.
    @Test
    func fileWithoutBindsBindsNone() throws {
        let found = try configuration("mount tmp = yes")
        #expect(try found.list("bind path") == [])
        #expect(try found.changed == ["bind path = "])
        let defaults = RuntimeConfiguration(defaultsOf: release(.apptainer, "1.3.6"))
        #expect(try defaults.list("bind path") == ["/etc/localtime", "/etc/hosts"])
        #expect(try defaults.changed == [])
    }

    @Test
    func directivesOfOtherReleasesAreUnknownAndIgnored() throws {
        let text = """
            bind path = /etc/localtime, /etc/hosts
            allow user ns = no
            sif fuse = maybe
            make coffee = yes
            %include /etc/other.conf
            enable over
            """
        let found = try configuration(text, .singularity, "3.8.7")
        #expect(
            found.unknown == [
                "allow user ns", "line 5: \"%include /etc/other.conf\"",
                "line 6: \"enable over\"", "make coffee", "sif fuse",
            ])
        #expect(found.refusal == nil)
        #expect(try found.changed == [])
        #expect(throws: Absence.self) { try found.flag("allow user ns") }
    }

    @Test(arguments: ["apptheus socket path", "apptheus communication socket path"])
    func bothNamesOfTheMonitoringSocketAreKnown(key: String) throws {
        #expect(try configuration("\(key) = /run/apptheus/gateway.sock").unknown == [])
    }

    @Test
    func changesAndLimitsAreListed() throws {
        let text = """
            bind path = /etc/localtime
            bind path = /etc/hosts
            limit container owners = alice, bob
            limit container groups = NULL
            allow container dir = no
            max loop devices = 0x100
            enable overlay = no
            allow container extfs = yes
            """
        let found = try configuration(text)
        #expect(
            try found.limits == ["allow container dir = no", "limit container owners = alice,bob"])
        #expect(
            try found.changed == [
                "allow container dir = no", "enable overlay = no",
                "limit container owners = alice,bob",
            ])
    }

    @Test(arguments: [
        "\u{7F}ELF\u{0}\u{0}", "just some words\nand more", "<html>\n</html>",
        String(repeating: "\n", count: 30_000),
    ])
    func whatIsNoConfigurationIsMalformed(text: String) {
        let absence = #expect(throws: Absence.self) { try configuration(text) }
        #expect(absence?.reason == .malformed)
    }

    /// Comments in Latin-1 are no reason to read nothing.
    @Test
    func strangeBytesInCommentsDoNotMatter() throws {
        let text = String(
            decoding: [0x23, 0xE9, 0x0A] + Array("mount tmp = no".utf8), as: UTF8.self)
        #expect(try configuration(text).flag("mount tmp") == false)
    }

    @Test
    func hugeValuesAreCut() throws {
        let text = "bind path = " + String(repeating: "x", count: 10_000) + "\u{1B}[31m"
        #expect(try configuration(text).changed.allSatisfy { $0.count < 250 })
        let keys = (0..<200).map { "key \(String(repeating: "a", count: $0 + 1)) = 1\n" }.joined()
        #expect(try configuration(keys).unknown.count == 50)
    }
}
