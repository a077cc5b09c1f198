internal import MusterModel

extension NodeReader {
    /// The first line of a card file.
    static let probeFormat = "muster-probe/1"

    private enum Place {
        static let idPrefix = "site-"
        static let longest: Duration = .seconds(300)
        static let memory = Bytes.mebibytes(1)...Bytes.mebibytes(16 << 10)
        static let factsAtMost = 100
    }

    /// The card of an external probe, and where its id stands.
    mutating func probe(_ root: YAMLNode) -> (probe: ExternalProbe, mark: YAMLMark)? {
        let shape = Shape(
            what: "a probe's card", required: ["format", "probe", "question", "dialect", "run"],
            optional: ["as", "deadline", "memory", "facts", "subjects"])
        let before = errors.count
        guard let members = members(of: root, shape), let name = members["probe"],
            isProbe(members["format"])
        else { return nil }
        let id = probeID(name)
        let question = members["question"].flatMap { prose($0, "a probe's question") }
        let dialect = members["dialect"].flatMap {
            word($0, "a dialect", of: ExternalProbe.Dialect.self)
        }
        let program = members["run"].flatMap { self.program($0) }
        let rights = members["as"].flatMap { word($0, "\"as\"", of: ExternalProbe.Rights.self) }
        let bounds = self.bounds(members)
        guard let id, let question, let dialect, let program, let bounds else { return nil }
        let subjects = members["subjects"].flatMap { self.subjects($0, of: id, dialect) } ?? []
        let written = members["facts"].flatMap { self.facts($0, of: id, dialect) } ?? []
        let own = dialect == .nagios ? Self.factsOfPlugins(id) : []
        let facts = own + written.map(\.fact)
        refuseTwice(facts + subjects.map(\.roster), name.mark)
        if facts.isEmpty { refuse(.missingKey, name.mark, "a probe's card without \"facts\"") }
        guard errors.count == before else { return nil }
        let card = ProbeCard(
            id, question, sources: [program.joined(separator: " ")], facts: facts,
            subjects: subjects, mayBlock: true,
            privilege: rights == .root ? "is run as root alone" : nil)
        return (
            ExternalProbe(
                card: card, dialect: dialect, program: program, rights: rights ?? .ordinary,
                deadline: bounds.deadline, memory: bounds.memory,
                measures: written.compactMap(\.measure), file: file), name.mark
        )
    }

    private mutating func isProbe(_ format: YAMLNode?) -> Bool {
        guard let format, let text = scalar(format, "the format") else { return false }
        if text == Self.probeFormat { return true }
        refuse(.value, format.mark, "\(format.inWords), the format is \(Self.probeFormat)")
        return false
    }

    /// `site-…`: no probe of Muster's own will ever be called so.
    private mutating func probeID(_ node: YAMLNode) -> String? {
        guard let id = id(node, "a probe's id") else { return nil }
        guard id.hasPrefix(Place.idPrefix), FactName("\(id).a.b") != nil else {
            refuse(.value, node.mark, "\(node.inWords), a site's probe is called site-…, no dots")
            return nil
        }
        return id
    }

    /// The program and its arguments; no shell takes them apart.
    private mutating func program(_ node: YAMLNode) -> [String]? {
        let words = { (text: String) in [text] }
        let texts =
            if case .scalar = node.content { scalar(node, "\"run\"").map(words) } else {
                self.texts(node, "\"run\"")
            }
        guard let texts, let first = texts.first else { return nil }
        guard first.hasPrefix("/"), texts.count <= 64 else {
            refuse(
                .value, node.mark,
                "\"\(first)\", the program is an absolute path, its arguments elements of a list")
            return nil
        }
        return texts
    }

    private mutating func bounds(
        _ members: [String: YAMLNode]
    ) -> (deadline: Duration, memory: Bytes)? {
        var (deadline, memory): (Duration, Bytes) = (.seconds(10), .mebibytes(512))
        if let node = members["deadline"] {
            guard case .duration(let span)? = value(node, of: .duration) else { return nil }
            guard span >= .milliseconds(100), span <= Place.longest else {
                refuse(.value, node.mark, "\(node.inWords), a deadline is from 100 ms to 5 min")
                return nil
            }
            deadline = span
        }
        if let node = members["memory"] {
            guard case .bytes(let size)? = value(node, of: .bytes) else { return nil }
            guard Place.memory.contains(size) else {
                refuse(.value, node.mark, "\(node.inWords), memory is from 1 MiB to 16 GiB")
                return nil
            }
            memory = size
        }
        return (deadline, memory)
    }

    private mutating func refuseTwice(_ cards: [FactCard], _ mark: YAMLMark) {
        var seen: Set<FactName> = []
        for card in cards where !seen.insert(card.name).inserted {
            refuse(
                .duplicateID, mark,
                "fact \(card.name) twice; rosters and the facts of every "
                    + "Nagios plugin are there already")
        }
        if cards.count > Place.factsAtMost {
            refuse(.size, mark, "\(cards.count) facts, a card has at most \(Place.factsAtMost)")
        }
    }

    // MARK: - Facts

