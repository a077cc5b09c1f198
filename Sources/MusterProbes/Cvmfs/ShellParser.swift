/// Builds the commands of a shell file from its words and marks.
///
/// Whatever is not understood becomes an opaque statement over the lines that it
/// may govern, so that nothing is lost in silence.
struct ShellParser {
    private let text: [UInt8]
    private let tokens: [ShellToken]
    private let lexerStop: ShellStop?
    private var at = 0

    /// Nested `if` and links of `elif`; a file of the field has three.
    private static let depthAtMost = 32

    /// After these a file's other lines cannot be read as they stand.
    private static let enders: Set<String> = [
        "eval", "exec", "exit", "return", "set", "shopt", "alias", "function", "trap", "{", "}",
        "then", "else", "elif", "fi", "do", "done", "esac", "in", "select", "coproc",
    ]

    /// Compound commands by the word that ends them.
    private static let compounds = [
        "case": "esac", "for": "done", "while": "done", "until": "done",
    ]

    /// The commands of `text`.
    static func script(_ text: String) -> ShellScript {
        var parser = ShellParser(text)
        return ShellScript(statements: parser.all(), names: parser.names(from: 0))
    }

    private init(_ text: String) {
        self.text = Array(text.utf8)
        (tokens, lexerStop) = ShellLexer.tokens(of: text)
    }

    private mutating func all() -> [ShellStatement] {
        var statements: [ShellStatement] = []
        while true {
            skipEnds()
            let start = at < tokens.count ? tokens[at].offset : nil
            do throws(ShellStop) {
                guard start != nil else {
                    if let lexerStop { throw lexerStop }
                    return statements
                }
                statements.append(try chain(depth: 0))
            } catch {
                let names = names(from: start ?? tokens.last?.offset ?? 0)
                return statements + [.opaque(error, names: names)]
            }
        }
    }

    private var token: ShellToken? { at < tokens.count ? tokens[at] : nil }

    private var keyword: String? { token?.word?.literal }

    private mutating func skipEnds() {
        while let mark = token?.mark, mark == "\n" || mark == ";" { at += 1 }
    }

    private func stop(_ why: String) -> ShellStop {
        if token == nil, let lexerStop { return lexerStop }
        return ShellStop(why: why, line: token?.line ?? tokens.last?.line ?? 1)
    }

    private mutating func chain(depth: Int) throws(ShellStop) -> ShellStatement {
        var links = [ShellLink(needs: nil, statement: try single(depth: depth))]
        while let mark = token?.mark {
            switch mark {
            case "&&", "||":
                at += 1
                while token?.mark == "\n" { at += 1 }
                links.append(ShellLink(needs: mark == "&&", statement: try single(depth: depth)))
            case "\n", ";":
                return links.count == 1 ? links[0].statement : .chain(links)
            default: throw stop("\"\(mark)\" is not evaluated")
            }
        }
        if let token { throw ShellStop(why: "more words than expected", line: token.line) }
        if let lexerStop { throw lexerStop }
        return links.count == 1 ? links[0].statement : .chain(links)
    }

    private mutating func single(depth: Int) throws(ShellStop) -> ShellStatement {
        guard depth <= Self.depthAtMost else { throw stop("nested too deep") }
        switch keyword {
        case "!"?:
            at += 1
            return .not(try single(depth: depth + 1))
        case "if"?:
            at += 1
            return try choice(depth: depth + 1)
        case let word? where Self.compounds[word] != nil: return try compound()
        case let word? where Self.enders.contains(word): throw stop("\(word) is not evaluated")
        default: return try simple()
        }
    }

    /// What follows `if` or `elif`, up to and with `fi`.
    private mutating func choice(depth: Int) throws(ShellStop) -> ShellStatement {
        guard depth <= Self.depthAtMost else { throw stop("nested too deep") }
        let line = token?.line ?? 1
        let condition = try block(until: ["then"], depth: depth)
        at += 1
        let then = try block(until: ["elif", "else", "fi"], depth: depth)
        let ended = keyword
        at += 1
        var otherwise: [ShellStatement] = []
        if ended == "elif" {
            otherwise = [try choice(depth: depth + 1)]
        } else if ended == "else" {
            otherwise = try block(until: ["fi"], depth: depth)
            at += 1
        }
        return .choice(condition, then: then, otherwise: otherwise, line: line)
    }

