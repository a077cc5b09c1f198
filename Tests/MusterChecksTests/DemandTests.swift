import Foundation
import MusterModel
import Testing

@testable import MusterChecks

/// What a site's queue asks, in every spelling of the field.
struct DemandTests {
    private func demand(_ text: String) throws -> Demand? {
        try Demand.parse(text, origin: "queue")
    }

    private func refusal(_ text: String) -> String? {
        do throws(DemandError) {
            _ = try Demand.parse(text, origin: "queue")
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        "", " ", "None", "none", "null", "''", "catchx=1", "log_to=objectstore,a=b",
        "singularity_options=", "singularity_options=''", "# nothing\n",
    ])
    func nothingAskedIsNoDemand(text: String) throws { #expect(try demand(text) == nil) }

    @Test(arguments: [
        "/data0,/ceph/grid", "-B /data0,/ceph/grid", "--bind /data0 -B /ceph/grid",
        "--bind=/data0,/ceph/grid", "-B/data0 -B=/ceph/grid",
        "/data0/\n# scratch\n/ceph//grid # old\n",
        "singularity_options='-B /data0,/ceph/grid'",
        "apptainer_options=\"-B /data0 -B /ceph/grid\"",
        "a=1 singularity_options='--bind /data0,/ceph/grid' b=2", "/data0, ,/ceph/./grid,/data0",
        "container_options='-B /data0,/ceph/grid'", "\n/data0\n/ceph/grid",
    ])
    func everySpellingGivesTheSameBinds(text: String) throws {
        let found = try #require(try demand(text))
        #expect(found.binds == [Demand.Bind("/data0"), Demand.Bind("/ceph/grid")])
        #expect(found.options.isEmpty)
        #expect(found.remarks.isEmpty)
        #expect(found.origin == "queue")
    }

    @Test(arguments: [
        ("/a:/b:ro", Demand.Bind("/a", to: "/b", options: "ro")),
        ("/a::ro", Demand.Bind("/a", options: "ro")), ("/a:/b", Demand.Bind("/a", to: "/b")),
        ("/a:::/b:::ro", Demand.Bind("/a", to: "/b", options: "ro")),
        ("/a:/b:image-src=/x,id=2", Demand.Bind("/a", to: "/b", options: "image-src=/x,id=2")),
        ("/", Demand.Bind("/")), ("/a b", Demand.Bind("/a b")),
    ])
    func aBindHasSourceDestinationAndOptions(text: String, bind: Demand.Bind) throws {
        #expect(try demand(text)?.binds == [bind])
    }

    @Test func variablesAreKeptOutWithARemark() throws {
        let text =
            "singularity_options='-B /etc/grid-security/certificates,/cvmfs,${workdir} --contain'"
        let found = try #require(try demand(text))
        #expect(found.binds.map(\.source) == ["/etc/grid-security/certificates", "/cvmfs"])
        #expect(found.options == ["--contain"])
        #expect(
            found.remarks == [
                "\"${workdir}\" is left out: ${workdir} has no value before the job runs"
            ])
        #expect(
            try demand("/data:$HOME/x,~/y,`pwd`")?.remarks == [
                "\"/data:$HOME/x\" is taken as /data: $HOME has no value before the job runs",
                "\"~/y\" is left out: ~ has no value before the job runs",
                "\"`pwd`\" is left out: a command has no value before the job runs",
            ])
    }

    @Test func anUnquotedValueSwallowsTheRestAsThePilotDoes() throws {
        let found = try #require(try demand("singularity_options=-B /a,/b catchx=1 x='2' y=3"))
        #expect(found.binds.map(\.source) == ["/a", "/b"])
        #expect(found.options == ["catchx=1", "x="])
        #expect(
            found.remarks == [
                "the value of singularity_options= is not quoted: the pilot takes everything up "
                    + "to the next quote as options, \"catchx=1\", \"x=\" included"
            ])
        #expect(
            try demand("apptainer_options=--contain")?.remarks == [
                "the value of apptainer_options= is not quoted: the pilot takes everything up to "
                    + "the end of the catchall"
            ])
    }

    @Test(arguments: [
        ("singularity_options='-B /a", "the quote behind singularity_options= is not closed"),
        (
            "singularity_options='-B /a \"x\" y'",
            "the value of singularity_options= holds another kind of quote: the pilot stops there"
        ),
        (
            "singularity_bindmounts=/a",
            """
            singularity_bindmounts= is of 2017 and read by no pilot of today; write \
            container_options in CRIC
            """
        ),
        ("-B /a --bind", "--bind at the end, without a path"),
        ("-B /a 'x", "a quote in the options is not closed"),
        (
            "-B /a --mount=type=bind,src=/b",
            "--mount=type=bind,src=/b: binds by --mount are not read"
        ),
    ])
    func strangeOptionsAreRemarkedAndRead(text: String, remark: String) throws {
        let found = try #require(try demand(text))
        #expect(found.binds.map(\.source) == ["/a"])
        #expect(found.remarks == [remark])
    }

    /// A runtime refuses the one and reads the other as nobody meant it.
    @Test(arguments: [
        (
            "/x:/y:bogus",
            "\"/x:/y:bogus\": the runtimes know the options ro, rw, id= and image-src= alone"
        ),
        (
            "/x:/y:ro:/z",
            "\"/x:/y:ro:/z\": the runtimes know the options ro, rw, id= and image-src= alone"
        ), ("/x:", "\"/x:\" is taken as /x: nothing stands behind the colon"),
    ])
    func oddBindsAreRemarkedAndRead(text: String, remark: String) throws {
        let found = try #require(try demand(text))
        #expect(found.binds.map(\.source) == ["/x"])
        #expect(found.remarks == [remark])
    }

    @Test(arguments: ["/a::ro", "/a:/b:rw,id=2", "/a:/b:image-src=/i", "/a:/b:", "/a:/b"])
    func knownOptionsNeedNoRemark(text: String) throws {
        #expect(try demand(text)?.remarks == [])
    }

    @Test func theListOf2017EndsAtWhiteSpace() throws {
        let found = try demand("x=1 singularity_bindmounts=/data0,/var/spool/slurmd,/ceph/grid y=2")
        #expect(found?.binds.map(\.source) == ["/data0", "/var/spool/slurmd", "/ceph/grid"])
    }

    @Test func containerOptionsCountBeforeTheCatchall() throws {
        let catchall = "singularity_options='-B /b'"
        func sources(_ options: String) throws -> [String]? {
            try Demand.parse(containerOptions: options, catchall: catchall, origin: "q")?
                .binds.map(\.source)
        }
        #expect(try sources("-B /a") == ["/a"])
        #expect(try sources("None") == ["/b"])
        #expect(try sources("") == ["/b"])
        #expect(try Demand.parse(containerOptions: "none", catchall: "None", origin: "q") == nil)
    }

    @Test(arguments: [
        (
            "data",
            """
            queue: \"data\", needed are absolute paths with commas between, container \
            options that begin with -B, or a catchall
            """
        ),
        ("/a,data", "queue: \"data\", an absolute path is needed"),
        ("-B --contain", "queue: \"--contain\", an absolute path is needed"),
        ("/a:b", "queue: \"/a:b\", an absolute path is needed"),
        ("/a/../etc", "queue: \"/a/../etc\", a path without .. is needed"),
        ("/a\u{1B}[2J", "queue: \"/a?[2J\", a path without .. is needed"),
        ("/a\u{0}", "queue: \"/a?\", a path without .. is needed"),
        (
            "/cvmfs:/cvmfs;rm -rf /",
            "queue: \"/cvmfs:/cvmfs;rm -rf /\", a path without characters that a shell acts on is "
                + "needed"
        ),
        ("/a*", "queue: \"/a*\", a path without characters that a shell acts on is needed"),
        ("/a|b", "queue: \"/a|b\", a path without characters that a shell acts on is needed"),
        ("/a\u{FFFD}", "queue: \"/a\u{FFFD}\", a path in UTF-8 is needed"),
    ])
    func wrongPathsAreRefused(text: String, message: String) { #expect(refusal(text) == message) }

    @Test func sizesAreBounded() {
        #expect(
            refusal("/" + String(repeating: "x", count: 5000))
                == "queue: a path of 5001 bytes, at most 4095 are possible")
        let many = (0...256).map { "/p\($0)" }.joined(separator: ",")
        #expect(refusal(many) == "queue: more than 256 binds")
        #expect(
            refusal(String(repeating: "-B /a ", count: 20_000))
                == "queue: 120000 bytes, at most 65536 are read")
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["MUSTER_SAMPLES"] != nil))
    func stringsOfTheFieldAreRead() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["MUSTER_SAMPLES"])
        let text = try String(
            contentsOfFile: folder + "/container_option_strings.txt", encoding: .utf8)
        var demands: [Demand] = []
        for line in text.split(separator: "\n") where line.hasPrefix("catchall") {
            let parts = line.split(separator: "\t", maxSplits: 1)
            let found = try Demand.parse(String(parts[1]), origin: String(parts[0]))
            demands.append(try #require(found))
        }
        #expect(demands.count == 3)
        #expect(demands.allSatisfy { !$0.binds.isEmpty })
        #expect(demands.last?.binds.count == 3)
    }
}
