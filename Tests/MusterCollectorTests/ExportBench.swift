import AuditExamples
import Foundation
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// Sites of nodes whose routes, bind directories and images a test chooses.
struct ExportBench: Sendable {
    /// A machine of the grid, as far as exports look at it.
    struct Machine: Sendable {
        /// Whether its one route is set up with privilege, and works.
        var isSetuid = true
        var works = true
        /// How it makes bind points.
        var overlay = "no", underlay = "no"
        /// Bind directories, and whether they are there; nil where nobody could tell.
        var binds: [String: Bool?] = ["/cvmfs": true]
        /// What it was told to look for in images.
        var places: Set<String> = ["/cvmfs"]
        /// Images with what they hold; nil for one that nobody could look into.
        var images: [String: [String]?] = [:]
        /// Whether its routes are known at all.
        var tellsRoutes = true

        /// One that makes bind points.
        static var modern: Machine {
            var machine = Machine()
            (machine.isSetuid, machine.overlay, machine.underlay) = (false, "yes", "yes")
            return machine
        }

        var example: AuditExample {
            var example = AuditExample.troubled
            let areas: Set<String> = ["runtime", "userns", "overlay", "kernel", "binds", "images"]
            example.facts = example.facts.filter { !areas.contains($0.key.name.area) }
            example.facts += runtime + bindFacts + imageFacts
            example.watchList = WatchList([
                "binds.bind": Set(binds.keys), "images.bind-point": places,
                "images.image": Set(images.keys),
            ])
            return example
        }

        private var runtime: [Fact] {
            let name = isSetuid ? "singularity-setuid" : "apptainer-unprivileged"
            guard tellsRoutes else {
                return [fact("runtime.routes.list", missing: .forbidden, "/usr/bin")]
            }
            return [
                fact("runtime.routes.list", .list([name])),
                fact("runtime.route.enabled", of: name, .bool(isSetuid ? works : true)),
                fact(
                    "runtime.route.flavour", of: name,
                    .string(isSetuid ? "singularity" : "apptainer")),
                fact(
                    "runtime.route.mode", of: name, .string(isSetuid ? "setuid" : "unprivileged")),
                fact("runtime.route.overlay", of: name, .string(overlay)),
                fact("runtime.route.underlay", of: name, .string(underlay)),
                fact("userns.attempt.works", .bool(!isSetuid && works)),
                fact("overlay.filesystem.registered", .bool(false)),
                fact("overlay.unprivileged.works", .bool(true)),
                fact("kernel.feature.overlay", .string("absent")),
            ]
        }

        private var bindFacts: [Fact] {
            binds.flatMap { path, isThere -> [Fact] in
                guard let isThere else {
                    return [fact("binds.bind.exists", of: path, missing: .hung, path)]
                }
                return [
                    fact("binds.bind.exists", of: path, .bool(isThere)),
                    isThere
                        ? fact("binds.bind.readable", of: path, .bool(true))
                        : fact("binds.bind.readable", of: path, missing: .absent, path),
                ]
            } + [fact("binds.binds.list", .list(binds.keys.sorted()))]
        }

        private var imageFacts: [Fact] {
            images.flatMap { name, held -> [Fact] in
                var facts = [
                    fact("images.image.present", of: name, .bool(true)),
                    fact("images.image.on-cvmfs", of: name, .bool(name.hasPrefix("/cvmfs/"))),
                ]
                guard let held else {
                    let why = "no library"
                    facts.append(
                        fact("images.image.bind-points", of: name, missing: .unsupported, why))
                    return facts
                }
                let missing = places.subtracting(held).sorted()
                facts.append(fact("images.image.bind-points", of: name, .paths(Set(held))))
                facts.append(fact("images.image.missing-bind-points", of: name, .list(missing)))
                return facts
            } + [fact("images.images.list", .list(images.keys.sorted()))]
        }
    }

    let bench: CollectorBench
    /// The built-in profiles, two of them.
    let policy: Bench

    init() throws {
        bench = try CollectorBench()
        var places = Bench.Places()
        (places.checks, places.waivers, places.siteWaivers) = ("/none", "/none", "/none")
        let all = try Bench(of: places, version: "test")
        policy = all.replacing(all.profiles.filter { ["baseline", "atlas"].contains($0.id) })
    }

    /// Takes in registries and nodes, judges and folds them.
    func fill(_ registries: [String], _ machines: [String: [Machine]]) async throws {
        let keeper = RegistryKeeper(bench.store)
        for text in registries {
            let looked = try await keeper.look(at: Array(text.utf8), from: "file", bench.now)
            try await keeper.keep(looked, by: "test", bench.now)
        }
        for (site, machines) in machines.sorted(by: { $0.key < $1.key }) {
            for (number, machine) in machines.enumerated() {
                let envelope = try CollectorBench.envelope(machine.example, node: "wn\(number)")
                let bytes = try CollectorBench.delivery([envelope])
                try await bench.withIngest { ingest in
                    let answer = try await ingest.take(bytes) { _ in
                        .success(NodeName(site: site, node: envelope.id.node))
                    }
                    #expect(answer.receipts.values.allSatisfy { $0 == .stored })
                }
            }
        }
        try await bench.fold(by: policy, keeper)
    }

    /// A report of now.
    func report(_ profile: String = "baseline") async throws -> ReadinessReport {
        try #require(
            await ReportMaker(bench.store, bench: policy).report(
                under: profile, at: bench.now, since: bench.now))
    }
}
