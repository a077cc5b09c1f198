import MusterModel
import Testing

@testable import MusterProbes

/// What a container says is read strictly and believed in nothing.
@Suite struct SmokeReadingTests {
    private static func output(_ lines: String...) -> String {
        (["muster=begin"] + lines + ["muster=end"]).joined(separator: "\n") + "\n"
    }

    @Test func aWholeOutputIsRead() throws {
        let reading = try SmokeReading(
            Self.output(
                "uid-map=1000 1000 1", "uid=1000", "token=abc", "loop=10.05 10.95",
                "path=yes no 45:2 /cvmfs", "path=no no - /a b"))
        #expect(reading.isWhole)
        #expect(reading.values["uid-map"] == "1000 1000 1" && reading.values["token"] == "abc")
        #expect(
            reading.paths["/cvmfs"]
                == SmokeReading.Path(readable: true, writable: false, identity: "45:2"))
        #expect(reading.paths["/a b"]?.identity == nil && reading.paths.count == 2)
        #expect(reading.loop == 90)
    }

    @Test(arguments: [
        "", "muster=end", "muster=begin\nuid=1", "uid=1\nmuster=end", "muster=begun\nmuster=end",
        "\u{0}\u{0}\u{0}", "hello", "muster=begin muster=end",
    ])
    func aPartIsNotWhole(_ text: String) throws {
        #expect(try !SmokeReading(text).isWhole)
    }

    @Test func chatterBeforeBetweenAndAfterCountsForNothing() throws {
        let text = "uid=0\nWelcome=to\n" + Self.output("", "motd", "PATH=/bin") + "uid=7\n"
        let reading = try SmokeReading(text)
        #expect(reading.isWhole && reading.values.isEmpty && reading.paths.isEmpty)
    }

    @Test(arguments: [
        "uid=1\nuid=2", "muster=begin", "path=yes no - relative", "path=maybe no - /a",
        "path=yes no /a", "path=", "path=yes no - /a\npath=yes no - /a",
        String(repeating: "x", count: 5000),
    ])
    func aLieInFormIsMalformed(_ line: String) {
        #expect(throws: Absence.self) { try SmokeReading(Self.output(line)) }
    }

    @Test func aValueIsBoundedAndPrintable() throws {
        let long = String(repeating: "y", count: 4000)
        let reading = try SmokeReading(Self.output("os=\u{1B}[31mx", "release=\(long)"))
        #expect(reading.values["os"] == "\u{FFFD}[31mx")
        #expect(reading.values["release"]?.count == 256)
    }

    @Test(arguments: [
        "", "1.00", "1.00 ", "1 2", "2.00 1.00", "a.bc d.ef", "1.0 2.0", "-1.00 2.00 3.00",
    ])
    func aLoopWithoutTwoTimesInOrderIsNone(_ text: String) throws {
        #expect(try SmokeReading(Self.output("loop=\(text)")).loop == nil)
    }

    @Test(arguments: [
        ("0 0 4294967295", nil, ContainerMode.privileged), ("0 1000 1", nil, .fakeroot),
        ("1000 1000 1", nil, .unprivileged), ("65533 0 1", "0 0 4294967295", .unprivileged),
        // In an outer container, a map like its own is no namespace of one's own.
        ("0 100000 65536", "0 100000 65536", .privileged),
        ("         0     100000 65536", "0 100000 65536", .privileged),
        ("0 1000 1", "0 0 4294967295", .fakeroot),
    ])
    func theMapTellsTheMode(map: String, outside: String?, mode: ContainerMode) throws {
        #expect(try ContainerMode(uidMap: map, outside: outside) == mode)
    }

    @Test(arguments: ["", "0 0", "0 0 0 0", "x 0 1", "-1 0 1", "0 0 99999999999"])
    func whatIsNoMapIsMalformed(_ map: String) {
        #expect(throws: Absence.self) { try ContainerMode(uidMap: map, outside: nil) }
    }

    /// As real programs said it; the last rows are the texts of the ATLAS pilot.
    @Test(arguments: [
        (
            "ch-run[1]: error: can't init user+mount namespaces: No space left on device (x 28)",
            "userns-exhausted"
        ),
        ("ch-run[1]: error: can't bind: source not found: /nonex (ch_core.c:104)", "bind-source"),
        ("ch-run[1]: error: can't mkdir: /i/newdir: Read-only file system (x 30)", "bind-point"),
        ("ch-run[1]: error: can't execve(2): /bin/sh: Exec format error (x 8)", "exec-format"),
        ("ch-run[1]: error: can't execve(2): /bin/sh: No such file or directory", "no-shell"),
        ("ch-run[1]: error: can't bind: destination not found: /i/dev", "image-incomplete"),
        ("ch-run[1]: error: unknown image type: /i/junk (ch_core.c:278)", "image-format"),
        ("ch-run[1]: error: can't stat: /i: No such file or directory", "image-missing"),
        ("Error: keep-id requires additional UIDs or GIDs defined in /etc/subuid", "subuid"),
        ("Error: crun: the requested cgroup controller `pids` is not available", "cgroups"),
        (
            "docker: permission denied while trying to connect to the Docker daemon socket",
            "daemon-refused"
        ),
        ("Cannot connect to the Docker daemon at unix:///run/docker.sock.", "daemon-absent"),
        (
            "FATAL:   Couldn't determine user account information: user: unknown userid 65533",
            "no-account"
        ),
        (
            """
            FATAL: container creation failed: mount hook function failure: mount /nonex->/nonex \
            error: while mounting /nonex: mount source /nonex doesn't exist
            """, "bind-source"
        ),
        (
            "FATAL: While checking: could not open image /j: image format not recognized",
            "image-format"
        ),
        ("FATAL:   stat /bin/sh: no such file or directory", "no-shell"),
        ("FATAL:   exec /bin/sh failed: fork/exec /bin/sh: exec format error", "exec-format"),
        (
            "ERROR  : Failed to create user namespace: not allowed to create user namespace",
            "userns-refused"
        ),
        (
            "ERROR  : Failed invoking the NEWUSER namespace runtime: Invalid argument",
            "userns-refused"
        ),
        ("WARNING: Not mounting requested bind point (already mounted)", "bind-point"),
        (
            "ERROR: No more available loop devices, try increasing 'max loop devices'",
            "loop-devices"
        ),
        ("ABORT: Failed to mount image in (read only): Invalid argument", "image-mount"),
        ("fork: retry: Resource temporarily unavailable", "processes"),
        ("write /tmp/x: no space left on device", "disk-full"),
        ("mount: Operation not permitted", "denied"),
    ])
    func aKnownTextHasItsCause(_ text: String, cause: String) {
        #expect(SmokeCause.named(in: text) == cause)
        #expect(SmokeCause.names.contains(cause))
    }

    @Test(arguments: ["", "hello", "exit status 1", "cgroup", "/etc/subuid"])
    func anUnknownTextHasNone(_ text: String) { #expect(SmokeCause.named(in: text) == nil) }
}
