public import MusterModel

/// The folders that queues bind into containers: whether they are there, what an
/// ordinary user may do with them, and how mounts below them travel.
public enum BindsProbe: Probe {
    static let roster = FactCard(
        "binds.binds.list", .list, "The bind sources that somebody asked for, sorted.")
    static let exists = FactCard(
        "binds.bind.exists", .bool, "Whether the path leads to something, links followed.")
    static let kind = FactCard(
        "binds.bind.kind", .string, "What it leads to: file, folder, socket, device, pipe.")
    static let readable = FactCard(
        "binds.bind.readable", .bool,
        "Whether an ordinary user may read the file, or list and enter the folder.")
    static let writable = FactCard(
        "binds.bind.writable", .bool, "Whether an ordinary user may write there.")
    static let filesystem = FactCard(
        "binds.bind.filesystem", .string, "The type of the file system that shows the path.")
    static let propagation = FactCard(
        "binds.bind.propagation", .string,
        "How mounts below it travel: shared, slave, shared,slave, private or unbindable.")
    static let readonly = FactCard(
        "binds.bind.readonly", .bool, "Whether it is mounted read-only.")

    /// What the probe asks and yields.
    public static let card = ProbeCard(
        "binds", "Are the directories there that containers get from the node?",
        sources: ["the paths themselves, in observers", "the mount table"],
        facts: [exists, kind, readable, writable, filesystem, propagation, readonly],
        subjects: [
            SubjectCard(
                "binds.bind", roster: roster,
                "A bind source by its path: those of the profiles and those that the site's "
                    + "queues name.")
        ],
        mayBlock: true)

    /// Looks at every watched path, all at once.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        let paths = watching.names(of: "binds.bind")
        let table = await mounts(of: node)
        var found: [String: [Fact]] = [:]
        await withTaskGroup(of: (String, [Fact]).self) { group in
            for path in paths {
                group.addTask { (path, await facts(of: path, on: node, table)) }
            }
            for await (path, facts) in group { found[path] = facts }
        }
        var notes = Notes()
        notes.note(roster, .list(paths), from: "watch list")
        return notes.facts + paths.flatMap { found[$0] ?? [] }
    }

    private typealias Table = Result<(table: MountTable, path: String), Absence>

    private static func mounts(of node: any NodeView) async -> Table {
        do { return .success(try await MountsProbe.table(of: node)) } catch {
            return .failure(error)
        }
    }

    private static func facts(
        of path: String, on node: any NodeView, _ table: Table
    ) async -> [Fact] {
        var notes = Notes()
        let origin = "stat(\(path))"
        do {
            let attributes = try await node.attributes(of: path)
            notes.note(exists, of: path, .bool(true), from: origin)
            notes.note(kind, of: path, .string(attributes.kind.rawValue), from: origin)
            await noteAccess(attributes.kind, path, node, into: &notes)
        } catch {
            if error.reason == .absent {
                notes.note(exists, of: path, .bool(false), from: origin)
            } else {
                notes.note(exists, of: path, missing: error, from: origin)
            }
            for card in [kind, readable, writable] {
                notes.note(card, of: path, missing: error, from: origin)
            }
        }
        await noteMount(path, node, table, into: &notes)
        return notes.facts
    }

    private static func noteAccess(
        _ kind: FileAttributes.Kind, _ path: String, _ node: any NodeView, into notes: inout Notes
    ) async {
        let origin = "access(\(path)) as an ordinary user"
        do {
            let may = try await node.access(to: path)
            let reads = may.read && (kind != .folder || may.enter)
            notes.note(readable, of: path, .bool(reads), from: origin)
            notes.note(writable, of: path, .bool(may.write), from: origin)
        } catch {
            notes.note(readable, of: path, missing: error, from: origin)
            notes.note(writable, of: path, missing: error, from: origin)
        }
    }

    private static func noteMount(
        _ path: String, _ node: any NodeView, _ table: Table, into notes: inout Notes
    ) async {
        let origin = (try? table.get().path) ?? "mount table"
        do throws(Absence) {
            let mount = try await mount(of: path, node, table)
            notes.note(filesystem, of: path, .string(mount.type), from: origin)
            notes.note(propagation, of: path, .string(mount.propagationWord), from: origin)
            let all = mount.options.union(mount.superOptions)
            notes.note(readonly, of: path, .bool(all.contains("ro")), from: origin)
        } catch {
            for card in [filesystem, propagation, readonly] {
                notes.note(card, of: path, missing: error, from: origin)
            }
        }
    }

    private static func mount(
        of path: String, _ node: any NodeView, _ table: Table
    ) async throws(Absence) -> Mount {
        let (table, origin) = try table.get()
        let place = try await place(of: path, on: node)
        guard let mount = table.covering(place) else {
            throw Absence(.absent, "\(origin): no mount shows \(place)")
        }
        return mount
    }

    /// As many links as the kernel follows (path_resolution(7)).
    private static let linksAtMost = 40

    /// Where a path leads, link by link: certificates often lie in CVMFS and are
    /// only linked to. What is no link, or does not say, stays as it is written.
    private static func place(
        of path: String, on node: any NodeView
    ) async throws(Absence) -> String {
        var (at, links) = ([String](), 0)
        var ahead = path.parts(by: "/").reversed().map(String.init)
        while let name = ahead.popLast() {
            if name == "." { continue }
            if name == ".." {
                at = at.dropLast()
                continue
            }
            let next = "/" + (at + [name]).joined(separator: "/")
            guard let target = try? await node.target(of: next) else {
                at.append(name)
                continue
            }
            links += 1
            if links > linksAtMost { throw Absence(.malformed, "\(path): too many links") }
            if target.isAbsolute { at = [] }
            ahead += target.parts(by: "/").reversed().map(String.init)
        }
        return "/" + at.joined(separator: "/")
    }
}
