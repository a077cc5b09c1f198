import MusterModel
import Testing

@testable import MusterProbes

/// The facts about images, on trees of files and with recorded answers.
@Suite struct ImagesProbeTests {
    private let stage: ImageStage

    init() throws { stage = try ImageStage() }

    private func readings(
        _ images: [String], points: [String] = ["/cvmfs", "/scratch", "/data", "/sys/fs/cgroup"],
        _ answers: [Question: Answer] = [:], root: String? = nil
    ) async -> [String: Reading] {
        let node = TreeNode(root: root ?? stage.folder, recording: Recording(answers))
        let facts = await ImagesProbe.observe(
            node,
            watching: WatchList(["images.image": Set(images), "binds.bind": Set(points)]))
        return Dictionary(
            facts.map { ($0.key.description, $0.reading) }, uniquingKeysWith: { _, last in last })
    }

    private let machine: [Question: Answer] = [
        .machine: .text("x86_64"), .read("/proc/stat"): .text("btime 1600000000\n"),
        .read("/proc/uptime"): .text("86400.5 1.0\n"),
        .access("/i"): .access(Access(read: true, write: false, enter: false)),
        .access("/root"): .access(Access(read: true, write: false, enter: true)),
    ]

    private func value(
        _ all: [String: Reading], _ aspect: String, of image: String
    ) -> FactValue? { all["images.image[\(image)].\(aspect)"]?.value }

    private func reason(
        _ all: [String: Reading], _ aspect: String, of image: String
    ) -> Absence.Reason? { all["images.image[\(image)].\(aspect)"]?.absence?.reason }

    /// What is the same of every format that holds the stage's root.
    private func expectContent(_ all: [String: Reading], of image: String) {
        #expect(value(all, "present", of: image) == .bool(true))
        #expect(value(all, "readable", of: image) == .bool(true))
        #expect(value(all, "architecture", of: image) == .string("x86_64"))
        #expect(value(all, "native", of: image) == .bool(true))
        #expect(value(all, "os", of: image) == .string("almalinux"))
        #expect(value(all, "os-version", of: image) == .version(Version("9.4")))
        #expect(value(all, "generation", of: image) == .string("el9"))
        #expect(value(all, "bind-points", of: image) == .paths(["/cvmfs", "/scratch"]))
        #expect(value(all, "missing-bind-points", of: image) == .list(["/data"]))
        #expect(value(all, "holds-bind-points", of: image) == .bool(false))
    }

    @Test func withoutImagesThereIsOnlyAnEmptyRoster() async {
        let all = await readings([])
        #expect(all["images.images.list"]?.value == .list([]))
        #expect(all["images.images.total"]?.value == .bytes(Bytes(0)))
        #expect(all.count == 4)
    }

    @Test(arguments: [
        "/root", "docker://x", "/none", "relative", "/no*", "/cvmfs/a.b/x", "/root/*",
    ])
    func everyFactIsAlwaysNoted(_ image: String) async {
        let all = await readings([image])
        for card in ImageCards.all {
            #expect(all["images.image[\(image)].\(card.name.aspect)"] != nil, "\(card.name)")
        }
    }

    @Test func aFolderIsLookedIntoWithItsOwnLinks() async throws {
        try stage.tree.file(
            "/root/.singularity.d/labels.json",
            #"{"org.label-schema.build-date":"Saturday_12_September_2020_8:36:28_UTC"}"#)
        let all = await readings(["/root"], machine)
        expectContent(all, of: "/root")
        #expect(value(all, "format", of: "/root") == .string("directory"))
        #expect(value(all, "signature", of: "/root") == .string("none"))
        #expect(reason(all, "size", of: "/root") == .unsupported)
        let day = try #require(CalendarDate("2020-09-12"))
        #expect(value(all, "built", of: "/root") == .date(day))
        #expect(
            value(all, "age", of: "/root") == .duration(.seconds(1_600_086_400 - 1_599_868_800)))
    }

