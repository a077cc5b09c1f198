internal import MusterModel

/// Finds out about one image all that its facts say.
struct ImageSurvey: Sendable {
    /// The image as it is named.
    let name: String
    /// What is the same for all.
    let scene: ImageScene
    /// The node.
    var node: any NodeView { scene.node }

    /// Every fact about it, and what a pattern matches.
    func facts() async -> [Fact] {
        var notes = ImageNotes(name)
        let reference = ImageReference(name)
        notes.set(ImageCards.reference, .string(reference.word), from: "watch list")
        switch reference {
        case .path, .unpacked, .glob: await look(reference, into: &notes)
        case .remote: await ask(&notes)
        case .strange:
            let why = Absence(
                .malformed, "\(name.excerpt): needed an absolute path or a registry's reference")
            notes.lack(ImageCards.all, why, from: "watch list")
        }
        return notes.facts
    }

    private func ask(_ notes: inout ImageNotes) async {
        if !scene.asksServers {
            let why = Absence(.notTried, "\(name): no server is asked without --remote-images")
            return notes.lack(ImageCards.all, why, from: "watch list")
        }
        guard let curl = scene.curl else {
            let why = Absence(.unsupported, "\(name): its server is asked by curl, not installed")
            return notes.lack(ImageCards.all, why, from: "PATH")
        }
        let machine = try? scene.machine.get()
        await RemoteImage(name: name, curl: curl, machine: machine, node: node).look(into: &notes)
    }

    /// Looks whether the repository is there, before anything in it is missed.
    private func look(_ reference: ImageReference, into notes: inout ImageNotes) async {
        let repository = ImageReference.repository(of: name)
        notes.set(ImageCards.onCVMFS, .bool(repository != nil), from: "watch list")
        if let repository {
            do throws(Absence) {
                let isThere = try await node.exists(repository)
                notes.set(ImageCards.reachable, .bool(isThere), from: "stat(\(repository))")
                if !isThere {
                    let why = Absence(.absent, "\(repository): not there, see cvmfs.repository")
                    return notes.lack(ImageCards.all, why, from: repository)
                }
            } catch {
                return notes.lack(ImageCards.all, error, from: "stat(\(repository))")
            }
        } else {
            notes.set(ImageCards.reachable, .bool(true), from: "watch list")
        }
        if case .glob = reference {
            await match(&notes)
        } else {
            notes.lack([ImageCards.matches], Absence(.absent, "\(name): no pattern"), from: name)
            await lookAtPath(reference, into: &notes)
        }
    }

    private func match(_ notes: inout ImageNotes) async {
        do throws(Absence) {
            let found = try await ImagePattern(text: name).matches(on: node)
            notes.set(ImageCards.matches, .list(found), from: "readdir")
            notes.set(ImageCards.present, .bool(!found.isEmpty), from: "readdir")
        } catch {
            notes.lack([ImageCards.matches, ImageCards.present], error, from: "readdir")
        }
        let why = Absence(.unsupported, "\(name): a pattern; what it matches are images themselves")
        notes.lack(ImageCards.all, why, from: "watch list")
    }

    private func lookAtPath(_ reference: ImageReference, into notes: inout ImageNotes) async {
        let origin = "stat(\(name))"
        let found: FileAttributes
        do throws(Absence) { found = try await node.attributes(of: name) } catch {
            let isAbsent = error.reason == .absent
            notes.set(
                ImageCards.present, isAbsent ? .success(.bool(false)) : .failure(error),
                from: origin)
            return notes.lack(ImageCards.all, error, from: origin)
        }
        notes.set(ImageCards.present, .bool(true), from: origin)
        await noteAccess(found.kind, into: &notes)
        if case .unpacked = reference { await noteFlatDigest(&notes) }
        switch found.kind {
        case .folder: await lookAtFolder(&notes)
        case .file:
            notes.set(ImageCards.size, .bytes(Bytes(found.size)), from: origin)
            await lookAtFile(found.size, into: &notes)
        default:
            let why = Absence(
                .malformed, "\(name): a \(found.kind.rawValue), needed a file or folder")
            notes.lack(ImageCards.all, why, from: origin)
        }
        noteMachine(&notes)
    }

    private func noteAccess(
        _ kind: FileAttributes.Kind, into notes: inout ImageNotes
    ) async {
        let readable = await Result.looked { () async throws(Absence) -> FactValue in
            let may = try await node.access(to: name)
            return .bool(may.read && (kind != .folder || may.enter))
        }
        notes.set(ImageCards.readable, readable, from: "access(\(name)) as an ordinary user")
    }

    /// unpacked.cern.ch links every image to `.flat/XX/DIGEST`.
    private func noteFlatDigest(_ notes: inout ImageNotes) async {
        let digest = await Result.looked { () async throws(Absence) -> FactValue in
            let target = try await node.target(of: name)
            let parts = target.parts(by: "/")
            guard parts.contains(".flat"), let last = parts.last, last.utf8.count == 64,
                last.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
            else {
                throw Absence(
                    .malformed, "\(name): links to \(target.excerpt), needed .flat/XX/DIGEST")
            }
            return .string("sha256:\(last)")
        }
        notes.set(ImageCards.digest, digest, from: "readlink(\(name))")
    }

    private func noteMachine(_ notes: inout ImageNotes) {
        guard case .string(let architecture)? = notes.value(of: ImageCards.architecture) else {
            let why = Absence(.absent, "\(name): its architecture is not known")
            return notes.lack([ImageCards.native], why, from: name)
        }
        notes.set(
            ImageCards.native,
            scene.machine.map { .bool(ELFHeader.runs(architecture, on: $0)) },
            from: "images.image.architecture and uname")
    }
}
