internal import MusterModel

/// Where the library of a compressor is missing, unsquashfs may still have it.
extension ImageSurvey {
    /// What `unsquashfs` can tell: whether paths are there, and a release file. It
    /// follows no links, so that what it does not list may be there all the same.
    func list(
        by program: String, at offset: Int64, instead absence: Absence,
        into notes: inout ImageNotes
    ) async {
        guard !name.contains(" ") else { return }
        let start = String(offset)
        var text: String?
        for file in ["usr/lib/os-release", "etc/os-release"] where text == nil {
            let end = try? await node.run(program, "-o", start, "-cat", name, file)
            if let end, end.exit == 0 { text = end.output }
        }
        if let text { noteSystem([text, nil, nil], into: &notes) }
        guard !scene.points.isEmpty else { return noteNoPoints(&notes) }
        let plain = scene.points.filter { !$0.contains(" ") }
        do throws(Absence) {
            let question = Question.run(
                [program, "-o", start, "-ll", name] + plain.map { String($0.dropFirst()) })
            guard case .program(let end) = await node.answer(question), end.exit == 0 else {
                throw absence
            }
            let held = UnsquashfsListing(end.output).held(of: scene.points)
            let missing = scene.points.filter { !held.contains($0) }
            let origin = "\(program) -o \(start) -ll \(name)"
            guard missing.isEmpty else {
                notes.set(ImageCards.bindPoints, .paths(held), from: origin)
                throw Absence(
                    .unsupported,
                    "\(program): does not list \(missing.sorted().joined(separator: ", ")), "
                        + "which may be there behind links; \(absence.detail)")
            }
            note(held: held, missing: [], from: origin, into: &notes)
        } catch {
            notes.lack(
                [
                    ImageCards.bindPoints, ImageCards.missingBindPoints,
                    ImageCards.holdsBindPoints,
                ], error, from: program)
        }
    }
}

/// The lines of `unsquashfs -ll`: mode, owner, size, time, and the path below
/// `squashfs-root`, with ` -> ` and a target for links.
struct UnsquashfsListing: Sendable {
    private let paths: Set<String>

    init(_ text: String) {
        let root = " squashfs-root"
        paths = Set(
            text.split(separator: "\n").compactMap { line in
                guard let start = line.firstRange(of: root)?.upperBound else { return nil }
                let path = line[start...]
                guard line.hasPrefix("l"), let arrow = path.firstRange(of: " -> ") else {
                    return String(path)
                }
                return String(path[..<arrow.lowerBound])
            })
    }

    /// Which of the paths are listed.
    func held(of points: [String]) -> Set<String> { Set(points).intersection(paths) }
}
