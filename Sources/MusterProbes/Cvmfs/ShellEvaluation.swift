internal import MusterModel

/// Reads shell files of CVMFS's configuration as a shell would, as far as that can
/// be known without running anything.
///
/// Understood are assignments, quotes, `$X` with its fallbacks, `if` with tests,
/// `&&` and `||`, includes, and a `grep -q` of plain words. Where a test is not
/// known, both branches are read and what they disagree on becomes uncertain.
/// Files are sourced one after the other; as with the client itself, a file
/// hands on only variables that its own text assigns.
struct ShellEvaluation {
    /// The file that is read, and the folder that its relative paths begin in.
    struct Place: Hashable {
        /// The file.
        let file: String
        /// Where the outermost file lies.
        let folder: String

        /// `file:line`.
        func origin(_ line: Int) -> String { "\(file):\(line)" }

        /// Why something at `line` is not evaluated.
        func absence(_ why: String, line: Int) -> Absence {
            Absence(.notTried, "\(origin(line)): \(why)")
        }
    }

    /// How a command ended.
    enum End: Hashable {
        case known(Bool)
        case doubt(Absence)
    }

    /// A longer configuration file is refused; the longest of the field has 15 kB.
    static let fileAtMost = 262_144
    /// A longer value is refused: `A=$A$A` doubles with every line.
    static let valueAtMost = 65_536
    /// Commands in all files together; a real configuration has some hundred.
    private static let stepsAtMost = 20_000
    /// All values ever assigned, in bytes.
    private static let spentAtMost = 8 << 20
    /// Files included by files included …
    static let depthAtMost = 8
    /// Remarks kept; a file of junk has one a line.
    private static let remarksAtMost = 50

    /// The machine whose files are read.
    let node: any NodeView

    /// What stands for `@fqrn@`, `@org@` in values; empty leaves them.
    private var macros: [(macro: String, text: String)] = []

    /// The variables as they stand.
    var variables = ShellVariables()

    /// Commands that were not understood, `file:line (why)`, in order.
    private(set) var remarks: [String] = []

    /// Variables that the file being read has made read-only.
    private var fixedHere: Set<String> = []
    /// Why a shell may have left the file being read; nil while it goes on.
    private var left: Absence?
    private var steps = 0
    private var spent = 0

    /// The files that are being read, outermost first.
    var open: [String] = []

    /// Nothing read yet.
    init(on node: any NodeView) { self.node = node }

    /// Sources one file of the configuration.
    ///
    /// A file that is not there counts as empty; one that cannot be read leaves
    /// every variable uncertain.
    /// - Returns: whether the file is there.
    mutating func source(_ path: String) async -> Bool {
        let before = variables
        (fixedHere, left) = ([], nil)
        let place = Place(file: path, folder: path.parentFolder)
        do throws(Absence) {
            let script = try await script(path)
            await runOpened(script.statements, in: place)
            let after = variables
            variables = before
            variables.adopt(script.names, from: after)
            return true
        } catch {
            if error.reason == .absent { return false }
            variables.drown(error, from: path)
            remark(path, error.detail)
            return true
        }
    }

    /// Puts texts in the place of macros, in all values set so far and from now on.
    mutating func replace(_ macros: [(macro: String, text: String)]) {
        self.macros = macros
        for (name, setting) in variables.settings {
            guard case .text(let text) = setting.value, text.utf8.contains(64) else { continue }
            variables[name] = ShellSetting(
                value: .text(replaced(text)), origin: setting.origin, isFixed: setting.isFixed)
        }
    }

    private func replaced(_ text: String) -> String {
        macros.reduce(text) { $0.replacing($1.macro, with: $1.text) }
    }

    /// Puts a variable's value back to what it was, with a remark: the client does
    /// not take it from this file.
    mutating func restore(_ name: String, to setting: ShellSetting?, why: String) {
        guard let new = variables[name], new.value != setting?.value else { return }
        remark(name, "\(new.origin): \(why)")
        variables[name] = setting
    }

    /// Notes that something is missing from the evaluation.
    mutating func remark(_ what: String, _ why: String) {
        let text = "\(what) (\(why))".shortened
        guard remarks.count < Self.remarksAtMost, !remarks.contains(text) else { return }
        remarks.append(text)
    }

    /// Sets a variable, its macros replaced.
    ///
    /// A shell that sets a read-only variable leaves the file, so what follows there
    /// is uncertain. From one file to the next shells disagree: the client takes a
    /// new one for each, its tool does not; only a new value is uncertain then.
    mutating func set(_ name: String, _ value: ShellValue, at origin: String, fixed: Bool = false) {
        var value = value
        if case .text(let text) = value {
            value = .text(replaced(text))
            spent += text.utf8.count
        }
        let old = variables[name]
        if let old, old.isFixed {
            let why = "set again, but read-only since \(old.origin)"
            let absence = Absence(.notTried, "\(origin): \(why)")
            if fixedHere.contains(name) { left = left ?? absence }
            if old.value != value { value = .doubt(absence) }
        }
        if let left, old?.value != value { value = .doubt(left) }
        if fixed { fixedHere.insert(name) }
        variables[name] = ShellSetting(
            value: value, origin: origin, isFixed: fixed || old?.isFixed == true)
    }

