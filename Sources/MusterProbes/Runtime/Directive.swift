internal import MusterModel

/// One directive of the configuration file, with what each release takes for it
/// and what holds where the file does not set it.
struct Directive: Hashable, Sendable {
    /// What may stand behind the equals sign.
    enum Kind: Hashable, Sendable {
        /// `yes` or `no`; a whole number; one text; several with commas or lines.
        case flag, number, text, list
        /// One of these.
        case word([String])
    }

    /// A range of releases of one line in which nothing changed.
    struct Era: Hashable, Sendable {
        /// Whose versions are meant.
        let line: RuntimeFlavour.Line
        /// The first release, as a version limit.
        let from: Version
        /// The first release of the next era; nil for an open end.
        let until: Version?
        /// What the release accepts.
        let kind: Kind
        /// What the release's own default file or code says; of a list, the
        /// elements with commas between.
        let initial: String

        /// An era of Singularity 2.x, 3.x, SingularityCE and PRO.
        static func singularity(
            _ from: String, until: String? = nil, _ kind: Kind, _ initial: String
        ) -> Era {
            Era(
                line: .singularity, from: Version(from), until: until.map { Version($0) },
                kind: kind, initial: initial)
        }

        /// An era of Apptainer.
        static func apptainer(
            _ from: String, until: String? = nil, _ kind: Kind, _ initial: String
        ) -> Era {
            Era(
                line: .apptainer, from: Version(from), until: until.map { Version($0) },
                kind: kind, initial: initial)
        }

        /// Whether a release may lie in it; one without a version may lie in all
        /// eras of its line, one without a flavour in those of both.
        func mayHold(_ release: RuntimeRelease) -> Bool {
            if let flavour = release.flavour, flavour.line != line { return false }
            guard let version = try? release.version.get() else { return true }
            return version.compared(toLimit: from) >= 0
                && until.map { version.compared(toLimit: $0) < 0 } ?? true
        }
    }

    /// Lower-case words, as the file spells them.
    let key: String

    /// The eras, each line's in order of versions; before, between and behind
    /// them the directive is not known.
    let eras: [Era]

    /// A directive from its eras.
    init(_ key: String, _ eras: [Era]) {
        self.key = key
        self.eras = eras
    }

    /// A directive of all releases.
    init(_ key: String, _ kind: Kind, _ initial: String = "") {
        self.init(key, [.singularity("2.0", kind, initial), .apptainer("1.0", kind, initial)])
    }

    /// A directive that came with a release of each line; nil for a line that
    /// never had it.
    init(
        _ key: String, _ kind: Kind, _ initial: String = "", singularity: String? = nil,
        until end: String? = nil, apptainer: String? = nil, until apptainerEnd: String? = nil
    ) {
        var eras: [Era] = []
        if let singularity { eras.append(.singularity(singularity, until: end, kind, initial)) }
        if let apptainer {
            eras.append(.apptainer(apptainer, until: apptainerEnd, kind, initial))
        }
        self.init(key, eras)
    }
}

extension Directive.Kind {
    /// The allowed values for a message.
    var need: String {
        switch self {
        case .flag: "yes or no"
        case .number: "a whole number"
        case .text, .list: "text"
        case .word(let words):
            words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        }
    }
}

/// What one release knows of a directive.
struct Ruling: Hashable, Sendable {
    /// The directive's words.
    let key: String
    /// What the release accepts.
    let kind: Directive.Kind
    /// What holds without a line; nil where it depends on the version, which is
    /// not known.
    let initial: String?
}
