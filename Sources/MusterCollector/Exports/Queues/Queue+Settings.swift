internal import MusterChecks
internal import MusterModel

extension QueueSettings.Queue {
    /// What a queue's settings should be on a site's nodes.
    init(_ queue: RegisteredSite.Queue, at site: String, on ground: QueueGround) {
        let held = queue.fields
        self.init(
            site: site, name: queue.name, vo: queue.vo, held: held, settings: held, changes: [],
            remarks: [])
        guard queue.isActive else {
            let state = (queue.state ?? "").printable
            remarks.append("the queue is \(state), not ACTIVE: it is left as it is")
            return
        }
        settleType(ground)
        do throws(DemandError) {
            settleOptions(try queue.effective(), ground)
        } catch {
            remarks.append("the options do not read, and are left as they are: \(error)")
        }
    }

    private mutating func change(
        _ field: String, _ path: WritableKeyPath<QueueSettings.Fields, String>,
        to after: String, _ reasons: [String]
    ) {
        guard after != held[keyPath: path] else { return }
        settings[keyPath: path] = after
        changes.append(
            QueueSettings.Change(
                field: field, before: held[keyPath: path], after: after, reasons: reasons))
    }

    // MARK: - container_type

    /// The pilot takes any name, and starts what the node has; the part has to be there.
    private mutating func settleType(_ ground: QueueGround) {
        let type = ContainerType(held.containerType)
        let hasRuntime = ground.fresh > 0 && ground.any.yes == ground.fresh
        if !hasRuntime {
            remarks.append("that containers start cannot be told: " + ground.lack)
        }
        if let pilot = type.pilot, !["apptainer", "singularity"].contains(pilot) {
            remarks.append(
                "container_type names \(pilot.printable) for the pilot, of which nodes tell "
                    + "nothing here")
        }
        guard type.pilot != nil || hasRuntime else {
            remarks.append("container_type names nobody that starts containers for the pilot")
            return
        }
        var reasons = type.dropped.map {
            "the pilot drops \"\($0.printable)\", which is no NAME:USER"
        }
        var added: String?
        if type.pilot == nil {
            let isApptainer = ground.everywhere.contains { $0.hasPrefix("apptainer") }
            added = isApptainer ? "apptainer" : "singularity"
            reasons.append(
                "without a part for the pilot no container is started, and a runtime works on "
                    + "every fresh node: \(ground.inWords)")
        }
        if !reasons.isEmpty {
            change("container_type", \.containerType, to: type.written(adding: added), reasons)
        }
    }

    // MARK: - container_options

    private mutating func settleOptions(_ options: ContainerOptions?, _ ground: QueueGround) {
        let moved = CatchallOptions(held.catchall)
        var (reasons, gone): ([String], Set<String>) = ([], [])
        let isMoved = held.containerOptions.isEmpty && moved != nil
        if isMoved, let moved {
            reasons.append(
                "the options stand in catchall as \(moved.name)="
                    + (moved.isRead ? "" : ", which no pilot reads"))
        }
        for source in Set((options?.entries ?? []).compactMap(\.source)).sorted() {
            settle(source, ground, &gone, &reasons)
        }
        reasons += ground.missed.map {
            "\($0) is on every fresh node, its site binds it, and no queue does"
        }
        if options?.isSpoiled == true {
            reasons.append(
                "the pilot writes ,${workdir} to the word before --contain, which is no bind list")
        }
        if !reasons.isEmpty {
            guard options?.isPlain ?? true else {
                remarks.append(
                    "the options have quotes, and have to be changed by hand: "
                        + reasons.joined(separator: "; "))
                return
            }
            let isUsual = options == nil || isMoved && moved?.isRead == false
            write(options, without: gone, adding: ground.missed, isUsual: isUsual, reasons)
        }
        if let moved { clear(of: moved) }
    }

    /// - Parameter isUsual: whether the pilot took the field for empty until now.
    private mutating func write(
        _ options: ContainerOptions?, without gone: Set<String>, adding more: [String],
        isUsual: Bool, _ reasons: [String]
    ) {
        var words =
            options?.written(without: gone, adding: more)
            ?? "-B " + more.joined(separator: ",")
        var reasons = reasons
        if isUsual {
            words = "\(Self.usual) \(words)"
            reasons.append("\(Self.usual) is what the pilot gives where there are no options")
        } else if words.isEmpty {
            // To leave the field empty would give the container other options, too.
            words = Self.usual
            reasons.append("\(words) is what the pilot would give where nothing is left")
        }
        change("container_options", \.containerOptions, to: words, reasons)
    }

    /// What the pilot gives a container where there are no options
    /// (pilot/user/atlas/container.py, get_container_options).
    private static let usual = "-c -i"

    private mutating func settle(
        _ source: String, _ ground: QueueGround, _ gone: inout Set<String>,
        _ reasons: inout [String]
    ) {
        let count = ground.binds[source] ?? QueueGround.Count()
        let of = "of \(ground.fresh) fresh nodes"
        if ground.fresh == 0 {
            remarks.append("whether nodes have \(source) cannot be told: it stays")
        } else if count.no == 0, count.unknown > 0 {
            remarks.append(
                "\(count.unknown) \(of) never told whether they have \(source): it stays")
        } else if count.no > 0, ground.usual.contains(source) {
            remarks.append(
                "\(count.no) \(of) have no \(source), which profiles ask for: it stays, and they "
                    + "have to be mended")
        } else if count.no > 0 {
            gone.insert(source)
            reasons.append("\(count.no) \(of) have no \(source), so that containers fail there")
        }
    }

    /// Takes options out of the catchall.
    private mutating func clear(of moved: CatchallOptions) {
        var reasons = [
            held.containerOptions.isEmpty
                ? "container_options is the place of options"
                : "the pilot reads container_options alone where both are there"
        ]
        if !moved.swallowed.isEmpty {
            reasons.append(
                "the value is not quoted, so that the pilot takes "
                    + moved.swallowed.map { "\"\($0.printable)\"" }.joined(separator: ", ")
                    + " for options, too")
        }
        change("catchall", \.catchall, to: moved.rest, reasons)
    }
}

extension QueueGround {
    /// Why it is not known that a runtime works everywhere.
    fileprivate var lack: String {
        if fresh == 0 { return "the site has no fresh node" }
        var parts: [String] = []
        if any.no > 0 { parts.append("no runtime works on \(any.no) of \(fresh) fresh nodes") }
        if any.unknown > 0 {
            parts.append("\(any.unknown) of \(fresh) fresh nodes do not tell")
        }
        return parts.joined(separator: "; ") + (routes.isEmpty ? "" : " (\(inWords))")
    }

    /// Routes with the number of nodes on which they work.
    fileprivate var inWords: String {
        routes.sorted { $0.key < $1.key }.map { "\($0.key) on \($0.value.yes)" }
            .joined(separator: ", ")
    }
}