    /// A variable's value is not known any more.
    mutating func doubt(_ name: String, _ absence: Absence, at origin: String) {
        let isFixed = variables[name]?.isFixed == true
        if isFixed, fixedHere.contains(name) { left = left ?? absence }
        variables[name] = ShellSetting(
            value: .doubt(absence), origin: origin, isFixed: isFixed)
    }

    /// Forgets a variable; one that is read-only may stay.
    mutating func unset(_ name: String, at place: Place, _ line: Int) {
        guard let old = variables[name] else { return }
        if old.isFixed || left != nil {
            let absence = left ?? place.absence("a read-only variable is unset", line: line)
            doubt(name, absence, at: place.origin(line))
        } else {
            variables.unset(name)
        }
    }

    /// A file's commands.
    /// - Throws: why it cannot be read; malformed where it is too long.
    func script(_ path: String) async throws(Absence) -> ShellScript {
        let text = try await node.text(of: path)
        guard text.utf8.count <= Self.fileAtMost else {
            throw Absence(
                .malformed, "\(path): \(text.utf8.count) bytes, at most \(Self.fileAtMost) are read"
            )
        }
        guard !text.utf8.contains(0) else {
            throw Absence(.malformed, "\(path): binary data, needed lines of NAME=value")
        }
        return ShellParser.script(text)
    }

    /// Runs the commands of a file that is open until then.
    mutating func runOpened(_ statements: [ShellStatement], in place: Place) async {
        open.append(place.file)
        _ = await run(statements, in: place)
        open.removeLast()
    }

    private mutating func run(_ statements: [ShellStatement], in place: Place) async -> End {
        var end = End.known(true)
        for statement in statements {
            steps += 1
            guard steps <= Self.stepsAtMost, spent <= Self.spentAtMost else {
                let absence = Absence(.malformed, "\(place.file): too much to evaluate")
                variables.drown(absence, from: place.file)
                remark(place.file, "too much to evaluate")
                return .doubt(absence)
            }
            end = await run(statement, in: place)
        }
        return end
    }

    private mutating func run(_ statement: ShellStatement, in place: Place) async -> End {
        switch statement {
        case .assign(let assignments, let fixed): return assign(assignments, fixed, in: place)
        case .command(let words, let line): return await command(words, line, in: place)
        case .chain(let links): return await chain(links, in: place)
        case .not(let statement):
            let end = await run(statement, in: place)
            return if case .known(let flag) = end { .known(!flag) } else { end }
        case .choice(let condition, let then, let otherwise, let line):
            switch await run(condition, in: place) {
            case .known(true): return await run(then, in: place)
            case .known(false): return await run(otherwise, in: place)
            case .doubt(let why):
                return await both(then, otherwise, why, line, in: place)
            }
        case .opaque(let stop, let names):
            return skip(stop.why, names, stop.line, in: place)
        }
    }

    private mutating func assign(
        _ assignments: [ShellAssignment], _ fixed: Bool, in place: Place
    ) -> End {
        for it in assignments {
            let origin = place.origin(it.line)
            guard let word = it.value else {
                if fixed, let old = variables[it.name] {
                    fixedHere.insert(it.name)
                    variables[it.name] = ShellSetting(
                        value: old.value, origin: old.origin, isFixed: true)
                }
                continue
            }
            var value = text(of: word, in: place)
            if it.appends {
                let own = ShellWord.Part.variable(it.name, inQuotes: true, nil)
                value = text(of: ShellWord(parts: [own] + word.parts, line: it.line), in: place)
            }
            set(it.name, value, at: origin, fixed: fixed)
        }
        return .known(true)
    }

    private mutating func chain(_ links: [ShellLink], in place: Place) async -> End {
        var end = End.known(true)
        for link in links {
            switch (end, link.needs) {
            case (_, nil): end = await run(link.statement, in: place)
            case (.known(let flag), let needs?) where flag == needs:
                end = await run(link.statement, in: place)
            case (.known, _): break
            case (.doubt(let why), _):
                let line = 0
                _ = await both([link.statement], [], why, line, in: place)
            }
        }
        return end
    }

    /// Runs two branches of which a shell takes one.
    private mutating func both(
        _ one: [ShellStatement], _ two: [ShellStatement], _ why: Absence, _ line: Int,
        in place: Place
    ) async -> End {
        // Both copies are compared name by name.
        steps += variables.settings.count
        let before = variables
        _ = await run(one, in: place)
        let after = variables
        variables = before
        _ = await run(two, in: place)
        variables.merge(after, why: why, at: line > 0 ? place.origin(line) : place.file)
        return .doubt(why)
    }
}
