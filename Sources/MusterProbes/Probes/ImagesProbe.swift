public import MusterModel

/// The container images that profiles and the site name: whether they are there and
/// fit this node, who vouches for them, and what they hold.
public enum ImagesProbe: Probe {
    static let roster = FactCard(
        "images.images.list", .list,
        "The images that somebody named, with what patterns match in their place, sorted.")
    static let asksServers = FactCard(
        "images.servers.asked", .bool,
        "Whether servers of images were to be asked (--remote-images).")
    static let total = FactCard(
        "images.images.total", .bytes, "The size of all image files together, folders left out.")
    static let onCVMFS = FactCard(
        "images.images.on-cvmfs", .bytes,
        "The size of all image files on CernVM-FS together: what they take of its cache when all "
            + "of them are read to the end.")

    /// What the probe asks and yields.
    public static let card = ProbeCard(
        "images", "Are the images there, whole, and made for this node?",
        sources: [
            "the images' own bytes and folders, in observers and as an ordinary user",
            "apptainer verify", "unsquashfs", "curl, only with --remote-images",
        ],
        facts: [asksServers, total, onCVMFS] + ImageCards.all,
        subjects: [
            SubjectCard(
                "images.image", roster: roster,
                "An image as it is named: a file, a folder, a pattern of paths, a link of "
                    + "unpacked.cern.ch, or a registry's reference.")
        ],
        mayBlock: true,
        privilege: "An image that only root may read is not looked into.")

    /// More images than this are no list of profiles and queues.
    private static let imagesAtMost = 256

    /// Looks at every watched image, all at once; what patterns match comes second.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        let named = watching.names(of: "images.image")
        let remote = !watching.names(of: "images.server").isEmpty
        guard !named.isEmpty else { return summary([], [:], remote) }
        let scene = await ImageScene(node, watching: watching)
        var found = await survey(named, scene)
        let matches = Set(named.flatMap { Self.matches(of: $0, in: found[$0]) })
        let more = matches.subtracting(named).sorted().prefix(imagesAtMost)
        for (name, facts) in await survey(Array(more), scene) { found[name] = facts }
        let patterns = named.filter { !Self.matches(of: $0, in: found[$0]).isEmpty }
        let names = Set(named).subtracting(patterns).union(more).sorted()
        return summary(names, found, remote)
    }

    private static func survey(
        _ names: [String], _ scene: ImageScene
    ) async -> [String: [Fact]] {
        var found: [String: [Fact]] = [:]
        await withTaskGroup(of: (String, [Fact]).self) { group in
            for name in names {
                group.addTask { (name, await ImageSurvey(name: name, scene: scene).facts()) }
            }
            for await (name, facts) in group { found[name] = facts }
        }
        return found
    }

    private static func matches(of name: String, in facts: [Fact]?) -> [String] {
        let key = FactKey(ImageCards.matches.name, of: name)
        guard case .list(let matches)? = facts?.first(where: { $0.key == key })?.reading.value
        else { return [] }
        return matches
    }

    private static func summary(
        _ names: [String], _ found: [String: [Fact]], _ remote: Bool
    ) -> [Fact] {
        var notes = Notes()
        notes.note(asksServers, .bool(remote), from: "watch list")
        notes.note(roster, .list(names), from: "watch list")
        let all = found.sorted { $0.key < $1.key }
        let sizes = all.compactMap { name, facts in
            size(of: name, in: facts).map { (name, $0) }
        }
        let cached = sizes.filter { ImageReference.repository(of: $0.0) != nil }
        notes.note(total, .bytes(sum(sizes.map(\.1))), from: "images.image.size")
        notes.note(onCVMFS, .bytes(sum(cached.map(\.1))), from: "images.image.size")
        return notes.facts + all.flatMap(\.value)
    }

    private static func size(of name: String, in facts: [Fact]) -> Int64? {
        let key = FactKey(ImageCards.size.name, of: name)
        guard case .bytes(let bytes)? = facts.first(where: { $0.key == key })?.reading.value
        else { return nil }
        return bytes.count
    }

    private static func sum(_ sizes: [Int64]) -> Bytes {
        Bytes(
            sizes.reduce(0) { sum, size in
                let (next, over) = sum.addingReportingOverflow(size)
                return over ? .max : next
            })
    }
}
