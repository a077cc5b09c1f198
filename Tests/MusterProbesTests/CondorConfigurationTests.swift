import MusterModel
import Testing

@testable import MusterProbes

/// HTCondor's configuration language, as far as it is evaluated.
@Suite struct CondorConfigurationTests {
    private func read(
        _ text: String, _ more: [String: String] = [:]
    ) async throws -> CondorConfiguration {
        var node = PaperNode()
        node.files = more
        node.files["/etc/condor/condor_config"] = text
        return try await CondorFiles.read(on: node)
    }

    /// The value, `nil`, or the reason why it is not known.
    private func word(_ configuration: CondorConfiguration, _ name: String) -> String {
        do throws(Absence) {
            return try configuration.value(of: name, in: ["STARTER"]) ?? "nil"
        } catch {
            return "[\(error.reason.rawValue)]"
        }
    }

    @Test(arguments: [
        ("", "nil"), ("A = x", "x"), ("a=x", "x"), ("A = x\nA = y", "y"), ("A =", ""),
        ("A = x \\\n# comment \\\n  y", "x y"), ("A = x\\", "x"), ("# A = x", "nil"),
        ("[A Section]\nA = [ b=c ]", "[ b=c ]"), ("A x", "nil"), ("= x", "nil"),
        ("STARTER.A = x\nA = y", "x"), ("A = $(B)\nB = x", "x"), ("A = $(B)", ""),
        ("A = x\nA = $(A)y\nA = $(A)z", "xyz"), ("A = $(A:d)e", "de"), ("A = $(B:d)", "d"),
        ("A = $(B:$(C))\nC = x", "x"), ("A = $(B)\nB = $(A)", "[malformed]"),
        ("A = $ENV(HOME)", "[unsupported]"), ("A = $(FULL_HOSTNAME)", "[unsupported]"),
        ("A = $$(Memory) $x $", "$$(Memory) $x $"), ("A = $(LOCAL_DIR)/lib", "/var/lib"),
        ("A = $(B", "$(B"), ("A @=end\none\ntwo\n@end\nB = x", "one\ntwo"),
        ("A @=end\none", "one"), ("warning : A = x", "nil"), ("A\u{301} = x", "nil"),
    ])
    func aNameHasTheValueOfItsLastLine(text: String, expected: String) async throws {
        #expect(word(try await read(text), "A") == expected)
    }

    /// Small files that would keep a careless reader busy for hours.
    @Test func macrosThatMultiplyEachOtherAreMalformed() async throws {
        let lines = (1...11).map { number in
            "A\(number) = " + String(repeating: "$(A\(number - 1))", count: 100)
        }
        let configuration = try await read(
            (["A0 ="] + lines + ["A = $(A11)"]).joined(separator: "\n"))
        #expect(word(configuration, "A") == "[malformed]")
    }

    @Test func manyOpenBracketsAreNoMacros() async throws {
        let text = String(repeating: "$(", count: 30_000)
        #expect(word(try await read("A = \(text)"), "A") == text)
        #expect(word(try await read("A = $(B $(C)\nC = x"), "A") == "$(B x")
    }

    @Test func aValueLongerThanASettingIsNotTold() async throws {
        let text = String(repeating: "$(", count: 400_000)
        #expect(word(try await read("A = \(text)"), "A") == "[unsupported]")
    }

    @Test(arguments: [
        ("if true\nA = x\nendif", "x"), ("if no\nA = x\nendif", "nil"),
        ("if false\nA = x\nelse\nA = y\nendif", "y"),
        ("if 0\nA = x\nelif yes\nA = y\nelse\nA = z\nendif", "y"),
        ("if ! defined B\nA = x\nendif", "x"), ("B = 1\nif defined B\nA = x\nendif", "x"),
        ("B = true\nif $(B)\nA = x\nendif", "x"), ("if $(B)\nA = x\nendif", "nil"),
        ("if version >= 8.8\nA = x\nendif", "[unsupported]"),
        ("A = w\nif version >= 8.8\nA = x\nelse\nA = y\nendif", "[unsupported]"),
        ("if version >= 8.8\nA = x\nendif\nA = y", "y"),
        ("if false\nif true\nA = x\nendif\nA = y\nendif\nB = z", "nil"),
        ("endif\nelse\nelif true\nA = x", "x"), ("if true\nA = x", "x"),
        ("if false\ninclude : /x|\nendif", "nil"),
    ])
    func conditionsAreToldOrDoubted(text: String, expected: String) async throws {
        #expect(word(try await read(text), "A") == expected)
    }

