import MusterModel
import Testing

@testable import MusterChecks

/// The images that a site names.
@Suite struct ImageListTests {
    private func images(_ text: String) throws -> [String]? {
        try Demand.parse(images: text, origin: "--images")?.images
    }

    @Test(arguments: ["", " \n ", ",,", "# nothing\n", "\n#a,b"])
    func nothingIsNoDemand(_ text: String) throws {
        #expect(try Demand.parse(images: text, origin: "--images") == nil)
    }

    @Test(arguments: [
        ("/a.sif", ["/a.sif"]), ("/a , /b/*.img", ["/a", "/b/*.img"]),
        ("//a///b/", ["/a/b"]), ("/a/./b", ["/a/b"]), ("/a,/a", ["/a"]),
        ("/a b.sif", ["/a b.sif"]), ("# ours\n/a\n\n/b\r\n", ["/a", "/b"]),
        ("docker://almalinux:9", ["docker://almalinux:9"]),
        (
            "oras://ghcr.io/apptainer/alpine:latest,/a",
            ["oras://ghcr.io/apptainer/alpine:latest", "/a"]
        ),
        (
            "/cvmfs/unpacked.cern.ch/registry.hub.docker.com/a/b:1",
            ["/cvmfs/unpacked.cern.ch/registry.hub.docker.com/a/b:1"]
        ),
    ])
    func namesAreRead(text: String, expected: [String]) throws {
        #expect(try images(text) == expected)
    }

    @Test(arguments: [
        ("a.sif", DemandError.Code.relative), ("./a", .relative), ("/a/../b", .path),
        ("/a\u{7}b", .path), ("docker://", .relative), ("://x", .relative),
        ("DOCKER://x", .relative), ("/" + String(repeating: "a", count: 4096), .size),
        (String(repeating: "x", count: 65_537), .size),
        ((0...256).map { "/\($0)" }.joined(separator: ","), .size),
    ])
    func whatIsNoImageIsRefused(text: String, code: DemandError.Code) {
        let error = #expect(throws: DemandError.self) { try images(text) }
        #expect(error?.code == code)
        #expect(error?.description.hasPrefix("--images: ") == true)
    }

    @Test func bindsAreNotDemandedAsImages() throws {
        let demand = try #require(try Demand.parse("/data", origin: "--binds"))
        #expect(demand.images == [])
        #expect(try Demand.parse(images: "/a", origin: "x")?.binds == [])
    }
}
