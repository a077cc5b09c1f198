import AuditExamples
import MusterModel
import Testing

@testable import MusterReport

struct ConfigurationFileTests {
    private func file(remedy: String?, origin: String = "") throws -> String? {
        var example = AuditExample()
        example.facts = [fact("kernel.vsyscall.mode", .string("none"), from: origin)]
        let check = Check.example(
            "a.b", "c", require: .fact(name("kernel.vsyscall.mode"), .equals(.string("x"))),
            change: remedy)
        example.profiles = [.example("site", [check])]
        let finding = try #require(example.report.judgements.first?.findings.first)
        return ConfigurationFile(of: finding)?.uri
    }

    @Test(arguments: [
        ("set A=1 in /etc/a/b.conf, then reload", "file:///etc/a/b.conf"),
        ("edit /etc/a.", "file:///etc/a"), ("(/etc/x\"y)", "file:///etc/x"),
        ("/etc/é%#?", "file:///etc/%C3%A9%25%23%3F"), ("A=/etc/b", "file:///etc/b"),
    ])
    func remedysFileIsTheOneToOpen(remedy: String, uri: String) throws {
        #expect(try file(remedy: remedy, origin: "/etc/other") == uri)
    }

    @Test(arguments: [
        "look into /etc/cvmfs/", "see /etc/a/*.conf", "/proc/sys/user", "/etcetera", "",
    ])
    func folderPatternAndKernelAreNoFiles(remedy: String) throws {
        #expect(try file(remedy: remedy) == nil)
        #expect(try file(remedy: remedy, origin: "/etc/a") == "file:///etc/a")
    }

    @Test func withoutRemedyTheOriginCounts() throws {
        #expect(try file(remedy: nil, origin: "/etc/a") == "file:///etc/a")
        #expect(try file(remedy: nil, origin: "/proc/cmdline") == nil)
    }

    @Test func endlessPathIsNone() throws {
        #expect(try file(remedy: "/etc/" + String(repeating: "a", count: 5_000)) == nil)
    }
}