    @Test(arguments: [
        ("use ROLE : Execute", "nil", 1), ("use feature : GPUs", "[unsupported]", 1),
        ("use security:strong\nuse POLICY : X", "nil", 2),
        ("include : /usr/bin/make |", "[unsupported]", 1),
        ("include command into /c : /bin/make", "[unsupported]", 1),
        ("@include : /absent", "nil", 1), ("include ifexist : /absent", "nil", 0),
        ("include : relative", "[unsupported]", 1), ("include : $ENV(X)", "[unsupported]", 1),
        ("LOCAL_CONFIG_FILE = /bin/make|", "[unsupported]", 1), ("junk junk", "nil", 1),
    ])
    func whatIsNotEvaluatedIsRemembered(
        text: String, expected: String, remarks: Int
    ) async throws {
        let configuration = try await read(text)
        #expect(word(configuration, "A") == expected)
        #expect(configuration.unevaluated.count == remarks)
    }

    /// What stands after something unknown is still known.
    @Test func aValueThatIsThereIsBelieved() async throws {
        #expect(word(try await read("use feature : GPUs\nA = x"), "A") == "x")
    }

    @Test func filesAreReadInTheDocumentedOrder() async throws {
        let configuration = try await read(
            """
            A = main
            LOCAL_CONFIG_DIR = /usr/share/condor/config.d, /etc/condor/config.d
            LOCAL_CONFIG_FILE = /etc/condor/local /absent
            """,
            [
                "/usr/share/condor/config.d/99-last": "A = vendor\n",
                "/etc/condor/config.d/10-first": "A = first\nB = first\n",
                "/etc/condor/config.d/20-next": "B = $(A)next\ninclude : /etc/condor/more\n",
                "/etc/condor/config.d/30-x.rpmsave": "B = saved\n",
                "/etc/condor/config.d/.hidden": "B = hidden\n",
                "/etc/condor/more": "C = more\n", "/etc/condor/local": "A = local\n",
            ])
        #expect(
            configuration.files == [
                "/etc/condor/condor_config", "/usr/share/condor/config.d/99-last",
                "/etc/condor/config.d/10-first", "/etc/condor/config.d/20-next",
                "/etc/condor/more", "/etc/condor/local",
            ])
        #expect(word(configuration, "A") == "local")
        #expect(word(configuration, "B") == "localnext")
        #expect(word(configuration, "C") == "more")
        #expect(configuration.unevaluated == [])
    }

    @Test func foldersAreReadAgainWhereTheirListChanged() async throws {
        let configuration = try await read(
            "LOCAL_CONFIG_DIR = /a\n",
            ["/a/1": "LOCAL_CONFIG_DIR = /a, /b\nA = a\n", "/b/1": "A = b\n"])
        #expect(word(configuration, "A") == "b")
    }

    @Test func aFileThatIsRefusedLeavesEverythingOpen() async throws {
        var node = PaperNode()
        node.files = [
            "/etc/condor/condor_config": "LOCAL_CONFIG_DIR = /etc/condor/config.d\nB = x\n",
            "/etc/condor/config.d/10-secret": "A = x\n",
        ]
        node.refused = ["/etc/condor/config.d/10-secret"]
        let configuration = try await CondorFiles.read(on: node)
        #expect(word(configuration, "A") == "[unsupported]")
        #expect(word(configuration, "B") == "x")
    }

    @Test func includesThatGoRoundEnd() async throws {
        let configuration = try await read("A = x\ninclude : /etc/condor/condor_config\n")
        #expect(word(configuration, "A") == "x")
        #expect(configuration.flood != nil)
        #expect(configuration.files.count < 20)
    }

    @Test func hugeFilesAreCut() async throws {
        let text = (0..<30_000).map { "A\($0) = x\n" }.joined() + "A = x\n"
        let configuration = try await read(text)
        #expect(configuration.settings.count <= CondorConfiguration.settingsAtMost)
        let bomb = (1..<40).map { "B\($0) = $(B\($0 - 1))$(B\($0 - 1))\n" }.joined()
        #expect(word(try await read("B0 = xxxxxxxx\n" + bomb + "A = $(B18)"), "A") == "[malformed]")
    }

    @Test func withoutAnInitialFileThereIsNone() async {
        let result = await Result.of { () async throws(Absence) in
            try await CondorFiles.read(on: PaperNode())
        }
        #expect(result.reason == .absent)
    }

    @Test func theToolsAnswerIsTakenAsItIs() {
        let configuration = CondorConfiguration(
            dump: "# Configuration from machine: wn\nEXECUTE = /scratch\nBASE_CGROUP =\njunk\n",
            from: "tool")
        #expect(word(configuration, "EXECUTE") == "/scratch")
        #expect(word(configuration, "BASE_CGROUP") == "")
        #expect(word(configuration, "SINGULARITY_JOB") == "nil")
    }

    @Test(arguments: [
        ("\"/a\"", ["/a"]), ("\"docker://a:1\"", ["docker://a:1"]), ("/a/b.sif", ["/a/b.sif"]),
        ("TARGET.SingularityImage", []), ("", []), ("\"open", []),
        ("ifThenElse(isUndefined(TARGET.I), \"/b\", \"/a\")", ["/a", "/b"]),
        ("x == \"el9\" ? \"/a b\" : \"no\"", []),
    ])
    func imagesAreWhatAnExpressionNames(expression: String, images: [String]) {
        #expect(BatchSystem.images(in: expression) == images)
    }
}
