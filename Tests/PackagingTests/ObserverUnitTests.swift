import Testing

/// What looks at the node looks from the node's own place, without anything between.
@Suite struct ObserverUnitTests {
    /// All that an observer's unit may say. What is not here either changes what a probe
    /// sees (a mount namespace, a filter of system calls, no_new_privs) or has not been
    /// measured.
    static let allowed: Set<String> = [
        "Description", "Documentation", "CollectMode",
        "ExecStart", "StandardInput", "StandardOutput", "StandardError", "User", "Group",
        "WorkingDirectory", "Slice", "RuntimeMaxSec", "TimeoutStopSec", "MemoryMax", "TasksMax",
        "LimitCORE", "LimitFSIZE", "UMask", "KeyringMode", "IPAddressDeny",
        "CapabilityBoundingSet",
    ]

    /// What the unit says that an observer's must not.
    static func strange(_ unit: UnitFile) -> [String] {
        unit.directives.map(\.name).filter { !allowed.contains($0) }
    }

    @Test func thereIsOneForEachAccount() {
        #expect(
            UnitFile.observers.map(\.name) == [
                "muster-observer-pilot@.service", "muster-observer-root@.service",
                "muster-observer@.service",
            ])
    }

    @Test(arguments: UnitFile.observers)
    func nothingStandsBetweenAProbeAndTheNode(unit: UnitFile) {
        #expect(Self.strange(unit) == [])
    }

    /// Directives of each kind that makes a probe lie, planted.
    @Test(arguments: [
        "PrivateTmp=yes", "ProtectHome=yes", "ProtectSystem=strict", "ReadOnlyPaths=/etc",
        "PrivateMounts=yes", "ProtectProc=invisible", "ProcSubset=pid", "DynamicUser=yes",
        "LogNamespace=x", "LoadCredential=a:/b", "NoNewPrivileges=no", "SystemCallFilter=@x",
        "RestrictNamespaces=user", "PrivateDevices=yes", "RestrictSUIDSGID=yes",
        "LockPersonality=yes", "PrivateUsers=yes", "PrivateNetwork=yes", "ProtectClock=yes",
        "a line that assigns nothing",
    ])
    func plantedSandboxIsFound(line: String) {
        let unit = UnitFile(name: "x@.service", text: "[Service]\nUser=x\n\(line)\n")
        #expect(Self.strange(unit).count == 1)
    }

    /// setuid programs run with what the bounding set leaves, so it is root's alone.
    @Test func capabilitiesAreTakenFromRootAlone() throws {
        for unit in UnitFile.observers {
            let taken = unit.values("CapabilityBoundingSet")
            #expect(taken.isEmpty != unit.name.contains("-root@"), "\(unit.name)")
            #expect(taken.allSatisfy { $0.hasPrefix("~") }, "only what no probe needs")
            #expect(taken.allSatisfy { !$0.contains("CAP_SYS_ADMIN") }, "an overlay is tried")
        }
    }

    /// Jobs may run as nobody, and could then interfere with its processes.
    @Test func accountsAreTheirOwn() {
        let accounts = UnitFile.all.map { ($0.name, $0.values("User")) }
        for (name, users) in accounts where name.hasSuffix(".service") {
            switch name {
            case "muster-agent.service": #expect(users == ["muster"])
            case "muster-observer-root@.service", "muster-drain.service": #expect(users == [])
            default: #expect(users == ["muster-observer"], "\(name)")
            }
        }
    }

    /// The connection is all that an observer is given.
    @Test(arguments: UnitFile.observers)
    func observersAreOfFewWords(unit: UnitFile) {
        #expect(
            unit.values("ExecStart") == [
                "/usr/bin/muster look" + (unit.values("User").isEmpty ? " --rights" : "")
            ])
        #expect(unit.values("StandardInput") == ["socket"])
        #expect(unit.values("StandardOutput") == ["socket"])
    }
}
