internal import MusterModel

extension ShellEvaluation {
    /// A piece of an expanded word; only what stands outside quotes is split.
    struct Piece: Hashable {
        /// The text.
        let text: String
        /// Whether blanks in it separate words.
        let splits: Bool
    }

    /// The text that `word` stands for on the right of an equals sign.
    mutating func text(of word: ShellWord?, in place: Place) -> ShellValue {
        guard let word else { return .text("") }
        if case .plain(let start)? = word.parts.first, start.hasPrefix("~") {
            return .doubt(place.absence("a home folder is not evaluated", line: word.line))
        }
        do throws(Absence) {
            return .text(try pieces(of: word.parts, place, word.line).map(\.text).joined())
        } catch {
            return .doubt(error)
        }
    }

    /// The words that `words` become as arguments.
    /// - Throws: what is not evaluated among them.
    mutating func arguments(
        _ words: [ShellWord], in place: Place
    ) throws(Absence) -> [String] {
        var arguments: [String] = []
        for word in words {
            let pieces = try pieces(of: word.parts, place, word.line)
            let isPattern =
                word.literal != "[" && word.literal != "[["
                && pieces.contains { $0.splits && $0.text.contains { "*?[".contains($0) } }
            if isPattern { throw place.absence("a pattern is not evaluated", line: word.line) }
            arguments += Self.split(pieces)
        }
        return arguments
    }

    /// The parts of a word with their variables' values in place.
    private mutating func pieces(
        of parts: [ShellWord.Part], _ place: Place, _ line: Int
    ) throws(Absence) -> [Piece] {
        var pieces: [Piece] = []
        for part in parts {
            switch part {
            case .plain(let text): pieces.append(Piece(text: text, splits: true))
            case .quoted(let text): pieces.append(Piece(text: text, splits: false))
            case .opaque(let why): throw place.absence("\(why) is not run", line: line)
            case .variable(let name, let inQuotes, let fallback):
                guard let fallback else {
                    let text = try value(of: name, place, line) ?? ""
                    pieces.append(Piece(text: text, splits: !inQuotes))
                    continue
                }
                let found = try value(of: name, place, line)
                pieces += try covered(found, fallback, of: name, inQuotes, place, line)
            }
            let length = pieces.reduce(0) { $0 + $1.text.utf8.count }
            if length > Self.valueAtMost {
                throw place.absence("a value of over \(Self.valueAtMost) bytes", line: line)
            }
        }
        return pieces
    }

    private mutating func covered(
        _ found: String?, _ fallback: ShellWord.Fallback, of name: String, _ inQuotes: Bool,
        _ place: Place, _ line: Int
    ) throws(Absence) -> [Piece] {
        let isCovered = found == nil || (fallback.coversEmpty && found?.isEmpty == true)
        let isAlternative = fallback.sign == UInt8(ascii: "+")
        if isAlternative && isCovered { return [Piece(text: "", splits: !inQuotes)] }
        if !isAlternative && !isCovered { return [Piece(text: found ?? "", splits: !inQuotes)] }
        let pieces = try pieces(of: fallback.parts, place, line)
        if fallback.sign == UInt8(ascii: "=") {
            set(name, .text(pieces.map(\.text).joined()), at: place.origin(line))
        }
        return pieces
    }

    /// A variable's text, nil where it is not set.
    ///
    /// Only CVMFS's own names are known to be unset at the start: all others may
    /// come from the environment in which somebody starts the client.
    private func value(
        of name: String, _ place: Place, _ line: Int
    ) throws(Absence) -> String? {
        switch variables[name]?.value {
        case .text(let text): return text
        case .doubt(let absence):
            throw Absence(absence.reason, "$\(name) ← \(absence.detail)".shortened)
        case nil where name.hasPrefix("CVMFS_"): return nil
        case nil: throw place.absence("$\(name) comes from the environment", line: line)
        }
    }

    /// Splits at blanks outside quotes, as a shell does with its default IFS.
    private static func split(_ pieces: [Piece]) -> [String] {
        var words: [String] = []
        var word: String?
        for piece in pieces {
            guard piece.splits else {
                word = (word ?? "") + piece.text
                continue
            }
            for scalar in piece.text.unicodeScalars {
                if scalar == " " || scalar == "\t" || scalar == "\n" {
                    if let done = word { words.append(done) }
                    word = nil
                } else {
                    word = (word ?? "") + String(scalar)
                }
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}

extension String {
    /// At most two hundred characters: a chain of doubts may grow with each link.
    var shortened: String { count > 200 ? prefix(199) + "…" : self }
}
