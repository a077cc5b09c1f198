import Foundation
import MusterModel
import Testing

@testable import MusterProbes

struct RuntimeDefaultsTests {
    /// From the sources of each release: its own default, or nil where it has no
    /// such directive.
    @Test(
        arguments: [
            ("enable overlay", .singularity, "2.3.2", "yes"),
            ("enable overlay", .singularity, "2.6.1-dist", "try"),
            ("enable overlay", .singularity, "3.8.7-1.el8", "try"),
            ("enable overlay", .singularityCE, "4.5.1", "try"),
            ("enable overlay", .apptainer, "1.1.9", "try"),
            ("enable overlay", .apptainer, "1.3.0-rc.1", "try"),
            ("enable overlay", .apptainer, "1.3.6-1.el9", "yes"),
            ("enable underlay", .singularity, "2.6.1", nil),
            ("enable underlay", .singularity, "3.0.0", "yes"),
            ("sessiondir max size", .singularity, "3.8.7", "16"),
            ("sessiondir max size", .singularityCE, "3.10.5", "16"),
            ("sessiondir max size", .singularityCE, "3.11.0", "64"),
            ("sessiondir max size", .apptainer, "1.1.9", "16"),
            ("sessiondir max size", .apptainer, "1.2.0", "64"),
            ("allow user ns", .singularity, "2.6.1", "yes"),
            ("allow user ns", .singularity, "3.8.7", nil),
            ("allow user ns", .singularityCE, "4.1.5", nil),
            ("allow user ns", .singularityCE, "4.2.0", "yes"),
            ("allow user ns", .apptainer, "1.3.6", nil),
            ("allow user ns", .apptainer, "1.4.0", "yes"),
            ("allow setuid-mount squashfs", .apptainer, "1.1.7", nil),
            ("allow setuid-mount squashfs", .apptainer, "1.1.8", "yes"),
            ("allow setuid-mount squashfs", .apptainer, "1.3.0", "iflimited"),
            ("allow kernel extfs", .singularityCE, "3.11.1", nil),
            ("allow kernel extfs", .singularityCE, "3.11.2", "yes"),
            ("autofs bug path", .singularity, "3.4.2", ""),
            ("autofs bug path", .singularity, "3.5.0", nil),
            ("image driver", .apptainer, "1.5.3", ""),
            ("image driver", .singularityCE, "4.0.0", nil),
            ("sync writable extfs", .apptainer, "1.5.3", nil),
            ("sync writable extfs", .apptainer, "1.6.0", "no"),
        ] as [(String, RuntimeFlavour, String, String?)])
    func everyReleaseHasItsOwnDefaults(
        key: String, flavour: RuntimeFlavour, version: String, initial: String?
    ) {
        #expect(DirectiveTable.ruling(on: key, in: release(flavour, version))?.initial == initial)
    }

    @Test
    func erasOfALineNeverOverlap() {
        for directive in DirectiveTable.byKey.values {
            for line in RuntimeFlavour.Line.allCases {
                let eras = directive.eras.filter { $0.line == line }
                for (era, next) in zip(eras, eras.dropFirst()) {
                    #expect(era.until.map { $0 <= next.from } == true, "\(directive.key)")
                }
            }
        }
    }

    /// Every default is a value that its own release accepts.
    @Test(arguments: [
        (RuntimeFlavour.singularity, "2.3.2"), (.singularity, "2.6.1"), (.singularity, "3.8.7"),
        (.singularityCE, "3.11.5"), (.singularityCE, "4.5.1"), (.apptainer, "1.0.0"),
        (.apptainer, "1.1.9"), (.apptainer, "1.6.0"),
    ])
    func everyDefaultIsAllowed(flavour: RuntimeFlavour, version: String) throws {
        let release = release(flavour, version)
        let lines = DirectiveTable.byKey.keys.sorted().compactMap { key in
            DirectiveTable.ruling(on: key, in: release).flatMap { $0.initial }.map {
                "\(key) = \($0)"
            }
        }
        let written = try configuration(lines.joined(separator: "\n"), flavour, version)
        #expect(lines.count > 20)
        #expect(written.refusal == nil)
        #expect(written.unknown == [])
        #expect(try written.changed == [])
    }

    /// Without a version only what all releases of the flavour agree on is known.
    @Test
    func unknownVersionKnowsWhatAllReleasesShare() throws {
        let late = Absence(.timedOut, "/usr/bin/apptainer --version: no answer")
        let found = try RuntimeConfiguration(
            parsing: "enable underlay = preferred", from: "x",
            of: RuntimeRelease(flavour: .apptainer, version: .failure(late)))
        #expect(try found.flag("mount slave"))
        #expect(try found.word("enable underlay") == "preferred")
        #expect(throws: late) { try found.word("enable overlay") }
        #expect(throws: late) { try found.number("sessiondir max size") }
        #expect(throws: late) { try found.changed }
    }

    private static let samples = ProcessInfo.processInfo.environment["MUSTER_SAMPLES"]

    @Test(
        .enabled(if: samples != nil),
        arguments: [
            (RuntimeFlavour.singularity, "2.6.1", "conf/singularity-2.6.1.conf"),
            (.singularity, "3.4.2", "conf/singularity-3.4.2.conf"),
            (.singularity, "3.8.7", "conf/singularity-3.8.7.conf"),
            (.singularityCE, "3.11.5", "conf/singularity-ce-3.11.5.conf"),
            (.apptainer, "1.1.9", "conf/apptainer-1.1.9.conf"),
            (.apptainer, "1.3.6", "conf/apptainer-1.3.6.conf"),
        ])
    func pristineFilesOfAReleaseAreUnchanged(
        flavour: RuntimeFlavour, version: String, file: String
    ) throws {
        let path = try #require(Self.samples) + "/" + file
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let found = try configuration(text, flavour, version)
        #expect(found.unknown == [])
        #expect(found.refusal == nil)
        #expect(try found.changed == [])
        #expect(try found.list("bind path") == ["/etc/localtime", "/etc/hosts"])
    }

    /// glideinWMS ships it for Singularity inside its own containers.
    @Test(.enabled(if: samples != nil))
    func deployedFileShowsItsChanges() throws {
        let path = try #require(Self.samples) + "/singularity.conf.glideinwms_container"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let found = try configuration(text, .singularity, "3.8.7")
        #expect(found.unknown == [])
        #expect(
            try found.changed == [
                "allow setuid = no", "enable fusemount = no", "enable overlay = no",
                "max loop devices = 0", "root default capabilities = no",
            ])
    }
}
