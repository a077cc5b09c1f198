internal import MusterModel

extension ShellEvaluation {
    /// Runs one simple command.
    mutating func command(
        _ words: [ShellWord], _ line: Int, in place: Place
    ) async -> End {
        switch words[0].literal {
        case ":"?, "true"?: return .known(true)
        case "false"?: return .known(false)
        case "unset"?:
            for name in words.dropFirst().compactMap(\.literal) {
                unset(name, at: place, line)
            }
            return .known(true)
        case "["?, "[["?, "test"?, "grep"?, "egrep"?, "."?, "source"?:
            do throws(Absence) {
                let arguments = try arguments(words, in: place)
                return try await known(arguments, line, in: place)
            } catch {
                let isInclude = words[0].literal == "." || words[0].literal == "source"
                if isInclude { variables.drown(error, from: place.origin(line)) }
                if isInclude { remark(place.origin(line), "an include is not evaluated") }
                return .doubt(error)
            }
        case let name:
            let names = words.compactMap { $0.assignment?.name }
            let others = words.compactMap(\.literal).filter(\.isShellName)
            return skip(
                "the command \((name ?? "").excerpt) is not run", Set(names + others), line,
                in: place)
        }
    }

    private mutating func known(
        _ arguments: [String], _ line: Int, in place: Place
    ) async throws(Absence) -> End {
        switch arguments[0] {
        case ".", "source":
            guard arguments.count > 1 else { return .known(false) }
            return try await include(arguments[1], line, in: place)
        case "grep", "egrep":
            return .known(try await ShellTest.grep(arguments, in: place, line, on: node))
        default:
            return .known(try await ShellTest.holds(arguments, in: place, line, on: node))
        }
    }

    private mutating func include(
        _ name: String, _ line: Int, in place: Place
    ) async throws(Absence) -> End {
        let path = name.hasPrefix("/") ? name.plainPath : (place.folder + "/" + name).plainPath
        guard open.count < Self.depthAtMost, !open.contains(path) else {
            throw place.absence("\(path) includes itself, or too deep", line: line)
        }
        do throws(Absence) {
            let script = try await script(path)
            await runOpened(script.statements, in: Place(file: path, folder: place.folder))
            return .known(true)
        } catch {
            guard error.reason == .absent else { throw error }
            remark(place.origin(line), "\(path) is not there")
            return .known(false)
        }
    }

    /// Passes a command that is not evaluated: what it may set becomes uncertain.
    mutating func skip(
        _ why: String, _ names: Set<String>, _ line: Int, in place: Place
    ) -> End {
        let absence = place.absence(why, line: line)
        for name in names { doubt(name, absence, at: place.origin(line)) }
        remark(place.origin(line), why)
        return .doubt(absence)
    }
}
