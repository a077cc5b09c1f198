import Foundation
import MusterModel
import Testing

@testable import MusterProbes

/// Real files, where a folder of them is given.
private let samples = ProcessInfo.processInfo.environment["MUSTER_SAMPLES"]

@Suite(.enabled(if: samples != nil)) struct CvmfsSampleTests {
    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: (samples ?? "") + "/" + name, encoding: .utf8)
    }

    /// The packages' files where packages put them.
    private func stage(_ files: [String: String]) throws -> CvmfsStage {
        var stage = CvmfsStage()
        for (path, name) in files { stage[path] = try text(name) }
        return stage
    }

    @Test func thePackagesDefaultsAreEvaluatedWhole() async throws {
        let files = try await CvmfsFiles(
            on: stage([
                "/etc/cvmfs/default.conf": "cvmfs_default.conf",
                "/etc/cvmfs/default.d/50-cern.conf": "cvmfs_default.d_50-cern.conf",
                "/etc/cvmfs/domain.d/cern.ch.conf": "cvmfs_domain.d_cern.ch.conf",
            ]).node)
        let name = try #require(CvmfsName("atlas.cern.ch"))
        let settings = await files.settings(for: name)
        #expect(try settings.quota() == .mebibytes(4000))
        #expect(try settings.text("CVMFS_CACHE_BASE") == "/var/lib/cvmfs")
        #expect(try settings.flag("CVMFS_SHARED_CACHE"))
        #expect(try settings.text("CVMFS_MOUNT_DIR") == "/cvmfs")
        #expect(try settings.text("CVMFS_USE_GEOAPI") == "yes")
        #expect(try settings.text("CVMFS_SERVER_URL").contains("/cvmfs/atlas.cern.ch;"))
        #expect(throws: Absence.self) { try settings.text("CVMFS_HTTP_PROXY") }
        #expect(settings.unevaluated.count == 1)
        #expect(settings.unevaluated[0].hasPrefix("CVMFS_CONFIG_REPOSITORY (/cvmfs/cvmfs-config"))
    }

    private static let shared = "/cvmfs/cvmfs-config.cern.ch/etc/cvmfs"

    private func grid() throws -> CvmfsStage {
        var stage = try stage([
            "/etc/cvmfs/default.conf": "cvmfs_default.conf",
            "/etc/cvmfs/default.d/50-cern.conf": "cvmfs_default.d_50-cern.conf",
            "\(Self.shared)/default.conf": "cvmfs_configrepo_default.conf",
            "\(Self.shared)/common.conf": "cvmfs_configrepo_common.conf",
            "\(Self.shared)/domain.d/cern.ch.conf": "cvmfs_configrepo_domain.d_cern.ch.conf",
            "\(Self.shared)/domain.d/osgstorage.org.conf":
                "cvmfs_configrepo_domain.d_osgstorage.org.conf",
            "\(Self.shared)/config.d/alice.cern.ch.conf":
                "cvmfs_configrepo_config.d_alice.cern.ch.conf",
        ])
        stage["/etc/cvmfs/default.local"] = "CVMFS_HTTP_PROXY=http://squid.example.org:3128\n"
        return stage
    }

    @Test func theConfigRepositoryIsEvaluatedButForItsRandomChoice() async throws {
        let files = try await CvmfsFiles(on: grid().node)
        let alice = await files.settings(for: try #require(CvmfsName("alice.cern.ch")))
        #expect(try alice.text("CVMFS_NFILES") == "524288")
        #expect(try alice.text("CVMFS_MAGIC_XATTRS_VISIBILITY") == "rootonly")
        #expect(try alice.text("CVMFS_FALLBACK_PROXY").hasPrefix("http://cvmfsbproxy.cern.ch"))
        #expect(try alice.text("CVMFS_SERVER_URL").contains("stratum-one.cern.ch:8000"))
        #expect(
            try alice.text("CVMFS_KEYS_DIR") == "\(Self.shared)/keys/cern.ch")
        #expect(alice.unevaluated.count == 1)
        #expect(alice.unevaluated[0].hasPrefix("CVMFS_PAC_URLS (\(Self.shared)/default.conf:"))
        #expect(alice.unevaluated[0].contains("arithmetic"))
    }

    @Test func aDomainHasItsOwnQuota() async throws {
        let files = try await CvmfsFiles(on: grid().node)
        let osg = await files.settings(for: try #require(CvmfsName("x.osgstorage.org")))
        #expect(try osg.quota() == .mebibytes(1000))
        #expect(try osg.text("CVMFS_CACHE_BASE") == "/var/lib/cvmfs/osgstorage")
        #expect(try osg.text("CVMFS_EXTERNAL_URL").split(separator: ";").count > 25)
        #expect(throws: Absence.self) { try osg.text("CVMFS_FALLBACK_PROXY") }
    }

    @Test func everySampleOfTheClientIsUnderstood() async throws {
        let root = (samples ?? "") + "/conf/cvmfs-client-2.9.4"
        let names = try FileManager.default.subpathsOfDirectory(atPath: root)
        let files = names.filter { $0.hasSuffix(".conf") }
        #expect(files.count > 8)
        for name in files {
            var stage = CvmfsStage(["/etc/debian_version": "12.9\n"])
            stage["/etc/cvmfs/\(name)"] = try text("conf/cvmfs-client-2.9.4/" + name)
            var evaluation = ShellEvaluation(on: stage.node)
            _ = await evaluation.source("/etc/cvmfs/\(name)")
            #expect(evaluation.remarks.isEmpty, "\(name)")
            let doubts = evaluation.variables.settings.filter {
                if case .doubt = $0.value.value { true } else { false }
            }
            #expect(doubts.keys.allSatisfy { $0 == "GLITE_VERSION" }, "\(name)")
        }
    }

    @Test func debiansConfigRepositoryDependsOnTheRelease() async throws {
        for (release, expected) in [("12.9", "cvmfs-config.cern.ch"), ("jessie/sid", nil)] {
            var stage = try stage([
                "/etc/cvmfs/default.d/50-cern-debian.conf":
                    "conf/cvmfs-client-2.9.4/default.d/50-cern-debian.conf"
            ])
            stage["/etc/debian_version"] = release
            let settings = await CvmfsFiles(on: stage.node).settings
            #expect((try? settings.text("CVMFS_CONFIG_REPOSITORY")) == expected)
        }
    }

    @Test func theToolsOutputIsRead() throws {
        let all = try text("live/cvmfs-2.12-mounted.txt")
        let shown = try #require(all.split(separator: "# cvmfs_config showconfig -s").last)
        let name = try #require(CvmfsName("test.example.org"))
        let settings = try CvmfsSettings(
            showconfig: String(shown.prefix { $0 != "[" }), of: name)
        #expect(try settings.quota() == .mebibytes(1000))
        #expect(settings.origin("CVMFS_QUOTA_LIMIT") == "/etc/cvmfs/default.local")
        #expect(try settings.repositories() == [name])
        #expect(try CvmfsCache(settings: settings).folder() == "/var/lib/cvmfs/shared")
        #expect(settings.settings.count == 31)
    }
}
