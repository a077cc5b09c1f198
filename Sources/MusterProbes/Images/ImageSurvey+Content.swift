internal import MusterModel

/// What an image holds, whatever its format.
extension ImageSurvey {
    /// Programs whose ELF header tells the architecture; links among them are
    /// followed inside the image.
    private static let programs = ["/bin/sh", "/bin/bash", "/usr/bin/env", "/bin/busybox"]
    private static let labels = "/.singularity.d/labels.json"
    /// Of these, a root folder has one at least.
    private static let folders = ["/bin", "/usr", "/etc", "/.singularity.d"]
    /// An os-release has less than a thousand bytes, labels a few more.
    private static let bytesOfEach = 3072

    private static var asked: [String] {
        programs + ImageSystem.releaseFiles + [labels] + folders
    }

    /// Looks into a folder.
    func lookAtFolder(_ notes: inout ImageNotes) async {
        let uncounted = Absence(.unsupported, "\(name): a folder's size is not counted")
        notes.lack([ImageCards.size], uncounted, from: name)
        let none = Absence(.absent, "\(name): a folder has none")
        notes.set(ImageCards.signature, .string("none"), from: name)
        notes.set(ImageCards.signers, .list([]), from: name)
        notes.lack(
            [ImageCards.compressor, ImageCards.partitions, ImageCards.uuid], none, from: name)
        do throws(Absence) {
            let found = try await content(at: 0)
            let roots = Self.folders.compactMap { found[$0] }
            let isRoot = roots.contains { $0.exists == true }
            if !isRoot, case .missing(let absence)? = roots.first(where: { $0.exists == nil }) {
                throw absence
            }
            notes.set(
                ImageCards.format, .string(isRoot ? "directory" : "unrecognised"), from: name)
            guard isRoot else {
                let why = Absence(
                    .malformed, "\(name): none of bin, usr, etc, needed a root folder")
                return notes.lack(ImageCards.all, why, from: name)
            }
            notes.set(ImageCards.launchLine, .string("none"), from: name)
            note(found, into: &notes)
            await notePoints(at: 0, into: &notes)
        } catch {
            notes.lack(ImageCards.all, error, from: name)
        }
    }

    /// Looks into a squashfs that begins at `offset`; where a library is missing,
    /// through unsquashfs.
    func lookIntoSquashfs(at offset: Int64, into notes: inout ImageNotes) async {
        do throws(Absence) {
            note(try await content(at: offset), into: &notes)
            await notePoints(at: offset, into: &notes)
        } catch {
            if error.reason == .unsupported, let lister = scene.lister {
                await list(by: lister, at: offset, instead: error, into: &notes)
            }
            notes.lack(ImageCards.content, error, from: name)
        }
    }

    private func content(at offset: Int64) async throws(Absence) -> [String: ImageEntry] {
        let inquiry = ImageInquiry(
            name, offset: offset, paths: Self.asked, bytes: Self.bytesOfEach)
        let entries = try await node.entries(of: inquiry)
        return Dictionary(zip(inquiry.paths, entries), uniquingKeysWith: { first, _ in first })
    }

    private func note(_ found: [String: ImageEntry], into notes: inout ImageNotes) {
        notes.lack(
            [ImageCards.architecture], Absence(.absent, "\(name): no shell in it"), from: name)
        if notes.value(of: ImageCards.architecture) == nil {
            noteArchitecture(found, into: &notes)
        }
        noteSystem(ImageSystem.releaseFiles.map { found[$0]?.text }, into: &notes)
        guard notes.value(of: ImageCards.built) == nil else { return }
        let origin = name + Self.labels
        do throws(Absence) {
            guard let text = found[Self.labels]?.text else {
                throw Absence(.absent, "\(origin): not there, and nothing else dates it")
            }
            note(built: try ImageBuildDate.day(inLabels: text, origin), from: origin, into: &notes)
        } catch {
            notes.lack([ImageCards.built, ImageCards.age], error, from: origin)
        }
    }

    private func noteArchitecture(
        _ found: [String: ImageEntry], into notes: inout ImageNotes
    ) {
        var first: Absence?
        for program in Self.programs {
            switch found[program] {
            case .found(.file, let bytes)?:
                do throws(Absence) {
                    let word = try ELFHeader.architecture(of: bytes, name + program)
                    return notes.set(ImageCards.architecture, .string(word), from: name + program)
                } catch { first = first ?? error }
            case .missing(let absence)?: first = first ?? absence
            default: continue
            }
        }
        if let first { notes.set(ImageCards.architecture, .failure(first), from: name) }
    }

    /// Which system the texts of the release files name.
    func noteSystem(_ texts: [String?], into notes: inout ImageNotes) {
        let cards = [ImageCards.os, ImageCards.osVersion, ImageCards.generation]
        do throws(Absence) {
            let image = try ImageSystem(texts, name)
            notes.set(ImageCards.os, .string(image.system.id), from: "\(name): release file")
            notes.set(
                ImageCards.generation, .string(image.generation), from: "\(name): release file")
            guard let version = image.system.version else {
                throw Absence(.absent, "\(name): \(image.system.id) without a version")
            }
            notes.set(
                ImageCards.osVersion, .version(Version(version)), from: "\(name): release file")
        } catch {
            notes.lack(cards, error, from: name)
        }
    }

    /// The day of building, and how long ago that is.
    func note(built day: CalendarDate, from origin: String, into notes: inout ImageNotes) {
        notes.set(ImageCards.built, .date(day), from: origin)
        let age = scene.now.map { now -> FactValue in
            .duration(.seconds(max(0, now - day.secondsSince1970)))
        }
        notes.set(ImageCards.age, age, from: "images.image.built and the node's clock")
    }

    private func notePoints(at offset: Int64, into notes: inout ImageNotes) async {
        guard !scene.points.isEmpty else { return noteNoPoints(&notes) }
        let inquiry = ImageInquiry(name, offset: offset, paths: scene.points)
        do throws(Absence) {
            let entries = try await node.entries(of: inquiry)
            for case .missing(let absence) in entries { throw absence }
            let held = zip(inquiry.paths, entries).filter { $1.exists == true }.map(\.0)
            let missing = Set(inquiry.paths).subtracting(held)
            let beyond = scene.points.count - Set(inquiry.paths).count
            guard beyond <= 0 else {
                throw Absence(.unsupported, "\(beyond) bind points more than are looked for")
            }
            note(held: Set(held), missing: missing.sorted(), from: name, into: &notes)
        } catch {
            notes.lack(Self.pointCards, error, from: name)
        }
    }

    private static let pointCards = [
        ImageCards.bindPoints, ImageCards.missingBindPoints, ImageCards.holdsBindPoints,
    ]

    func noteNoPoints(_ notes: inout ImageNotes) {
        let why = Absence(.notWatched, "no bind points are watched")
        notes.lack(Self.pointCards, why, from: "watch list")
    }

    func note(
        held: Set<String>, missing: [String], from origin: String, into notes: inout ImageNotes
    ) {
        notes.set(ImageCards.bindPoints, .paths(held), from: origin)
        notes.set(ImageCards.missingBindPoints, .list(missing), from: origin)
        notes.set(ImageCards.holdsBindPoints, .bool(missing.isEmpty), from: origin)
    }
}

extension ImageEntry {
    /// The beginning of a file as text; nil for anything else.
    fileprivate var text: String? {
        guard case .found(.file, let bytes) = self else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
