import Foundation
import MusterModel
import MusterProbes
import Testing

/// The kernel and system of every fixture, as its README tells them.
@Suite("Kernels of the fixtures") struct KernelFixtureTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")

    private static func words(_ name: String) async throws -> [String: String] {
        let fixture = folder.appending(path: name)
        let answers = fixture.appending(path: "answers.json")
        let recording = try Recording(json: String(contentsOf: answers, encoding: .utf8))
        let node = TreeNode(root: fixture.appending(path: "tree").path, recording: recording)
        var facts = await KernelProbe.observe(node, watching: WatchList())
        facts += await SystemProbe.observe(node, watching: WatchList())
        return Dictionary(
            facts.map { fact in
                let reason = fact.reading.absence?.reason.rawValue ?? ""
                return (fact.key.name.text, fact.reading.value?.description ?? "[\(reason)]")
            }, uniquingKeysWith: { first, _ in first })
    }

    private static let systems = [
        ("el7-singularity-setuid", "7.9.2009", "rhel", "3.10.0-1160.118.1.el7", "v1", "emulate"),
        ("el7-singularity-2", "7.4", "rhel", "3.10.0-693.21.1.el7", "v1", "emulate"),
        ("el8-apptainer", "8.10", "rhel", "4.18.0-553.56.1.el8_10", "v1", "emulate"),
        (
            "el9-apptainer-unprivileged", "9.7", "rhel", "5.14.0-611.55.1.el9_7", "v2", "xonly"
        ),
        ("el9-cvmfs-only", "9.7", "rhel", "5.14.0-611.55.1.el9_7", "v2", "xonly"),
        ("el9-aarch64", "9.7", "rhel", "5.14.0-611.55.1.el9_7", "v2", "[unsupported]"),
        ("debian-12", "12", "debian", "6.1.119-1", "v2", "xonly"),
        ("ubuntu-2404-apparmor", "24.04", "debian", "6.8.0-48.48", "v2", "xonly"),
        ("sles-11", "11.4", "suse", "[absent]", "none", "emulate"),
        ("coreos-minimal", "42", "rhel", "6.14.9-300.fc42", "v2", "none"),
    ]

    @Test(arguments: systems)
    func systemIsWhatItsReadmeSays(
        name: String, version: String, family: String, package: String, layout: String,
        vsyscall: String
    ) async throws {
        let words = try await Self.words(name)
        #expect(words["system.os.version"] == version)
        #expect(words["kernel.release.family"] == family)
        #expect(words["kernel.release.package"] == package)
        #expect(words["kernel.cgroup.layout"] == layout)
        #expect(words["kernel.vsyscall.mode"] == vsyscall)
        #expect(words["kernel.feature.mntns"] == "builtin")
        #expect(words["system.host.minimal"] == (name == "coreos-minimal" ? "yes" : "no"))
    }

    @Test(arguments: [
        ("sles-11", "overlay", "absent"), ("sles-11", "userns", "absent"),
        ("sles-11", "pidns", "builtin"), ("sles-11", "seccomp", "absent"),
        ("el7-singularity-2", "overlay", "module"), ("el7-singularity-2", "timens", "absent"),
        ("el9-apptainer-unprivileged", "squashfs", "module"),
        ("el9-cvmfs-only", "squashfs", "module"), ("ubuntu-2404-apparmor", "fuse", "builtin"),
        ("coreos-minimal", "fuse", "builtin"), ("el9-aarch64", "ia32", "[unsupported]"),
    ])
    func featureIsThereAsItsKernelHasIt(
        name: String, feature: String, state: String
    ) async throws {
        #expect(try await Self.words(name)["kernel.feature.\(feature)"] == state)
    }

    @Test(arguments: [
        ("el9-cvmfs-only", "kvm"), ("debian-12", "vmware"), ("el8-apptainer", "none"),
        ("el9-aarch64", "none"),
    ])
    func firmwareNamesTheHypervisor(name: String, kind: String) async throws {
        #expect(try await Self.words(name)["system.virtualisation.kind"] == kind)
    }

    /// Unknown, whatever the junk looks like.
    @Test func nothingIsKnownOfABrokenMachine() async throws {
        let known = try await Self.words("broken").filter { !$0.value.hasPrefix("[") }
        #expect(known.isEmpty)
    }
}