    /// What every program of the Nagios dialect tells.
    private static func factsOfPlugins(_ id: String) -> [FactCard] {
        [
            (
                ExternalProbe.stateName(id),
                "What the plugin says: ok, warning, critical or unknown.",
                FactCard.Keeping.stable
            ),
            (ExternalProbe.textName(id), "The plugin's first line.", .gauge),
        ].compactMap { name, about, keeping in
            name.map { FactCard(named: $0, .string, about, keeping: keeping) }
        }
    }

    private typealias WrittenFact = (fact: FactCard, measure: ExternalProbe.Measure?)

    /// `site-x.a.b: {kind: …, about: …}`; in the Nagios dialect with `label` and `unit`.
    private mutating func facts(
        _ node: YAMLNode, of id: String, _ dialect: ExternalProbe.Dialect
    ) -> [WrittenFact]? {
        guard let entries = entries(of: node, "\"facts\"") else { return nil }
        let ofPlugin = dialect == .nagios
        let shape = Shape(
            what: "a fact", required: ["kind", "about"] + (ofPlugin ? ["label"] : []),
            optional: ["keeping"] + (ofPlugin ? ["unit", "one"] : []))
        return all(entries) { reader, entry in
            guard let members = reader.members(of: entry.value, shape),
                let name = reader.name(entry, of: id)
            else { return nil }
            let kind = members["kind"].flatMap {
                reader.word($0, "a fact's kind", of: FactKind.self)
            }
            let about = members["about"].flatMap { reader.prose($0, "what a fact is about") }
            let keeping = members["keeping"].map {
                reader.word($0, "\"keeping\"", of: FactCard.Keeping.self)
            }
            // Numbers of monitoring move; what is told otherwise is compared.
            guard let kind, let about, let keeping = keeping ?? (ofPlugin ? .gauge : .stable)
            else { return nil }
            let fact = FactCard(named: name, kind, about, keeping: keeping)
            if !ofPlugin { return (fact, nil) }
            return reader.measure(members, fact, entry.mark).map { (fact, $0) }
        }
    }

    private mutating func name(_ entry: YAMLNode.Entry, of id: String) -> FactName? {
        guard let name = FactName(entry.key), name.area == id else {
            refuse(
                .value, entry.mark, "\"\(entry.key)\", a fact of \(id) is called \(id).thing.aspect"
            )
            return nil
        }
        return name
    }

    /// Which number of the performance data the fact is, and what one of its unit is.
    private mutating func measure(
        _ members: [String: YAMLNode], _ fact: FactCard, _ mark: YAMLMark
    ) -> ExternalProbe.Measure? {
        guard [.integer, .bytes, .duration].contains(fact.kind) else {
            refuse(
                .kind, mark,
                "\(fact.kind.rawValue), performance data are integer, bytes or duration")
            return nil
        }
        let unit = members["unit"].map { scalar($0, "a unit") ?? "" } ?? ""
        guard let label = members["label"].flatMap({ scalar($0, "a label") }) else { return nil }
        if let node = members["one"] {
            guard let scale = scale(node), scale.kind == fact.kind else {
                refuse(
                    .kind, node.mark,
                    "\(node.inWords), one \(unit) of \(fact.kind.rawValue) is needed")
                return nil
            }
            let plain = Scale(scale.numerator, over: scale.denominator)
            return ExternalProbe.Measure(label: label, fact: fact, unit: unit, scale: plain)
        }
        guard let scale = Self.scales[fact.kind]?[unit] else {
            let known = (Self.scales[fact.kind] ?? [:]).keys.sorted().map { "\"\($0)\"" }
            refuse(
                .value, mark,
                "unit \"\(unit)\": it is one of \(Self.listed(known)), or \"one\" says how much "
                    + "it is (some plugins' KB are 1000 B, some 1024 B)")
            return nil
        }
        return ExternalProbe.Measure(label: label, fact: fact, unit: unit, scale: scale)
    }

    /// The units of the plugin guidelines that are the same everywhere.
    private static let scales: [FactKind: [String: Scale]] = [
        .integer: ["": .one, "%": .one, "c": .one],
        .bytes: ["B": .one],
        .duration: ["s": Scale(1000), "ms": .one, "us": Scale(1, over: 1000)],
    ]

    // MARK: - Subjects

    /// `site-x.thing: what one is`; its roster is `site-x.things.list`.
    private mutating func subjects(
        _ node: YAMLNode, of id: String, _ dialect: ExternalProbe.Dialect
    ) -> [SubjectCard]? {
        guard dialect == .muster else {
            refuse(.shape, node.mark, "\"subjects\", a Nagios plugin tells of one thing")
            return nil
        }
        guard let entries = entries(of: node, "\"subjects\"") else { return nil }
        return all(entries) { reader, entry in
            guard let name = FactName(entry.key + "s.list"), name.area == id else {
                reader.refuse(
                    .value, entry.mark, "\"\(entry.key)\", a subject of \(id) is called \(id).thing"
                )
                return nil
            }
            guard let about = reader.prose(entry.value, "what a subject is") else { return nil }
            let roster = FactCard(
                named: name, .list, "Every \(entry.key) that was told of, by name.",
                keeping: .stable)
            return SubjectCard(entry.key, roster: roster, about)
        }
    }
}
