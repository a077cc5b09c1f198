internal import MusterModel

extension CvmfsProbe {
    /// Notes whether the client is there, and its version.
    static func noteClient(_ scene: CvmfsScene, in notes: inout Notes) async {
        let program = CvmfsScene.program
        await notes.note(installed, from: program) { () throws(Absence) in
            .bool(try scene.client.get())
        }
        await notes.note(version, from: "\(program) --version") { () async throws(Absence) in
            guard try scene.client.get() else { throw Absence(.absent, "no \(program)") }
            let end = try await scene.node.run(program, "--version")
            return .version(try version(in: end.output))
        }
    }

    /// The version in `CernVM-FS version 2.12.0`.
    /// - Throws: malformed for any other text.
    static func version(in output: String) throws(Absence) -> Version {
        let line = output.split(whereSeparator: \.isNewline).first ?? ""
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "version"), at + 1 < words.count else {
            throw Absence(.malformed, "cvmfs2 --version: \(line.excerpt), needed a version")
        }
        let version = Version(String(words[at + 1]))
        guard version.isComparable else {
            throw Absence(.malformed, "cvmfs2 --version: \(line.excerpt), needed a version")
        }
        return version
    }

    /// Notes the parameters that matter, each with the line that set it.
    static func noteConfiguration(_ scene: CvmfsScene, in notes: inout Notes) {
        let settings = scene.settings
        let source =
            settings.reader == .files
            ? CvmfsFiles.folder
            : "\(CvmfsSettings.tool) showconfig -s \(scene.chosen?.text ?? "")"
        note(reader, "", scene, in: &notes, from: source) { _ in
            .string(settings.reader.rawValue)
        }
        note(unevaluated, "", scene, in: &notes, from: source) { _ in .list(settings.unevaluated) }
        note(repositories, "CVMFS_REPOSITORIES", scene, in: &notes) { _ throws(Absence) in
            .list(try settings.repositories().map(\.text))
        }
        noteText(proxy, "CVMFS_HTTP_PROXY", scene, in: &notes)
        noteText(profile, "CVMFS_CLIENT_PROFILE", scene, in: &notes)
        noteFlag(strictMount, "CVMFS_STRICT_MOUNT", scene, in: &notes)
        noteText(configRepository, "CVMFS_CONFIG_REPOSITORY", scene, in: &notes)
    }

    /// Notes where the cache is, how large it may become, and its disk.
    static func noteCache(_ scene: CvmfsScene, in notes: inout Notes) async {
        noteText(base, "CVMFS_CACHE_BASE", scene, in: &notes)
        noteFlag(shared, "CVMFS_SHARED_CACHE", scene, in: &notes)
        noteText(alien, "CVMFS_ALIEN_CACHE", scene, in: &notes)
        let name = "CVMFS_QUOTA_LIMIT"
        note(limit, name, scene, in: &notes) { _ throws(Absence) in
            .bytes(try limit(scene.settings))
        }
        note(limited, name, scene, in: &notes) { _ throws(Absence) in
            .bool(try scene.settings.quota() != nil)
        }
        note(origin, name, scene, in: &notes) { name throws(Absence) in
            _ = try scene.settings.text(name)
            return .string(scene.settings.origin(name))
        }
        await noteDisk(scene, in: &notes)
    }

    /// The quota of `settings`.
    /// - Throws: unsupported where there is no limit, else why it is not known.
    static func limit(_ settings: CvmfsSettings) throws(Absence) -> Bytes {
        guard let quota = try settings.quota() else {
            throw Absence(
                .unsupported,
                "\(settings.origin("CVMFS_QUOTA_LIMIT")): CVMFS_QUOTA_LIMIT=-1, no limit")
        }
        return quota
    }

    private static func noteDisk(_ scene: CvmfsScene, in notes: inout Notes) async {
        do throws(Absence) {
            if let nothing = scene.nothing { throw nothing }
            let (disk, folder) = try await CvmfsCache(settings: scene.settings).disk(on: scene.node)
            let source = "statfs \(folder)"
            notes.note(diskTotal, .bytes(CvmfsCache.rounded(disk.total)), from: source)
            notes.note(diskFree, .bytes(Bytes(disk.available)), from: source)
        } catch {
            notes.note(diskTotal, missing: error, from: "CVMFS_CACHE_BASE")
            notes.note(diskFree, missing: error, from: "CVMFS_CACHE_BASE")
        }
    }

    /// Notes whether autofs serves CVMFS.
    static func noteAutofs(_ scene: CvmfsScene, in notes: inout Notes) async {
        let folder = scene.mounts.folder
        do throws(Absence) {
            let file = try await CvmfsAutofs.reference(to: folder, on: scene.node)
            notes.note(map, .bool(file != nil), from: file ?? CvmfsAutofs.master)
        } catch {
            notes.note(map, missing: error, from: CvmfsAutofs.master)
        }
        await notes.note(automatic, from: scene.node.mountTablePath) { () throws(Absence) in
            .bool(try scene.mounts.isAutomatic())
        }
    }

    private static func noteText(
        _ card: FactCard, _ name: String, _ scene: CvmfsScene, in notes: inout Notes
    ) {
        note(card, name, scene, in: &notes) { name throws(Absence) in
            .string(try scene.settings.text(name))
        }
    }

    private static func noteFlag(
        _ card: FactCard, _ name: String, _ scene: CvmfsScene, in notes: inout Notes
    ) {
        note(card, name, scene, in: &notes) { name throws(Absence) in
            .bool(try scene.settings.flag(name))
        }
    }

    /// What a parameter says, or why not: above all that there is no configuration.
    private static func note(
        _ card: FactCard, _ name: String, _ scene: CvmfsScene, in notes: inout Notes,
        from source: String? = nil, _ look: (String) throws(Absence) -> FactValue
    ) {
        let origin = source ?? scene.settings.origin(name)
        do throws(Absence) {
            if let nothing = scene.nothing { throw nothing }
            notes.note(card, try look(name), from: origin)
        } catch {
            notes.note(card, missing: error, from: origin)
        }
    }
}
