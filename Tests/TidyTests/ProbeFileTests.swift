import Testing

/// One probe is one file, and its place is its registration.
@Suite struct ProbeFileTests {
    private static let folder = "Sources/MusterProbes/Probes/"
    private static let declaration =
        #"^\s*(?:\w+ )*(?:enum|struct|class|actor|extension)\s+([\w.]+)\s*:[^{]*\bProbe\b"#

    /// A file in `Probes/` holds the probe of its name and no other. The build
    /// plugin takes files that end with `Probe.swift`; anything else lies beside.
    static let inPlace = Rule(
        covers: { $0.hasPrefix(folder) && Paths.swift($0) },
        look: { file in
            guard file.name.hasSuffix("Probe") else {
                return [(1, "\(file.name): is no probe, needed a place outside Probes/")]
            }
            let probes = declared(in: file)
            let strange = probes.filter { $0.name != file.name }
            if strange.isEmpty, probes.isEmpty { return [(1, "declares no \(file.name): Probe")] }
            return strange.map {
                ($0.line, "\($0.name) in \(file.name).swift, needed its own file")
            }
        })

    /// A probe that lies elsewhere would never run.
    static let elsewhere = Rule(
        covers: { Paths.sources($0) && !$0.hasPrefix(folder) },
        look: { file in
            declared(in: file).map { ($0.line, "\($0.name) lies outside Probes/: nobody runs it") }
        })

    private static func declared(in file: SourceFile) -> [(line: Int, name: String)] {
        let pattern = Pattern(declaration)
        return file.code.enumerated().compactMap { index, line in
            pattern.captures(in: line)?.first.map { (index + 1, $0) }
        }
    }

    /// Probes that no test names.
    static func untested(_ probes: [String], in tests: [SourceFile]) -> [String] {
        probes.filter { probe in
            !tests.contains { $0.code.contains { line in line.contains(probe) } }
        }
    }

    @Test func everyProbeIsTheFileOfItsName() { Self.inPlace.holds() }
    @Test func noProbeLiesElsewhere() { Self.elsewhere.holds() }

    @Test func everyProbeHasATest() {
        let probes = Tree.swift.filter { $0.path.hasPrefix(Self.folder) }.map(\.name)
        let tests = Tree.swift.filter { $0.path.hasPrefix("Tests/MusterProbesTests/") }
        for probe in Self.untested(probes, in: tests) {
            Issue.record("\(Self.folder)\(probe).swift:1: no test in MusterProbesTests names it")
        }
    }

    @Test(arguments: [
        ("public enum AProbe: Probe {}", []), ("public enum AProbe: Sendable, Probe {}", []),
        ("public enum BProbe: Probe {}", [1]), ("enum Parser {}", [1]),
        ("enum AProbe: Probe {}\nstruct C: Probe {}", [2]), ("// enum AProbe: Probe", [1]),
    ])
    func plantedProbeOfAnotherNameIsFound(_ text: String, found: [Int]) {
        #expect(Self.inPlace.lines(of: text, at: Self.folder + "AProbe.swift") == found)
    }

    @Test func plantedSatelliteIsFound() {
        #expect(Self.inPlace.lines(of: "enum A {}", at: Self.folder + "Parser.swift") == [1])
    }

    @Test(arguments: [("enum A: Probe {", [1]), ("protocol Probe: Sendable {", []), ("x", [])])
    func plantedProbeElsewhereIsFound(_ text: String, found: [Int]) {
        #expect(Self.elsewhere.lines(of: text, at: "Sources/MusterProbes/A.swift") == found)
    }

    @Test func plantedUntestedProbeIsFound() {
        let test = SourceFile(path: "Tests/A.swift", text: "AProbe.card // BProbe")
        #expect(Self.untested(["AProbe", "BProbe"], in: [test]) == ["BProbe"])
    }
}
