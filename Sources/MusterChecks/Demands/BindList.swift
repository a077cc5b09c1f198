internal import MusterModel

/// Collects binds from lists `SRC[:DST[:OPTS]],…` within bounds.
struct BindList {
    /// More binds than any queue has.
    static let countAtMost = 256

    /// PATH_MAX of Linux, its final zero byte included.
    static let pathAtMost = 4095

    /// Words that belong to the bind before them, as the runtimes read a list.
    private static let options = ["ro", "rw", "id=", "image-src="]

    /// Pilots hand the list to a shell as it stands.
    private static let shellActive = Set(";|&<>()\"'\\*?".unicodeScalars)

    private let origin: String
    private var binds: [Demand.Bind] = []
    private var remarks: [String] = []

    /// An empty list.
    init(origin: String) { self.origin = origin }

    /// The demand of what was collected; nil where nothing is asked.
    func demand(options: [String], remarks before: [String]) -> Demand? {
        let all = before + remarks
        if binds.isEmpty, options.isEmpty, all.isEmpty { return nil }
        return Demand(origin: origin, binds: binds, options: options, remarks: all)
    }

    /// Takes one list; DIRAC's `src:::dst:::opt` is read as `src:dst:opt`.
    mutating func add(_ list: String) throws(DemandError) {
        for part in list.split(separator: ",") {
            let text = part.trimmed
            if text.isEmpty { continue }
            if !binds.isEmpty, Self.options.contains(where: { Self.isOption(text, $0) }) {
                amend(with: text)
            } else {
                try addOne(text)
            }
        }
    }

    private static func isOption(_ text: String, _ option: String) -> Bool {
        option.hasSuffix("=") ? text.hasPrefix(option) : text == option
    }

    private mutating func amend(with option: String) {
        let last = binds.removeLast()
        let options = last.options.isEmpty ? option : last.options + "," + option
        binds.append(Demand.Bind(last.source, to: last.destination, options: options))
    }

    private mutating func addOne(_ text: String) throws(DemandError) {
        let parts = text.split(
            separator: text.contains(":::") ? ":::" : ":", maxSplits: 2,
            omittingEmptySubsequences: false
        ).map(String.init)
        if let name = Self.variable(in: parts[0]) {
            remark("\"\(text)\" is left out: \(name) has no value before the job runs")
            return
        }
        let source = try path(parts[0], in: text)
        var destination: String?
        if parts.count > 1, !parts[1].isEmpty {
            if let name = Self.variable(in: parts[1]) {
                remark(
                    "\"\(text)\" is taken as \(source): \(name) has no value before the job runs")
            } else {
                destination = try path(parts[1], in: text)
            }
        }
        let options = parts.count > 2 ? parts[2] : ""
        remarkOdd(options, text, behind: parts)
        let bind = Demand.Bind(source, to: destination, options: options)
        if binds.contains(bind) { return }
        guard binds.count < Self.countAtMost else {
            throw DemandError(origin, .size, "more than \(Self.countAtMost) binds")
        }
        binds.append(bind)
    }

    /// What the runtimes would refuse or read otherwise than it looks.
    private mutating func remarkOdd(_ option: String, _ text: String, behind parts: [String]) {
        if parts.count == 2, parts[1].isEmpty {
            remark("\"\(text)\" is taken as \(parts[0]): nothing stands behind the colon")
        }
        if !option.isEmpty, !Self.options.contains(where: { Self.isOption(option, $0) }) {
            remark("\"\(text)\": the runtimes know the options ro, rw, id= and image-src= alone")
        }
    }

    private mutating func remark(_ text: String) {
        if !remarks.contains(text) { remarks.append(text.printable) }
    }

    /// The shell's part of a path that only the job knows.
    private static func variable(in text: String) -> String? {
        if text.hasPrefix("~") { return "~" }
        if text.contains("`") { return "a command" }
        guard let dollar = text.firstIndex(of: "$") else { return nil }
        let rest = text[dollar...]
        if rest.dropFirst().first == "{", let close = rest.firstIndex(of: "}") {
            return String(rest[...close])
        }
        return "$" + rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    }

    /// An absolute path with single slashes and none at the end.
    private func path(_ text: String, in bind: String) throws(DemandError) -> String {
        guard text.utf8.count <= Self.pathAtMost else {
            throw DemandError(
                origin, .size,
                "a path of \(text.utf8.count) bytes, at most \(Self.pathAtMost) are possible")
        }
        guard text.hasPrefix("/") else {
            let shown = bind.prefix(60)
            throw DemandError(origin, .relative, "\"\(shown)\", an absolute path is needed")
        }
        let folders = text.split(separator: "/")
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
        guard isPlain, !folders.contains("..") else {
            throw DemandError(
                origin, .path, "\"\(bind.prefix(60))\", a path without .. is needed")
        }
        guard !text.unicodeScalars.contains(where: Self.shellActive.contains) else {
            throw DemandError(
                origin, .path,
                "\"\(bind.prefix(60))\", a path without characters that a shell acts on is needed")
        }
        guard !text.unicodeScalars.contains("\u{FFFD}") else {
            throw DemandError(origin, .path, "\"\(bind.prefix(60))\", a path in UTF-8 is needed")
        }
        return "/" + folders.filter { $0 != "." }.joined(separator: "/")
    }
}
