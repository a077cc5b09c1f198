import MusterModel
import Testing

@testable import MusterChecks

/// The baseline's checks of kernel, user namespaces, routes and mounts, each below,
/// at and above its threshold.
struct BaselineNodeTests {
    @Test(arguments: ["baseline", "atlas"])
    func aHealthyNodeIsReady(profile: String) throws {
        let judgement = try #require(Node.healthy.judged(by: profile))
        let open = judgement.findings.filter { $0.outcome != .pass && $0.outcome != .inapplicable }
        #expect(open.map { "\($0.check) \($0.subject ?? "") \($0.outcome)" } == [])
        #expect(judgement.verdict == .ready)
    }

    @Test func anEmptySheetIsUndeterminedAndNeverUnfit() throws {
        for profile in ["baseline", "atlas"] {
            let judgement = try #require(Node([:]).judged(by: profile))
            #expect(judgement.verdict == .undetermined)
            #expect(!judgement.findings.contains { $0.outcome == .fail || $0.outcome == .pass })
        }
    }

    @Test func withoutLiveAttemptsTheAnswerIsUnknown() throws {
        let node = Node.healthy.with([
            "userns.attempt.works": "?not-tried", "overlay.unprivileged.works": "?not-tried",
        ])
        #expect(node.judged()?.verdict == .undetermined)
        #expect(node.outcome("runtime.route") == .unknown)
        #expect(node.outcome("userns.attempt") == .unknown)
        #expect(node.outcome("userns.enabled") == .pass)
        let setuid = Node.setuid("3.8.7").with(["userns.attempt.works": "?not-tried"])
        #expect(setuid.outcome("runtime.route") == .pass)
        #expect(setuid.judged()?.verdict == .degraded)
    }

    @Test(arguments: [
        ("0", Outcome.fail, Outcome.inapplicable), ("1", .pass, .warn), ("14999", .pass, .warn),
        ("15000", .pass, .pass), ("255000", .pass, .pass),
        ("?absent", .inapplicable, .inapplicable),
        ("?forbidden", .unknown, .unknown),
    ])
    func userNamespacesAreCounted(limit: String, enabled: Outcome, enough: Outcome) {
        let node = Node.healthy.with(["userns.limit.user": limit])
        #expect(node.outcome("userns.enabled") == enabled)
        #expect(node.outcome("userns.limit") == enough)
    }

    @Test(arguments: [("0", Outcome.pass), ("1", .warn), ("?absent", .inapplicable)])
    func networkNamespacesAreClosed(limit: String, outcome: Outcome) {
        #expect(Node.healthy.with(["userns.limit.net": limit]).outcome("userns.net") == outcome)
    }

    @Test func aSetuidRouteStandsInForUserNamespaces() {
        let node = Node.setuid("3.8.7", ["mount-slave": "yes"])
            .with(["userns.attempt.works": "no", "userns.limit.user": "0"])
        #expect(node.outcome("userns.enabled") == .inapplicable)
        #expect(node.outcome("userns.attempt") == .inapplicable)
        #expect(node.outcome("userns.unprivileged") == .warn)
        #expect(node.outcome("runtime.route") == .pass)
        #expect(node.judged()?.verdict == .degraded)
    }

