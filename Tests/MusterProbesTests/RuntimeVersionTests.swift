import MusterModel
import Testing

@testable import MusterProbes

struct RuntimeVersionTests {
    @Test(
        arguments: [
            ("2.6.1-dist\n", nil, "2.6.1-dist"),
            ("\u{1B}[0m2.4.2-dist\u{1B}[0m\n", nil, "2.4.2-dist"),
            ("singularity version 3.4.2\n", "singularity", "3.4.2"),
            ("singularity version 3.8.7-1.el8\n", "singularity", "3.8.7-1.el8"),
            ("singularity-ce version 3.11.5\n", "singularity-ce", "3.11.5"),
            ("apptainer version 1.3.6-1.el9\n", "apptainer", "1.3.6-1.el9"),
            ("\n\napptainer version 1.4.0-rc.2", "apptainer", "1.4.0-rc.2"),
            ("Docker version 24.0.7, build afdd53b\n", "docker", "24.0.7"),
            ("podman version 4.9.4-rhel", "podman", "4.9.4-rhel"),
            ("runc version 1.1.12\ncommit: v1.1.12-0-g51d5e946\n", "runc", "1.1.12"),
            ("bubblewrap 0.8.0", "bubblewrap", "0.8.0"), ("0.37\n", nil, "0.37"),
        ] as [(String, String?, String)])
    func readsProductAndVersion(output: String, product: String?, version: String) {
        let answer = VersionAnswer(output)
        #expect(answer?.product == product)
        #expect(answer?.version.text == version)
    }

    @Test(arguments: [
        "", "\n \n", "usage: singularity <command>", "\u{1B}[31m", "\u{0}\u{1}\u{2}",
        "version " + String(repeating: "9", count: 100), "ERROR: no such command",
    ])
    func refusesWhatIsNoVersion(output: String) {
        #expect(VersionAnswer(output) == nil)
    }

    @Test(
        arguments: [
            ("apptainer", 1, "singularity", .apptainer),
            ("singularity-ce", 3, "singularity", .singularityCE),
            ("singularity", 3, "singularity", .singularity),
            ("singularity", 4, "singularity", .singularityCE),
            ("singularity-pro", 3, "singularity", .singularityPRO),
            (nil, 2, "singularity", .singularity), (nil, 1, "singularity", .apptainer),
            (nil, 3, "singularity", .singularity), (nil, 4, "singularity", .singularityCE),
            (nil, nil, "apptainer", .apptainer), (nil, nil, "singularity", nil),
        ] as [(String?, Int64?, String, RuntimeFlavour?)])
    func tellsTheFlavour(
        product: String?, major: Int64?, name: String, expected: RuntimeFlavour?
    ) {
        #expect(RuntimeFlavour(product: product, major: major, name: name) == expected)
    }
}
