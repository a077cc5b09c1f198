public import MusterModel

/// Whether the routes that are there really start a container, and what is true
/// inside. Only when asked: it starts other people's programs and images.
public enum SmokeProbe: Probe {
    /// Every fact of a smoked route, and the roster.
    public static let card = ProbeCard(
        "smoke", "Does each route start a container, and what is true inside?",
        sources: [
            "a container of each route, started as an ordinary user, only with --smoke",
            "a constant shell script inside, and the same on the node",
        ],
        facts: SmokeFacts.cards,
        subjects: [
            SubjectCard(
                "smoke.route", roster: SmokeFacts.roster,
                "A way to run a container that was tried, by the name it has in runtime.route.")
        ],
        mayBlock: true)

    /// Finds the routes and starts one container after the other: side by side they
    /// would take each other's time.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        var notes = Notes()
        let asked = watching.names(of: "smoke.route")
        notes.note(SmokeFacts.asked, .bool(!asked.isEmpty), from: "watch list")
        guard !asked.isEmpty else {
            let absence = Absence(.notWatched, "nobody asked for a start: needed --smoke")
            for card in [SmokeFacts.supplied, SmokeFacts.roster] {
                notes.note(card, missing: absence, from: "watch list")
            }
            return notes.facts
        }
        let stage = await SmokeStage(of: node, watching)
        notes.note(SmokeFacts.supplied, .bool(!stage.images.isEmpty), from: "watch list")
        switch await routes(on: node, watching) {
        case .failure(let absence):
            notes.note(SmokeFacts.roster, missing: absence, from: "PATH")
        case .success(let routes):
            let chosen = routes.filter { asked.contains("*") || asked.contains($0.name) }
            notes.note(SmokeFacts.roster, .list(chosen.map(\.name)), from: "PATH")
            for route in chosen {
                let result = await stage.smoke(route, on: node)
                SmokeFacts.note(result, of: route, in: &notes)
            }
        }
        return notes.facts
    }

    private static func routes(
        on node: any NodeView, _ watching: WatchList
    ) async -> Result<[Route], Absence> {
        let path = node.mountTablePath
        let mounts = await Result.of { () async throws(Absence) in
            try MountTable(parsing: try await node.text(of: path), from: path)
        }
        async let installed = InstallationFinder.find(on: node, watching: watching, mounts: mounts)
        async let equipped = Engine.find(on: node)
        let (found, engines) = await (installed, equipped)
        // Whether a daemon listens is what the start will tell.
        let routes = Route.derived(
            from: found.installations, engines: engines.engines, dockerSocket: .success(true),
            mounts: mounts)
        if routes.isEmpty, let doubt = found.doubt ?? engines.doubt { return .failure(doubt) }
        return .success(routes)
    }
}
