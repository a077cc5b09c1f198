import MusterModel
import Testing

@testable import MusterProbes

/// What docker was told, by its file and by its command line.
@Suite struct DockerProbeTests {
    private func readings(
        _ files: [String: String], socket: FileAttributes? = nil, mounts: String = ""
    ) async throws -> [String: String] {
        let tree = try ScratchTree()
        for (path, text) in files {
            try tree.file(path, text, mode: path.contains("bin/") ? 0o755 : 0o644)
        }
        try tree.file(
            "/proc/1/mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n" + mounts)
        var answers: [Question: Answer] = [:]
        if let socket { answers[.attributes("/run/docker.sock")] = .attributes(socket) }
        let node = TreeNode(root: tree.root, recording: Recording(answers))
        let facts = await DockerProbe.observe(node, watching: WatchList())
        #expect(Set(facts.map(\.key.name)) == Set(DockerProbe.card.facts.map(\.name)))
        #expect(facts.count == DockerProbe.card.facts.count)
        return Dictionary(
            facts.map { fact in
                let missing = "[\(fact.reading.absence?.reason.rawValue ?? "")]"
                return (fact.key.name.text, fact.reading.value?.description ?? missing)
            }, uniquingKeysWith: { _, last in last })
    }

    private static func socket(_ mode: UInt32, group: UInt32 = 990) -> FileAttributes {
        FileAttributes(kind: .socket, user: 0, group: group, mode: mode, size: 0)
    }

    @Test func withoutDaemonThereAreNoSettings() async throws {
        let words = try await readings(["/etc/docker/daemon.json": "{}"])
        #expect(words["docker.daemon.installed"] == "no")
        #expect(words["docker.rootless.installed"] == "no")
        for (name, word) in words where name.hasPrefix("docker.s") || name.hasPrefix("docker.n") {
            #expect(word == "[absent]", "\(name)")
        }
    }

    @Test func aBareDaemonHasDefaults() async throws {
        let words = try await readings(["/usr/bin/dockerd": ""])
        #expect(words["docker.daemon.path"] == "/usr/bin/dockerd")
        #expect(words["docker.security.remapped"] == "no")
        #expect(words["docker.security.userns-remap"] == "[absent]")
        #expect(words["docker.security.no-new-privileges"] == "no")
        #expect(words["docker.security.seccomp"] == "builtin")
        #expect(words["docker.network.hosts"] == "unix:///run/docker.sock")
        #expect(words["docker.network.open"] == "no")
        #expect(words["docker.network.iptables"] == "yes")
        #expect(words["docker.service.storage"] == "[absent]")
        #expect(words["docker.service.data-root"] == "/var/lib/docker")
        #expect(words["docker.config.sources"] == "none")
    }

