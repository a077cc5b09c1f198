import MusterModel
import Testing

@testable import MusterChecks

/// The baseline's and ATLAS's checks of images.
struct BaselineImagesTests {
    private static let image = "/images/x.sif"

    /// A healthy node that watches one more image, with other values.
    private func node(_ values: [String: String]) -> Node {
        let names = Node.atlasImages + [Self.image]
        return Node.healthy.with(["images.images.list": names.joined(separator: ",")])
            .subject("images.image", Self.image, Node.image.merging(values) { $1 })
    }

    private func outcome(_ check: String, _ values: [String: String]) -> Outcome? {
        node(values).outcome(check, Self.image)
    }

    private static let checks = [
        "images.readable", "images.format", "images.architecture", "images.bind-points",
        "images.signature", "images.vsyscall", "images.ia32",
    ]

    @Test func aWholeImageFailsNothing() {
        let outcomes = Set(Self.checks.map { outcome($0, [:]) })
        #expect(outcomes == [.pass, .inapplicable])
    }

    /// Nobody asks a registry, and a pattern stands for what it matches.
    @Test(arguments: ["docker", "oras", "glob", "unrecognised"])
    func whatIsNoPathIsNotJudged(reference: String) {
        let values = Node.image.mapValues { _ in "?not-tried" }
            .merging(["reference": reference]) { $1 }
        for check in Self.checks {
            #expect(outcome(check, values) == .inapplicable, "\(check)")
        }
    }

    @Test(arguments: [
        ("yes", Outcome.pass), ("no", .fail), ("?forbidden", .unknown), ("?hung", .unknown),
    ])
    func theSitesImageHasToBeThere(present: String, expected: Outcome) {
        let demand = Demand(origin: "--images", binds: [], images: [Self.image])
        let node = node(["present": present])
        #expect(node.outcome("images.present", Self.image, demands: [demand]) == expected)
        #expect(node.outcome("images.present", Self.image) == nil, "nobody demands it")
    }

    /// One finding for the repository, none for each image in it.
    @Test func aRepositoryThatIsNotThereIsNotTheImagesFinding() {
        let demand = Demand(origin: "--images", binds: [], images: [Self.image])
        let values = Node.image.mapValues { _ in "?absent" }
            .merging(["reference": "path", "reachable": "no"]) { $1 }
        for check in ["images.present"] + Self.checks {
            let found = node(values).outcome(check, Self.image, demands: [demand])
            #expect(found == .inapplicable, "\(check)")
        }
    }

    /// Several profiles watch images that only some sites have.
    @Test func anImageThatIsNotThereIsJudgedByNothingElse() {
        let values = Node.image.mapValues { _ in "?absent" }
            .merging(["reference": "path", "reachable": "yes", "present": "no"]) { $1 }
        let node = node(values).with([
            "kernel.vsyscall.mode": "none", "kernel.feature.ia32": "absent",
        ])
        for check in Self.checks {
            #expect(node.outcome(check, Self.image) == .inapplicable, "\(check)")
        }
    }

    @Test(arguments: [("yes", Outcome.pass), ("no", .fail), ("?not-tried", .unknown)])
    func usersRead(readable: String, expected: Outcome) {
        #expect(outcome("images.readable", ["readable": readable]) == expected)
        #expect(outcome("images.readable", ["present": "no"]) == .inapplicable)
    }

    @Test(arguments: [
        ("directory", Outcome.pass), ("sif", .pass), ("squashfs", .pass), ("ext3", .pass),
        ("ext", .fail), ("unrecognised", .fail), ("?malformed", .unknown),
    ])
    func onlyWhatRuntimesKnowStarts(format: String, expected: Outcome) {
        #expect(outcome("images.format", ["format": format]) == expected)
    }

    @Test(arguments: [("yes", Outcome.pass), ("no", .fail), ("?absent", .unknown)])
    func theArchitectureFits(native: String, expected: Outcome) {
        #expect(outcome("images.architecture", ["native": native]) == expected)
    }

