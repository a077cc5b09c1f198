internal import MusterModel

extension CvmfsProbe {
    private typealias Cards = CvmfsRepositoryCards

    /// The facts about all repositories, looked at side by side, by name.
    static func repositoryFacts(_ scene: CvmfsScene) async -> [Fact] {
        let all = await withTaskGroup(of: (String, [Fact]).self) { group in
            for subject in scene.subjects {
                group.addTask { (subject, await facts(of: subject, scene)) }
            }
            return await group.reduce(into: [String: [Fact]]()) { $0[$1.0] = $1.1 }
        }
        return scene.subjects.flatMap { all[$0] ?? [] }
    }

    private static func facts(of subject: String, _ scene: CvmfsScene) async -> [Fact] {
        var notes = Notes()
        guard let name = CvmfsName(subject) else {
            let absence = Absence(.malformed, "\(subject.excerpt) is no repository's name")
            for card in Cards.all {
                notes.note(card, of: subject, missing: absence, from: "watch list")
            }
            return notes.facts
        }
        // Which repositories are mounted moves: facts of the sheet stay with the rest.
        if scene.watched.contains(subject) || scene.configured.contains(name) {
            await noteConfigured(name, scene, in: &notes)
        }
        await noteMounted(name, scene, in: &notes)
        return notes.facts
    }

    private static func noteConfigured(
        _ name: CvmfsName, _ scene: CvmfsScene, in notes: inout Notes
    ) async {
        let own = await scene.files.settings(for: name)
        let settings = name == scene.chosen ? scene.settings : own
        let subject = name.text
        await notes.note(Cards.configured, of: subject, from: CvmfsFiles.folder) {
            () async throws(Absence) in
            .bool(try await isConfigured(name, own, scene))
        }
        let origin = settings.origin("CVMFS_QUOTA_LIMIT")
        await notes.note(Cards.quota, of: subject, from: origin) { () throws(Absence) in
            if let nothing = scene.nothing { throw nothing }
            return .bytes(try limit(settings))
        }
    }

    /// Whether a client here would mount it, as far as files tell.
    private static func isConfigured(
        _ name: CvmfsName, _ own: CvmfsSettings, _ scene: CvmfsScene
    ) async throws(Absence) -> Bool {
        let isStrict = (try? scene.settings.flag("CVMFS_STRICT_MOUNT")) == true
        if !isStrict, !own.ownFiles.isEmpty { return true }
        if !isStrict, !name.domain.isEmpty {
            let keys = "\(CvmfsFiles.folder)/keys/\(name.domain)"
            if try await scene.node.exists(keys) { return true }
            if try await scene.node.exists("\(keys).pub") { return true }
        }
        return try scene.settings.repositories().contains(name)
    }

    private static func noteMounted(
        _ name: CvmfsName, _ scene: CvmfsScene, in notes: inout Notes
    ) async {
        let subject = name.text
        let repository = CvmfsRepository(
            name: name, node: scene.node, mounts: scene.mounts,
            hasClient: (try? scene.client.get()) ?? false)
        let isAsked = scene.watched.contains(subject) || scene.mounts.names.contains(name)
        var answers: Result<Bool, Absence> = .failure(
            Absence(.notWatched, "nobody asked for \(subject), and it is not mounted"))
        if isAsked {
            do throws(Absence) {
                answers = .success(try await repository.isAccessible())
            } catch {
                answers = .failure(error)
            }
        }
        await notes.note(Cards.accessible, of: subject, from: repository.point) {
            () throws(Absence) in .bool(try answers.get())
        }
        await notes.note(Cards.mounted, of: subject, from: scene.node.mountTablePath) {
            () async throws(Absence) in .bool(try await repository.isMountedNow())
        }
        switch answers {
        case .success(true): await noteLive(repository, in: &notes)
        case .success(false):
            let absence = Absence(.absent, "\(repository.point) is not accessible")
            noteLive(missing: absence, repository, in: &notes)
        case .failure(let absence): noteLive(missing: absence, repository, in: &notes)
        }
    }

    private static func noteLive(
        missing absence: Absence, _ repository: CvmfsRepository, in notes: inout Notes
    ) {
        for card in Cards.live {
            notes.note(
                card, of: repository.name.text, missing: absence, from: repository.point)
        }
    }

    /// Notes what the running client tells, each attribute for itself.
    private static func noteLive(_ repository: CvmfsRepository, in notes: inout Notes) async {
        // A bind of another repository would answer for that one.
        if let name = try? await repository.attribute("fqrn"), name != repository.name.text {
            let point = repository.point
            let absence = Absence(.malformed, "\(point): shows \(name.excerpt)")
            return noteLive(missing: absence, repository, in: &notes)
        }
        let subject = repository.name.text
        await attribute("version", Cards.version) { () async throws(Absence) in
            .version(Version(try await repository.attribute("version")))
        }
        await attribute("revision", Cards.revision) { () async throws(Absence) in
            .integer(try await repository.number("revision"))
        }
        await attribute("proxy", Cards.proxy) { () async throws(Absence) in
            .string(try await repository.attribute("proxy"))
        }
        await attribute("host", Cards.host) { () async throws(Absence) in
            .string(try await repository.attribute("host"))
        }
        await attribute("nioerr", Cards.errors) { () async throws(Absence) in
            .integer(try await repository.number("nioerr"))
        }
        await attribute("timestamp_last_ioerr", Cards.lastError) { () async throws(Absence) in
            .duration(try await repository.sinceLastError())
        }
        await attribute("ncleanup24", Cards.cleanups) { () async throws(Absence) in
            .integer(try await repository.cleanups())
        }
        await noteCache(of: repository, in: &notes)

        func attribute(
            _ name: String, _ card: FactCard, _ look: () async throws(Absence) -> FactValue
        ) async {
            await notes.note(card, of: subject, from: "user.\(name) of \(repository.point)", look)
        }
    }

    private static func noteCache(
        of repository: CvmfsRepository, in notes: inout Notes
    ) async {
        let (subject, source) = (repository.name.text, "statfs \(repository.point)")
        do throws(Absence) {
            let cache = try await repository.cache()
            notes.note(Cards.limit, of: subject, .bytes(cache.limit), from: source)
            notes.note(Cards.used, of: subject, .bytes(cache.used), from: source)
        } catch {
            notes.note(Cards.limit, of: subject, missing: error, from: source)
            notes.note(Cards.used, of: subject, missing: error, from: source)
        }
    }
}
