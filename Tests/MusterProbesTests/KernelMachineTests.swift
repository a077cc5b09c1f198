import Foundation
import MusterModel
import MusterProbes
import Testing

/// This machine, asked through the probes and through other people's programs.
@Suite("This machine") struct KernelMachineTests {
    private static func said(by command: String) throws -> String {
        let shell = Process()
        let pipe = Pipe()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", command]
        shell.standardOutput = pipe
        try shell.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        shell.waitUntilExit()
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func words(_ probe: any Probe.Type) async throws -> [String: String] {
        let machine = Answer.text(try said(by: "uname -m"))
        let node = TreeNode(
            root: "/", recording: Recording([.machine: machine]),
            vantage: Vantage(.job, user: getuid()))
        let facts = await probe.observe(node, watching: WatchList())
        return Dictionary(
            facts.map { ($0.key.name.text, $0.reading.value?.description ?? "") },
            uniquingKeysWith: { first, _ in first })
    }

    @Test(arguments: [
        ("kernel.release.version", "uname -r"),
        ("kernel.machine.architecture", "uname -m"),
        (
            "kernel.cgroup.layout",
            """
            old=$(awk '{for(i=7;i<NF;i++)if($i=="-")print $(i+1)}' /proc/self/mountinfo)
            top=$(stat -fc %T /sys/fs/cgroup 2>/dev/null)
            if [ "$top" = cgroup2fs ]; then echo v2
            elif echo "$old" | grep -qx cgroup2
            then echo "$old" | grep -qx cgroup && echo hybrid || echo v2
            elif echo "$old" | grep -qx cgroup; then echo v1; else echo none; fi
            """
        ),
    ])
    func kernelAgreesWithItsPrograms(fact: String, command: String) async throws {
        #expect(try await Self.words(KernelProbe.self)[fact] == Self.said(by: command))
    }

    @Test(arguments: ["overlay", "squashfs", "fuse"])
    func registeredFileSystemsAreThere(name: String) async throws {
        let registered = try Self.said(by: "grep -cw \(name)$ /proc/filesystems")
        guard registered != "0" else { return }
        let state = try await Self.words(KernelProbe.self)["kernel.feature.\(name)"]
        let loaded = try Self.said(by: "grep -c '^\(name) ' /proc/modules 2>/dev/null || true")
        #expect(state == (["", "0"].contains(loaded) ? "builtin" : "module"))
    }

    @Test(arguments: [("userns", "user"), ("mntns", "mnt"), ("pidns", "pid"), ("timens", "time")])
    func namespacesAreThoseOfThisProcess(feature: String, file: String) async throws {
        let there = try Self.said(by: "ls /proc/self/ns | grep -cx \(file)") == "1"
        let state = try await Self.words(KernelProbe.self)["kernel.feature.\(feature)"]
        #expect(state == (there ? "builtin" : "absent"))
    }

    @Test func vsyscallIsWhatTheMapShows() async throws {
        let command = "awk '/vsyscall/{print $2}' /proc/self/maps"
        let modes = ["r-xp": "emulate", "--xp": "xonly", "": "none"]
        let mode = try await Self.words(KernelProbe.self)["kernel.vsyscall.mode"]
        let isX86 = try Self.said(by: "uname -m") == "x86_64"
        #expect(mode == (isX86 ? modes[try Self.said(by: command)] : ""))
    }

    @Test(arguments: [
        ("system.os.id", ". /etc/os-release; echo $ID"),
        ("system.os.name", ". /etc/os-release; echo $PRETTY_NAME"),
        ("system.cpu.cores", "getconf _NPROCESSORS_ONLN"),
        (
            "system.memory.total",
            "awk '/^MemTotal/{printf \"%d GiB\", int($2/1048576+0.5)}' /proc/meminfo"
        ),
    ])
    func systemAgreesWithTheShell(fact: String, command: String) async throws {
        #expect(try await Self.words(SystemProbe.self)[fact] == Self.said(by: command))
    }
}