    @Test func theRemedyNamesBothArchitectures() {
        let remedy = node(["architecture": "aarch64", "native": "no"])
            .remedy("images.architecture", Self.image)
        #expect(
            remedy == "The image is for aarch64, the node is x86_64: name an image for it, or "
                + "keep the queue's jobs off this node.")
    }

    private static let bare = ["holds-bind-points": "no", "missing-bind-points": "/scratch"]

    @Test(arguments: [
        (["overlay": "yes", "underlay": "no"], Outcome.inapplicable),
        (["overlay": "no", "underlay": "yes"], .inapplicable),
        (["overlay": "no", "underlay": "preferred"], .inapplicable),
        (["overlay": "no", "underlay": "no"], .fail),
        (["overlay": "no", "underlay": "?absent"], .unknown),
    ])
    func bindPointsCountWhereNoRouteMakesThem(settings: [String: String], expected: Outcome) {
        let node = node(Self.bare).subject("runtime.route", "apptainer-unprivileged", settings)
        #expect(node.outcome("images.bind-points", Self.image) == expected)
    }

    @Test(arguments: [("no", Outcome.fail), ("?not-tried", .unknown), ("yes", .inapplicable)])
    func anUnprivilegedRouteNeedsAnOverlayThatWorks(works: String, expected: Outcome) {
        let node = node(Self.bare).with(["overlay.unprivileged.works": works])
            .subject("runtime.route", "apptainer-unprivileged", ["underlay": "no"])
        #expect(node.outcome("images.bind-points", Self.image) == expected)
    }

    @Test func theRemedyNamesTheMissingBindPoints() {
        let remedy = node(Self.bare)
            .subject(
                "runtime.route", "apptainer-unprivileged", ["overlay": "no", "underlay": "no"]
            )
            .remedy("images.bind-points", Self.image)
        #expect(remedy?.contains("have /scratch made in the image") == true)
    }

    @Test(arguments: [
        ("0 B", Outcome.inapplicable), ("19999 MiB", .pass), ("20000 MiB", .pass),
        ("20001 MiB", .warn), ("?hung", .unknown),
    ])
    func allImagesFitIntoTheCache(sum: String, expected: Outcome) {
        let node = Node.healthy.with(["images.images.on-cvmfs": sum])
        #expect(node.outcome("images.cache") == expected)
    }

    @Test(arguments: [
        ("none", "?absent", Outcome.inapplicable), ("present", "?absent", .inapplicable),
        ("present", "/usr/bin/apptainer", .warn), ("failed", "/usr/bin/apptainer", .warn),
        ("verified", "/usr/bin/apptainer", .pass),
    ])
    func aSignatureIsVerifiedWhereARuntimeCan(
        signature: String, verifier: String, expected: Outcome
    ) {
        let values = ["signature": signature, "verifier": verifier]
        #expect(outcome("images.signature", values) == expected)
    }

    @Test(arguments: [
        ("el6", "none", Outcome.fail), ("el5", "none", .fail), ("el6", "xonly", .pass),
        ("el6", "emulate", .pass), ("el7", "none", .inapplicable),
        ("debian-6", "none", .inapplicable), ("el6", "?forbidden", .unknown),
    ])
    func oldImagesNeedVsyscall(generation: String, mode: String, expected: Outcome) {
        let node = node(["generation": generation]).with(["kernel.vsyscall.mode": mode])
        #expect(node.outcome("images.vsyscall", Self.image) == expected)
    }

    @Test(arguments: [
        ("i386", "absent", Outcome.fail), ("i386", "builtin", .pass),
        ("x86_64", "absent", .inapplicable),
    ])
    func imagesOf32BitNeedTheEmulation(
        architecture: String, feature: String, expected: Outcome
    ) {
        let node = node(["architecture": architecture]).with(["kernel.feature.ia32": feature])
        #expect(node.outcome("images.ia32", Self.image) == expected)
    }

    @Test(arguments: [
        ("yes", "yes", "yes", Outcome.pass), ("yes", "no", "?absent", .warn),
        ("yes", "yes", "no", .warn), ("no", "?not-tried", "?not-tried", .inapplicable),
        ("?hung", "?hung", "?hung", .unknown),
    ])
    func thePilotsImageCountsWhereTheRepositoryIs(
        reachable: String, present: String, readable: String, expected: Outcome
    ) {
        let values = ["reachable": reachable, "present": present, "readable": readable]
        let node = Node.healthy.subjects("images.image", Node.atlasImages, values)
        #expect(node.outcome("atlas.image", by: "atlas") == expected)
    }

    @Test func oneOfBothPlacesSuffices() {
        let node = Node.healthy.subject(
            "images.image", Node.atlasImages[1], ["present": "no", "readable": "?absent"])
        #expect(node.outcome("atlas.image", by: "atlas") == .pass)
    }

    /// What the how-to says a site may write.
    @Test func aSiteLimitsSignersDigestsAndAge() {
        let text = """
            format: muster-checks/1
            profile: mysite
            title: My site
            dated: 2026-11-23
            limits:
              images.oldest:
                value: 2026-06-01
                source: {text: our security policy, date: 2026-11-23}
            checks:
              - id: mysite.images
                title: the image is one of ours, and of this year
                level: required
                reason: Only approved images run here.
                source: {text: our security policy, date: 2026-11-23}
                each: {kind: images.image, in: [/images/x.sif]}
                require:
                  images.image.signature: {is: verified}
                  any:
                    - images.image.signers: {contains: 12045C8C0B1004D058DE4BEDA20C27EE7FF7BA84}
                  images.image.built: {at least: {limit: images.oldest}}
                remedy: Fetch the current image from our registry.
            """
        let library = ChecksLibrary(
            [CheckFile(name: "mysite.yaml", text: text)], vocabulary: TestVocabulary.all)
        #expect(library.errors.map(\.description) == [])
        #expect(library.profile("mysite")?.limits["images.oldest"]?.value.kind == .date)
    }
}