    @Test func aFolderThatIsNoRootIsNoImage() async throws {
        try stage.tree.file("/plain/readme")
        let all = await readings(["/plain"])
        #expect(value(all, "format", of: "/plain") == .string("unrecognised"))
        #expect(reason(all, "os", of: "/plain") == .malformed)
    }

    /// A folder's absolute links stay in the image, whatever the node has there.
    @Test func linksOfAFolderStayInTheImage() async throws {
        try stage.tree.file("/data")
        try stage.tree.link("/root/data", to: "/nowhere")
        try stage.tree.link("/root/mnt", to: "/scratch")
        let all = await readings(["/root"], points: ["/data", "/mnt"])
        #expect(value(all, "bind-points", of: "/root") == .paths(["/mnt"]))
    }

    @Test(
        .enabled(if: ImageStage.hasSquashfs, "\(ImageStage.needsSquashfs)"),
        arguments: ["gzip", "xz", "zstd", "lz4", "lzo"])
    func aSquashfsIsLookedInto(_ compressor: String) async throws {
        let bytes = try stage.squashfs(["-comp", compressor, "-mkfs-time", "1599868800"])
        try stage.write(Array("#!/usr/bin/env run-singularity\n".utf8) + bytes, to: "/i")
        let all = await readings(["/i"], machine)
        expectContent(all, of: "/i")
        #expect(value(all, "format", of: "/i") == .string("squashfs"))
        #expect(value(all, "compressor", of: "/i") == .string(compressor))
        #expect(
            value(all, "launch-line", of: "/i") == .string("#!/usr/bin/env run-singularity"))
        #expect(value(all, "built", of: "/i")?.description == "2020-09-12")
        #expect(value(all, "size", of: "/i") == .bytes(Bytes(Int64(bytes.count + 31))))
        #expect(all["images.images.total"]?.value == .bytes(Bytes(Int64(bytes.count + 31))))
        #expect(all["images.images.on-cvmfs"]?.value == .bytes(Bytes(0)))
    }

    private let key: [UInt8] = (1...20).map { $0 }
    private let fingerprint = "0102030405060708090A0B0C0D0E0F1011121314"
    private let digest = "sha256:" + String(repeating: "ab", count: 32)

    private func sif(signed: Bool) throws -> SIFWriter {
        var writer = SIFWriter()
        writer.objects.append(SIFWriter.Object(type: 0x4001, data: Array("Bootstrap:".utf8)))
        writer.partition(try stage.squashfs())
        if signed {
            let message = #"{"objects":[{"objectDigest":"\#(digest)","relativeId":1}]}"#
            writer.signature(key, "-----BEGIN PGP SIGNED MESSAGE-----\n\n\(message)\n")
        }
        return writer
    }

    @Test(.enabled(if: ImageStage.hasSquashfs, "\(ImageStage.needsSquashfs)"))
    func aSIFIsLookedInto() async throws {
        try stage.write(try sif(signed: true).file, to: "/i")
        let all = await readings(["/i"], machine)
        expectContent(all, of: "/i")
        #expect(value(all, "format", of: "/i") == .string("sif"))
        #expect(value(all, "partitions", of: "/i") == .list(["primary squashfs x86_64"]))
        #expect(value(all, "compressor", of: "/i") == .string("gzip"))
        #expect(value(all, "signers", of: "/i") == .list([fingerprint]))
        #expect(value(all, "signature", of: "/i") == .string("present"))
        #expect(reason(all, "verifier", of: "/i") == .absent)
        #expect(value(all, "digest", of: "/i") == .string(digest))
        #expect(value(all, "built", of: "/i")?.description == "2020-09-13")
    }

    @Test(
        .enabled(if: ImageStage.hasSquashfs, "\(ImageStage.needsSquashfs)"),
        arguments: [
            (0, "", "Verified signature(s)", "verified"),
            (255, "FATAL: data object integrity compromised\n", "", "failed"),
            (255, "FATAL: signature made by unknown entity\n", "", "present"),
            (1, "", "", "present"),
        ])
    func theRuntimeVerifies(exit: Int32, errors: String, output: String, word: String)
        async throws
    {
        try stage.write(try sif(signed: true).file, to: "/i")
        try stage.tree.file("/usr/bin/apptainer", mode: 0o755)
        var answers = machine
        let end = ProgramEnd(exit: exit, output: output, errors: errors)
        answers[.run(["/usr/bin/apptainer", "verify", "--local", "/i"])] = .program(end)
        let all = await readings(["/i"], answers)
        #expect(value(all, "signature", of: "/i") == .string(word))
        #expect(value(all, "verifier", of: "/i") == .string("/usr/bin/apptainer"))
        let line = (errors + output).trimmingSpace
        #expect(value(all, "verifier-answer", of: "/i") == .string(String(line)))
    }

    @Test(.enabled(if: ImageStage.hasSquashfs, "\(ImageStage.needsSquashfs)"))
    func aCutSIFIsMalformedWhereItIsMissed() async throws {
        let whole = try sif(signed: false).file
        try stage.write(Array(whole.dropLast(5000)), to: "/i")
        let all = await readings(["/i"], machine)
        #expect(value(all, "format", of: "/i") == .string("sif"))
        #expect(value(all, "signature", of: "/i") == .string("none"))
        #expect(value(all, "architecture", of: "/i") == .string("x86_64"))
        #expect(reason(all, "os", of: "/i") == .malformed)
        #expect(reason(all, "holds-bind-points", of: "/i") == .malformed)
    }

    @Test func aSIFWithoutPartitionIsMalformed() async throws {
        try stage.write(SIFWriter().file, to: "/i")
        let all = await readings(["/i"], machine)
        #expect(value(all, "partitions", of: "/i") == .list([]))
        #expect(reason(all, "os", of: "/i") == .malformed)
    }

    @Test(.enabled(if: ImageStage.hasExt, "\(ImageStage.needsExt)"))
    func anExt3IsRecognisedAndNotReadInto() async throws {
        let options = ["-t", "ext3", "-O", "^resize_inode,^dir_index,^ext_attr"]
        try stage.write(try stage.ext(options), to: "/i")
        let all = await readings(["/i"], machine)
        #expect(value(all, "format", of: "/i") == .string("ext3"))
        #expect(reason(all, "bind-points", of: "/i") == .unsupported)
        #expect(reason(all, "architecture", of: "/i") == .unsupported)
        #expect(value(all, "built", of: "/i") != nil)
    }

    @Test(arguments: [[], Array("text".utf8), [UInt8](repeating: 0, count: 5000)])
    func anythingElseIsUnrecognised(_ bytes: [UInt8]) async throws {
        try stage.write(bytes, to: "/i")
        let all = await readings(["/i"], machine)
        #expect(value(all, "format", of: "/i") == .string("unrecognised"))
        #expect(reason(all, "os", of: "/i") == .malformed)
    }

    @Test(.enabled(if: ImageStage.hasSquashfs, "\(ImageStage.needsSquashfs)"))
    func whereALibraryIsMissingUnsquashfsIsAsked() async throws {
        try stage.write(try stage.squashfs(["-comp", "lzma"]), to: "/i")
        var all = await readings(["/i"], points: ["/scratch"], machine)
        #expect(reason(all, "bind-points", of: "/i") == .unsupported)
        #expect(reason(all, "os", of: "/i") == .unsupported)
        try stage.tree.file("/usr/bin/unsquashfs", mode: 0o755)
        let (program, list) = ("/usr/bin/unsquashfs", ["-o", "0", "-ll", "/i"])
        var answers = machine
        answers[.run([program, "-o", "0", "-cat", "/i", "usr/lib/os-release"])] = .program(
            ProgramEnd(exit: 0, output: ImageStage.osRelease))
        let listing = """
            drwxr-xr-x root/root  76 2026-11-24 00:26 squashfs-root
            drwxr-xr-x root/root   3 2026-11-24 00:26 squashfs-root/scratch
            """
        for points in [["scratch"], ["data", "scratch"]] {
            answers[.run([program] + list + points)] = .program(
                ProgramEnd(exit: 0, output: listing))
        }
        all = await readings(["/i"], points: ["/scratch"], answers)
        #expect(value(all, "bind-points", of: "/i") == .paths(["/scratch"]))
        #expect(value(all, "holds-bind-points", of: "/i") == .bool(true))
        #expect(value(all, "generation", of: "/i") == .string("el9"))
        #expect(reason(all, "architecture", of: "/i") == .unsupported)
        all = await readings(["/i"], points: ["/data", "/scratch"], answers)
        #expect(value(all, "bind-points", of: "/i") == .paths(["/scratch"]))
        #expect(reason(all, "holds-bind-points", of: "/i") == .unsupported)
    }

    @Test func aPatternStandsForItsMatches() async throws {
        try stage.tree.file("/images/a.sif")
        try stage.tree.file("/images/b.sif")
        try stage.tree.file("/images/.hidden.sif")
        try stage.tree.file("/images/c.txt")
        let all = await readings(["/images/*.sif", "/images/x?", "/*/a.sif"])
        #expect(
            all["images.images.list"]?.value
                == .list(["/images/a.sif", "/images/b.sif", "/images/x?"]))
        #expect(value(all, "present", of: "/images/*.sif") == .bool(true))
        #expect(
            value(all, "matches", of: "/images/*.sif") == .list(["/images/a.sif", "/images/b.sif"]))
        #expect(value(all, "present", of: "/images/x?") == .bool(false))
        #expect(value(all, "format", of: "/images/a.sif") == .string("unrecognised"))
    }

    @Test func aPatternWithoutBoundIsRefused() async throws {
        for number in 0...ImagePattern.matchesAtMost { try stage.tree.file("/m/\(number)") }
        let all = await readings(["/m/*"])
        #expect(reason(all, "matches", of: "/m/*") == .unsupported)
        #expect(reason(all, "present", of: "/m/*") == .unsupported)
    }

    @Test func aRepositoryThatIsNotThereIsToldApart() async throws {
        try stage.tree.folder("/cvmfs/there.cern.ch")
        let names = ["/cvmfs/gone.cern.ch/i", "/cvmfs/there.cern.ch/i"]
        let all = await readings(names)
        #expect(value(all, "reachable", of: names[0]) == .bool(false))
        #expect(reason(all, "present", of: names[0]) == .absent)
        #expect(value(all, "reachable", of: names[1]) == .bool(true))
        #expect(value(all, "present", of: names[1]) == .bool(false))
        let hung = Absence(.hung, "/cvmfs does not answer")
        let silent = await readings(names, [.attributes("/cvmfs/there.cern.ch"): .missing(hung)])
        #expect(reason(silent, "reachable", of: names[1]) == .hung)
        #expect(reason(silent, "present", of: names[1]) == .hung)
    }

    @Test func anUnpackedImageHasItsDigestFromTheLink() async throws {
        let hex = String(repeating: "0f", count: 32)
        let base = "/cvmfs/unpacked.cern.ch"
        try stage.tree.file("\(base)/.flat/0f/\(hex)/etc/os-release", ImageStage.osRelease)
        try stage.tree.link("\(base)/hub/a:1", to: "../.flat/0f/\(hex)")
        try stage.tree.link("\(base)/hub/b:1", to: "../hub")
        let all = await readings(["\(base)/hub/a:1", "\(base)/hub/b:1"])
        #expect(value(all, "reference", of: "\(base)/hub/a:1") == .string("unpacked"))
        #expect(value(all, "digest", of: "\(base)/hub/a:1") == .string("sha256:\(hex)"))
        #expect(value(all, "generation", of: "\(base)/hub/a:1") == .string("el9"))
        #expect(reason(all, "digest", of: "\(base)/hub/b:1") == .malformed)
    }

    @Test(arguments: ["docker", "oras", "library", "https"])
    func noRegistryIsAsked(_ scheme: String) async {
        let all = await readings(["\(scheme)://x/y"])
        #expect(value(all, "reference", of: "\(scheme)://x/y") == .string(scheme))
        #expect(reason(all, "present", of: "\(scheme)://x/y") == .notTried)
    }
}