    @Test func anOldSiteWithoutOverlayIsUsableAndDegraded() {
        let node = Node.setuid("2.6.1-dist", ["overlay": "no", "underlay": "no"]).with([
            "kernel.feature.overlay": "absent", "overlay.filesystem.registered": "no",
            "kernel.release.version": "3.0.101-108.el6", "userns.attempt.works": "no",
            "userns.attempt.cause": "unsupported", "userns.limit.user": "?absent",
            "userns.limit.net": "?absent", "kernel.release.family": "suse",
            "system.os.id": "sles",
        ])
        #expect(node.judged()?.verdict == .degraded)
        #expect(node.outcome("runtime.bind-points") == .warn)
        #expect(
            node.remedy("runtime.bind-points")
                == "Use images with the bind directories made in advance, or a kernel and runtime "
                + "with overlay (5.11 and later also without privilege).")
    }

    @Test(arguments: [
        ("yes", "no", "module", Outcome.pass), ("try", "no", "module", .pass),
        ("no", "yes", "module", .pass), ("no", "preferred", "absent", .pass),
        ("no", "no", "module", .warn), ("yes", "no", "absent", .warn),
    ])
    func bindPointsNeedOverlayOrUnderlay(
        overlay: String, underlay: String, kernel: String, outcome: Outcome
    ) {
        let node = Node.setuid("3.8.7", ["overlay": overlay, "underlay": underlay]).with([
            "kernel.feature.overlay": kernel, "overlay.filesystem.registered": "no",
        ])
        #expect(node.outcome("runtime.bind-points") == outcome)
    }

    @Test(arguments: [
        ("unprivileged", "yes", "yes", "apptainer", Outcome.pass),
        ("unprivileged", "yes", "no", "apptainer", .fail),
        ("unprivileged", "no", "yes", "apptainer", .fail),
        ("setuid", "yes", "no", "singularity", .pass),
        ("setuid", "no", "no", "singularity", .fail), ("daemon", "yes", "yes", "docker", .fail),
        ("unprivileged", "yes", "yes", "podman", .fail),
    ])
    func oneRouteOfThePilotsMustWork(
        mode: String, enabled: String, works: String, flavour: String, outcome: Outcome
    ) {
        let node = Node.healthy
            .route(
                "apptainer-unprivileged", mode: mode, flavour: flavour, "1.5.3",
                ["enabled": enabled]
            )
            .with(["userns.attempt.works": works])
        #expect(node.outcome("runtime.route") == outcome)
    }

    @Test func noRouteAtAllIsUnfit() {
        let node = Node.healthy.with(["runtime.routes.list": "", "runtime.installations.list": ""])
        #expect(node.judged()?.verdict == .unfit)
        #expect(node.remedy("runtime.route")?.hasPrefix("Install Apptainer") == true)
        #expect(
            Node.healthy.with(["runtime.routes.list": "?forbidden"]).outcome("runtime.route")
                == .unknown)
    }

    @Test(arguments: [
        ("disabled", "user.max_user_namespaces = 15000"),
        ("exhausted", "user.max_user_namespaces = 15000"),
        ("sysctl", "kernel.unprivileged_userns_clone = 1"), ("apparmor", "{ userns, }"),
        ("outer-limit", "on the host that runs this container"),
        ("unsupported", "CONFIG_USER_NS=y"), ("denied", "EPERM at uid_map"),
    ])
    func theRemedyFitsTheCause(cause: String, part: String) throws {
        let node = Node.healthy.with([
            "userns.attempt.works": "no", "userns.attempt.cause": cause,
            "userns.attempt.error": "EPERM", "userns.attempt.step": "uid_map",
        ])
        #expect(node.outcome("userns.attempt") == .fail)
        #expect(try #require(node.remedy("userns.attempt")).contains(part))
    }

    @Test(arguments: [
        ("3.10.0-957.el7", Outcome.warn), ("3.10.0-1127.el7.x86_64", .pass),
        ("3.10.0-1160.118.1.el7.x86_64", .pass), ("4.18.0-80.el8", .pass), ("2.6.32-754", .warn),
    ])
    func imagesNeedUnprivilegedMounts(kernel: String, outcome: Outcome) {
        #expect(
            Node.healthy.with(["kernel.release.version": kernel]).outcome("kernel.images")
                == outcome)
    }

    @Test(arguments: [
        ("shared", Outcome.pass), ("shared,slave", .pass), ("slave", .pass), ("private", .warn),
        ("unbindable", .warn), ("?forbidden", .unknown),
    ])
    func mountsMustReachContainers(propagation: String, outcome: Outcome) {
        let node = Node.healthy.subject("mounts.mount", "/", ["propagation": propagation])
        #expect(node.outcome("mounts.propagation", "/") == outcome)
        let closed = node.route(
            "apptainer-unprivileged", mode: "unprivileged", flavour: "apptainer", "1.5.3",
            ["mount-slave": "no"])
        #expect(closed.outcome("mounts.propagation", "/") == .inapplicable)
    }

    @Test(arguments: [("yes", Outcome.pass), ("no", .warn), ("?hung", .unknown)])
    func aMountThatHangsIsNamed(answers: String, outcome: Outcome) {
        let node = Node.healthy.subject(
            "mounts.mount", "/cvmfs", ["answers": answers, "point": "/cvmfs", "type": "fuse"])
        #expect(node.outcome("mounts.answer", "/cvmfs") == outcome)
    }

    @Test(arguments: [
        ("5.14.0-611.49.1.el9_7", "", Outcome.warn), ("5.14.0-611.50.1.el9_7", "", .pass),
        ("5.14.0-611.49.1.el9_7", "algif_aead,esp4,esp6,rxrpc", .pass),
        ("5.14.0-611.49.1.el9_7", "algif_aead,esp4,rxrpc", .warn),
    ])
    func kernelsBelowTheFixAreTold(kernel: String, blocked: String, outcome: Outcome) {
        let node = Node.healthy.with([
            "kernel.release.version": kernel, "kernel.release.package": kernel,
            "kernel.modules.blocked": blocked,
        ])
        #expect(node.outcome("kernel.advisories") == outcome)
        let other = node.with(["system.os.id": "gentoo"])
        #expect(other.outcome("kernel.advisories") == (blocked.contains("esp6") ? .pass : .unknown))
    }
}