    @Test func fileAndUnitAreTakenTogether() async throws {
        let words = try await readings([
            "/usr/bin/dockerd": "",
            "/usr/lib/systemd/system/docker.service":
                "[Service]\nExecStart=/usr/bin/dockerd -H fd:// $OPTIONS\n",
            "/etc/systemd/system/docker.service.d/site.conf":
                "[Service]\nEnvironmentFile=-/etc/sysconfig/docker\nEnvironmentFile=-/absent\n",
            "/etc/sysconfig/docker":
                "# site\nOPTIONS=\"--live-restore -H tcp://0.0.0.0:2375 --iptables=false\"\n",
            "/etc/docker/daemon.json": """
            {"userns-remap": "default", "no-new-privileges": true, "storage-driver": "overlay2",
             "authorization-plugins": ["authz"], "experimental": true,
             "default-ulimits": {"nofile": {"Name": "nofile", "Hard": 4096, "Soft": 1024}}}
            """,
        ])
        #expect(words["docker.network.hosts"] == "fd://, tcp://0.0.0.0:2375")
        #expect(words["docker.network.open"] == "yes")
        #expect(words["docker.network.iptables"] == "no")
        #expect(words["docker.service.live-restore"] == "yes")
        #expect(words["docker.service.experimental"] == "yes")
        #expect(words["docker.service.limits"] == "nofile=1024:4096")
        #expect(words["docker.service.storage"] == "overlay2")
        #expect(words["docker.security.userns-remap"] == "default")
        #expect(words["docker.security.remapped"] == "yes")
        #expect(words["docker.security.no-new-privileges"] == "yes")
        #expect(words["docker.security.authorization"] == "authz")
        #expect(words["docker.security.authorized"] == "yes")
        #expect(
            words["docker.config.sources"]
                == "/usr/lib/systemd/system/docker.service, /etc/docker/daemon.json")
    }

    @Test(arguments: [
        ("tls", "[\"tcp://:2376\"]", "yes"), ("tlsverify", "[\"tcp://:2376\"]", "no"),
        ("icc", "[\"unix:///x\"]", "no"),
    ])
    func tcpWithoutCertificatesIsOpen(
        flag: String, hosts: String, expected: String
    ) async throws {
        let words = try await readings([
            "/usr/sbin/dockerd": "",
            "/etc/docker/daemon.json": "{\"hosts\": \(hosts), \"\(flag)\": true}",
        ])
        #expect(words["docker.network.open"] == expected)
    }

    @Test(arguments: ["[]", "{", "{\"a\": 1.5}", "junk", "{\"a\": 1, \"a\": 2}"])
    func aFileThatDoesNotReadIsMalformed(_ text: String) async throws {
        let words = try await readings([
            "/usr/bin/dockerd": "", "/etc/docker/daemon.json": text,
        ])
        #expect(words["docker.security.remapped"] == "[malformed]")
    }

    @Test func anEmptyFileSaysNothing() async throws {
        let words = try await readings(["/usr/bin/dockerd": "", "/etc/docker/daemon.json": "\n"])
        #expect(words["docker.security.remapped"] == "no")
    }

    @Test func aFlagNamesAnotherFile() async throws {
        let words = try await readings([
            "/usr/bin/dockerd": "",
            "/lib/systemd/system/docker.service":
                "[Service]\nExecStart=dockerd --config-file /srv/d.json -D --icc=false x\n",
            "/srv/d.json": "{\"userns-remap\": \"dock\"}",
        ])
        #expect(words["docker.security.userns-remap"] == "dock")
    }

    // MARK: socket

    @Test(
        arguments: [
            (0o660, "0660", "no", "alice, bob, carol"), (0o600, "0600", "no", "none"),
            (0o666, "0666", "yes", "alice, bob, carol"), (0o060, "0060", "no", "alice, bob, carol"),
        ] as [(UInt32, String, String, String)])
    func theSocketSaysWhoIsRoot(
        mode: UInt32, text: String, open: String, members: String
    ) async throws {
        let words = try await readings(
            [
                "/etc/group": "root:x:0:\ndockers:x:990:bob,alice\njunk\n",
                "/etc/passwd": "carol:x:1000:990::/home/carol:/bin/sh\nbroken\n",
            ], socket: Self.socket(mode))
        #expect(words["docker.socket.owner"] == "0")
        #expect(words["docker.socket.group"] == "dockers")
        #expect(words["docker.socket.mode"] == text)
        #expect(words["docker.socket.open"] == open)
        #expect(words["docker.socket.members"] == members)
    }

    @Test func aGroupOfTheDirectoryServiceHasItsNumber() async throws {
        let words = try await readings(
            ["/etc/group": "root:x:0:\n"], socket: Self.socket(0o660, group: 7000))
        #expect(words["docker.socket.group"] == "7000")
        #expect(words["docker.socket.members"] == "[absent]")
    }

    // MARK: command lines and mounts

    @Test(arguments: [
        ("dockerd $A", ["A": "-x 'b c'"], ["dockerd", "-x", "b c"]),
        ("dockerd ${A}", ["A": "-x b"], ["dockerd", "-x b"]), ("dockerd $B", [:], ["dockerd"]),
        ("-/usr/bin/dockerd  a", [:], ["/usr/bin/dockerd", "a"]), ("", [:], []),
        ("d x${A}y${", ["A": "1"], ["d", "x1y${"]), ("d \"a b\" ''", [:], ["d", "a b", ""]),
        ("d \"open", [:], ["d", "open"]),
    ])
    func commandLinesAreSplitAsSystemdDoes(
        text: String, variables: [String: String], words: [String]
    ) {
        #expect(DaemonUnit.words(of: text, variables) == words)
    }

    @Test func sharedFileSystemsAreThoseThatCanBeWritten() async throws {
        let words = try await readings(
            [:],
            mounts: """
                2 1 0:40 / /home rw - nfs4 server:/home rw
                3 1 0:41 / /sw ro - nfs server:/sw rw
                4 1 0:42 / /cvmfs/x rw - fuse cvmfs2 rw
                5 1 0:43 / /ceph rw - fuse.ceph-fuse ceph rw
                6 1 0:44 / /scratch rw - xfs /dev/sdb rw

                """)
        #expect(words["docker.mounts.shared"] == "/ceph, /home")
        #expect(words["docker.mounts.exposed"] == "yes")
    }
}
