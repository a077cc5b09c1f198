import Testing

@testable import MusterChecks

/// Options of queues, taken apart and written again.
struct ContainerOptionsTests {
    private func options(_ text: String) throws -> ContainerOptions {
        try ContainerOptions(text, origin: "queue Q")
    }

    @Test func entriesKeepWhatBelongsToThem() throws {
        let options = try options("--pid -B /a//b/,/c:/d:ro,rw,id=1 --bind=${workdir} --contain")
        #expect(options.entries.map(\.text) == ["/a//b/", "/c:/d:ro,rw,id=1", "${workdir}"])
        #expect(options.entries.map(\.source) == ["/a/b", "/c", nil])
        #expect(options.words == ["--pid", "--contain"] && options.isPlain)
        #expect(
            options.written(without: ["/a/b"], adding: ["/e"])
                == "-B /c:/d:ro,rw,id=1,${workdir},/e --contain --pid")
        #expect(try self.options("-B /a --pid").written(without: ["/a"]) == "--pid")
        #expect(throws: DemandError.self) { try self.options("-B a") }
    }

    @Test(arguments: [
        ("-B /a --contain", false), ("--bind /a --contain", false), ("-B/a --containall", false),
        ("--contain", false), ("--contain -B /a", false),
        ("-B /a,${workdir} --pid --contain", false),
        ("-B /a --pid --contain", true), ("--pid --contain -B /a", true),
        ("-e --containall", true),
    ])
    func thePilotWritesToTheWordBeforeContain(_ text: String, _ isSpoiled: Bool) throws {
        let before = try options(text)
        let after = try options(before.written(without: []))
        #expect(before.isSpoiled == isSpoiled && !after.isSpoiled)
        #expect(before.entries == after.entries)
    }

    @Test func quotesAreNotWrittenAgain() throws {
        for text in ["-B '/a b'", "--env \"A=1\"", "-B /a `x`", "-B /a\\ b"] {
            #expect((try? options(text))?.isPlain != true, "\(text)")
        }
    }

    @Test func theCatchallIsLeftWithTheRest() throws {
        #expect(CatchallOptions("") == nil && CatchallOptions("a=1 b") == nil)
        #expect(CatchallOptions("singularity_options=") == nil)
        let plain = try #require(CatchallOptions("x singularity_options='-B /a --contain' y=2"))
        #expect((plain.options, plain.rest, plain.isRead) == ("-B /a --contain", "x y=2", true))
        #expect(plain.swallowed.isEmpty)
        let open = try #require(CatchallOptions("apptainer_options=-B /a catchx=1 rest"))
        #expect((open.options, open.rest) == ("-B /a", "catchx=1 rest"))
        #expect(open.swallowed == ["catchx=1"])
        let old = try #require(CatchallOptions("singularity_bindmounts=/a,/b;k=1"))
        #expect((old.options, old.rest, old.isRead) == ("-B /a,/b", ";k=1", false))
        let unclosed = try #require(CatchallOptions("singularity_options='-B /a"))
        #expect((unclosed.options, unclosed.rest) == ("-B /a", ""))
    }
}
