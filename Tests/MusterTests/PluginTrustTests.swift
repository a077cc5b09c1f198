import Foundation
import Glibc
import LaunchKit
import MusterModel
import Testing

/// Whose programs are run, as whom, and with what around them.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct PluginTrustTests {
    private static let told = #"echo '{"fact":"site-bad.thing.value","value":3}'"#

    private let plugins: PluginBench

    init() throws { plugins = try PluginBench() }

    private func refusal(_ prepare: (String) throws -> Void) throws -> String {
        try prepare(plugins.add("site-bad", Self.told))
        let outcome = try plugins.check()
        #expect(outcome.number("site-good.thing.value") == 7)
        return try #require(outcome.absence("site-bad.thing.value"))
    }

    @Test(arguments: [
        (0o4755, "setuid or setgid"), (0o2755, "setuid or setgid"),
        (0o775, "its group may write"), (0o757, "all may write"), (0o644, "not executable"),
    ])
    func aModeThatLetsOthersInIsRefused(mode: mode_t, why: String) throws {
        let absence = try refusal { #expect(chmod($0, mode) == 0) }
        #expect(absence.hasPrefix("forbidden: ") && absence.contains(why), "\(absence)")
    }

    @Test func anotherOwnersProgramIsRefused() throws {
        let absence = try refusal { #expect(chown($0, 65534, 65534) == 0) }
        #expect(absence.contains("belongs to user 65534, needed root"), "\(absence)")
    }

    @Test func aFolderThatOthersWriteToIsRefused() throws {
        let absence = try refusal { path in
            let folder = plugins.bench.root + "/shared"
            #expect(mkdir(folder, 0o775) == 0 && chmod(folder, 0o775) == 0)
            #expect(rename(path, folder + "/program") == 0)
            try plugins.card("site-bad", folder + "/program")
        }
        #expect(absence.contains("/shared: its group may write to it"), "\(absence)")
    }

    /// Somebody else's link could point elsewhere a moment later.
    @Test func aLinkOfSomebodyElseIsRefused() throws {
        let absence = try refusal { path in
            let link = plugins.bench.root + "/link"
            #expect(symlink(path, link) == 0 && lchown(link, 65534, 65534) == 0)
            try plugins.card("site-bad", link)
        }
        #expect(absence.contains("/link: belongs to user 65534"), "\(absence)")
    }

    @Test func anInterpreterIsHeldToTheSameRule() throws {
        let absence = try refusal { path in
            let shell = plugins.bench.root + "/shell"
            #expect(try Launch.run(["cp", "-L", "/bin/sh", shell]).exit == 0)
            #expect(chmod(shell, 0o777) == 0)
            try "#!\(shell)\n\(Self.told)\n".write(toFile: path, atomically: false, encoding: .utf8)
        }
        #expect(absence.contains("/shell: all may write to it"), "\(absence)")
    }

    /// Whoever writes the card chooses the program.
    @Test func aCardThatOthersWriteIsNotBelieved() throws {
        let absence = try refusal { path in #expect(chmod(path + ".yaml", 0o666) == 0) }
        #expect(absence.contains("the card is not trusted"), "\(absence)")
    }

    @Test func nothingButAConstantEnvironmentIsGiven() throws {
        let seen = plugins.bench.root + "/seen"
        _ = FileManager.default.createFile(
            atPath: seen, contents: nil, attributes: [.posixPermissions: 0o666])
        try plugins.add(
            "site-bad",
            "env | sort >\(seen); ls /proc/self/fd >>\(seen); id -u >>\(seen); id -G >>\(seen); "
                + "grep -E 'CapEff|NoNewPrivs' /proc/self/status >>\(seen)\n\(Self.told)")
        let outcome = try plugins.check(
            prefix: ["env", "LD_PRELOAD=", "X509_USER_PROXY=/secret", "BEARER_TOKEN=secret"])
        #expect(outcome.number("site-bad.thing.value") == 3)
        let text = try String(contentsOfFile: seen, encoding: .utf8)
        let names = text.split(separator: "\n").filter { $0.contains("=") }.map {
            $0.prefix { $0 != "=" }
        }
        #expect(
            Set(names).isSubset(of: [
                "HOME", "LC_ALL", "MUSTER_DEADLINE_MS", "MUSTER_PROBE", "PATH", "PWD",
            ]))
        #expect(!text.contains("secret"))
        #expect(text.contains("NoNewPrivs:\t1") && text.contains("CapEff:\t0000000000000000"))
        let numbers = text.split(separator: "\n").compactMap { Int($0) }
        #expect(numbers.allSatisfy { $0 < 5 || (65_520...65_532).contains($0) }, "\(text)")
    }

    @Test func twoProgramsAreTwoAccounts() throws {
        for id in ["site-a", "site-b"] {
            try plugins.add(
                id, "echo \"{\\\"fact\\\":\\\"\(id).thing.value\\\",\\\"value\\\":$(id -u)}\"")
        }
        let outcome = try plugins.check()
        let accounts = ["site-a", "site-b"].compactMap { outcome.number($0 + ".thing.value") }
        #expect(Set(accounts).count == 2 && accounts.allSatisfy { (65_520...65_532).contains($0) })
    }

    @Test func rootsOwnRunsAsRootWhereItSaysSo() throws {
        let body = #"echo "{\"fact\":\"site-bad.thing.value\",\"value\":$(id -u)}""#
        let path = try plugins.add("site-bad", body, more: "as: root")
        #expect(try plugins.check().number("site-bad.thing.value") == nil)
        // Below /tmp, where all may write, nothing is root's alone.
        let own = "/usr/local/lib/muster-test-\(getpid())"
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: own) }
        for name in ["site-bad", "site-bad.yaml"] {
            try FileManager.default.moveItem(
                atPath: plugins.folder + "/" + name, toPath: own + "/" + name)
        }
        let text = try String(contentsOfFile: own + "/site-bad.yaml", encoding: .utf8)
        try text.replacingOccurrences(of: path, with: own + "/site-bad")
            .write(toFile: own + "/site-bad.yaml", atomically: false, encoding: .utf8)
        let end = try Launch.run([
            Launch.program("muster"), "check", "--no-journal", "--probes", own, "--only",
            "site-bad,kernel", "--format", "json",
        ])
        #expect(
            end.output.contains(
                #""name":"site-bad.thing.value","origin":"\#(own)/site-bad","value":0"#))
    }

    @Test func anOrdinaryUsersAuditRunsThemAsItself() throws {
        let mine = plugins.bench.root + "/mine"
        let script =
            "cp -r \(plugins.folder) \(mine); sed -i s,\(plugins.folder),\(mine), \(mine)/*.yaml"
        _ = try Launch.run([
            "sh", "-c",
            "chmod 777 \(plugins.bench.root); setpriv --reuid=65534 "
                + "--regid=65534 --clear-groups sh -c '\(script)'; chmod 755 \(plugins.bench.root)",
        ])
        let end = try Launch.run(
            Workbench.asNobody + [
                Launch.program("muster"), "check", "--no-journal", "--probes", mine, "--checks",
                plugins.bench.root, "--profile", "site",
            ])
        #expect(end.exit == 0, "\(end)")
    }
}