    /// Commands up to one of the words, which is left.
    private mutating func block(
        until ends: Set<String>, depth: Int
    ) throws(ShellStop) -> [ShellStatement] {
        var statements: [ShellStatement] = []
        while true {
            skipEnds()
            guard token != nil else { throw stop("an if without its end") }
            if let keyword, ends.contains(keyword) { return statements }
            statements.append(try chain(depth: depth))
        }
    }

    /// Passes a compound command whole.
    private mutating func compound() throws(ShellStop) -> ShellStatement {
        let start = at
        let first = keyword ?? ""
        var open: [String] = []
        while let token {
            if let word = token.word?.literal, beginsCommand {
                if let end = Self.compounds[word] {
                    open.append(end)
                } else if word == open.last {
                    open.removeLast()
                } else if ["eval", "exec", "exit", "return", "set"].contains(word) {
                    throw stop("\(word) is not evaluated")
                }
            }
            at += 1
            if open.isEmpty {
                let end = at < tokens.count ? tokens[at].offset : text.count
                var names = names(in: text[tokens[start].offset..<end])
                if let name = tokens[start + 1].word?.literal { names.insert(name) }
                return .opaque(
                    ShellStop(why: "\(first) is not evaluated", line: tokens[start].line),
                    names: names)
            }
        }
        throw stop("\(first) without its end")
    }

    /// Whether the word here stands where a command begins.
    private var beginsCommand: Bool {
        guard at > 0 else { return true }
        if tokens[at - 1].mark != nil { return true }
        return ["then", "do", "else", "!"].contains(tokens[at - 1].word?.literal ?? "")
    }

    private mutating func simple() throws(ShellStop) -> ShellStatement {
        let line = token?.line ?? 1
        let words = try words()
        guard let first = words.first else { throw stop("an unexpected mark") }
        let isExport = first.literal == "export" || first.literal == "readonly"
        let targets = isExport ? Array(words.dropFirst()) : words
        var assignments: [ShellAssignment] = []
        for word in targets {
            if let (name, appends, value) = word.assignment {
                assignments.append(.init(name: name, appends: appends, value: value, line: line))
            } else if isExport, let name = word.literal, name.isShellName {
                assignments.append(.init(name: name, appends: false, value: nil, line: line))
            } else {
                return .command(words, line: line)
            }
        }
        return .assign(assignments, fixed: first.literal == "readonly")
    }

    /// The words of a simple command; what only redirects its output is dropped.
    private mutating func words() throws(ShellStop) -> [ShellWord] {
        var words: [ShellWord] = []
        while let token {
            if let word = token.word {
                words.append(word)
                at += 1
                continue
            }
            guard let mark = token.mark, mark.hasPrefix(">") || mark == "<" || mark == "&>" else {
                break
            }
            if mark != "&>", let last = words.last?.literal, last == "1" || last == "2" {
                words.removeLast()
            }
            at += 1
            guard self.token?.word != nil else { throw stop("a redirection without a file") }
            at += 1
        }
        return words
    }
}

extension ShellParser {
    /// The variables that the file's text from `offset` on may set.
    func names(from offset: Int) -> Set<String> { names(in: text[offset...]) }

    /// Every name before an equals sign, and every bare one of CVMFS.
    private func names(in bytes: ArraySlice<UInt8>) -> Set<String> {
        var names: Set<String> = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let isComment = line.first { $0 != 32 && $0 != 9 } == UInt8(ascii: "#")
            if !isComment { collect(from: line, into: &names) }
        }
        return names
    }

    private func collect(from line: ArraySlice<UInt8>, into names: inout Set<String>) {
        var at = line.startIndex
        while at < line.endIndex {
            guard line[at].isNameStart else {
                at += 1
                continue
            }
            let end = line[at...].firstIndex { !$0.isNamePart } ?? line.endIndex
            let name = String(decoding: line[at..<end], as: UTF8.self)
            let isAsked = at > line.startIndex && [36, 123].contains(line[at - 1])
            let rest = line[end...]
            let isSet = rest.first == 61 || rest.starts(with: [43, 61])
            if isSet || (!isAsked && name.hasPrefix("CVMFS_")) { names.insert(name) }
            at = end
        }
    }
}
