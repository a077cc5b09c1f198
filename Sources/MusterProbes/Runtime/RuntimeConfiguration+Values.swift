internal import MusterModel

extension RuntimeConfiguration {
    /// Yes or no.
    /// - Throws: unsupported where the release has no such directive, malformed with
    ///   the line that does not read, or why the release's default is not known.
    func flag(_ key: String) throws(Absence) -> Bool {
        let ruling = try ruling(key)
        let value = try scalar(ruling)
        switch value.text {
        case "yes": return true
        case "no": return false
        case "y", "1": if release.isSecond { return true }
        case "n", "0": if release.isSecond { return false }
        default: break
        }
        throw odd(ruling, value.line)
    }

    /// One of the allowed words, or yes and no where the release knows no others.
    /// - Throws: as ``flag(_:)``.
    func word(_ key: String) throws(Absence) -> String {
        let ruling = try ruling(key)
        guard case .word(let words) = ruling.kind else { return try flag(key) ? "yes" : "no" }
        let value = try scalar(ruling)
        guard words.contains(value.text) else { throw odd(ruling, value.line) }
        return value.text
    }

    /// A whole number, decimal or as Go writes others (`0x10`, `0o20`).
    /// - Throws: as ``flag(_:)``.
    func number(_ key: String) throws(Absence) -> Int64 {
        let ruling = try ruling(key)
        let value = try scalar(ruling)
        guard let number = Self.wholeNumber(value.text) else { throw odd(ruling, value.line) }
        return number
    }

    /// The elements of all lines of the key, in order; a file without one has
    /// none, whatever the default file says.
    /// - Throws: as ``flag(_:)``.
    func list(_ key: String) throws(Absence) -> [String] {
        let ruling = try ruling(key)
        let values =
            isFile ? lines.filter { $0.key == key }.map(\.value) : [ruling.initial ?? ""]
        // "NULL" is how 2.x writes that nothing is limited.
        return values.flatMap { $0.split(separator: ",") }
            .map { String($0.trimmingSpace) }.filter { !$0.isEmpty && $0 != "NULL" }
    }

    /// The line of `key` that counts; nil where the file has none.
    func line(_ key: String) -> Line? {
        release.isSecond ? lines.last { $0.key == key } : lines.first { $0.key == key }
    }

    private func ruling(_ key: String) throws(Absence) -> Ruling {
        guard let ruling = DirectiveTable.ruling(on: key, in: release) else {
            throw Absence(.unsupported, "\(release.description) has no directive \"\(key)\"")
        }
        return ruling
    }

    private func scalar(_ ruling: Ruling) throws(Absence) -> (text: String, line: Line?) {
        guard let line = line(ruling.key) else {
            guard let initial = ruling.initial else { throw release.doubt }
            return (initial, nil)
        }
        return (scalar(in: line), line)
    }

    private func scalar(in line: Line) -> String {
        release.isSecond ? line.value : String(line.value.prefix { $0 != "," })
    }

    private func odd(_ ruling: Ruling, _ line: Line?) -> Absence {
        let found = line.map { "line \($0.number): \($0.key) = \($0.value.excerpt)" } ?? "default"
        return Absence(.malformed, "\(source): \(found), needed \(ruling.kind.need)")
    }

    private static func wholeNumber(_ text: String) -> Int64? {
        let bases: [(String, Int)] = [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8), ("0b", 2)]
        for (prefix, base) in bases where text.hasPrefix(prefix) {
            return Int64(text.dropFirst(2), radix: base).flatMap { $0 < 0 ? nil : $0 }
        }
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int64(text, radix: text.hasPrefix("0") && text.count > 1 ? 8 : 10)
    }
}

extension RuntimeConfiguration {
    /// The first line with a value that the runtime refuses; with one it does not
    /// start in any mode ("couldn't parse configuration file").
    var refusal: Absence? {
        for line in lines where line == self.line(line.key) {
            if let absence = complaint(about: line.key) { return absence }
        }
        return nil
    }

    private func complaint(about key: String) -> Absence? {
        guard let ruling = DirectiveTable.ruling(on: key, in: release) else { return nil }
        do throws(Absence) {
            switch ruling.kind {
            case .flag: _ = try flag(key)
            case .word: _ = try word(key)
            case .number: _ = try number(key)
            case .text, .list: break
            }
            return nil
        } catch {
            return error
        }
    }

    /// `key = value` of every directive that is not as the release's own file has
    /// it, sorted.
    /// - Throws: why the release, and so its defaults, is not known.
    var changed: [String] {
        get throws(Absence) {
            if !isFile { return [] }
            guard release.flavour != nil, case .success = release.version else {
                throw release.doubt
            }
            return DirectiveTable.byKey.keys.sorted().compactMap(change)
        }
    }

    private func change(_ key: String) -> String? {
        guard let ruling = DirectiveTable.ruling(on: key, in: release) else { return nil }
        if ruling.kind == .list {
            let found = (try? list(key)) ?? []
            let value = found.joined(separator: ",")
            return value == ruling.initial ? nil : "\(key) = \(value.bounded)"
        }
        guard let line = line(key), scalar(in: line) != ruling.initial else { return nil }
        if case .number = ruling.kind, let initial = ruling.initial,
            let number = try? number(key), Self.wholeNumber(initial) == number
        {
            return nil
        }
        return "\(key) = \(line.value.bounded)"
    }

    /// Directives that the release does not know, and lines that are none, sorted;
    /// the runtime passes over both.
    var unknown: [String] {
        let keys = lines.map(\.key).filter {
            DirectiveTable.ruling(on: $0, in: release) == nil
        }
        return Set(keys.map(\.bounded) + strays.map { "line \($0.number): \($0.value)" })
            .sorted().prefix(Self.listedAtMost).map { $0 }
    }

    /// Restrictions on images that are in force, as `key = value`, sorted.
    /// - Throws: malformed with the line that does not read.
    var limits: [String] {
        get throws(Absence) {
            var found: [String] = []
            for key in DirectiveTable.byKey.keys.sorted() {
                if key.hasPrefix("limit container "), let names = try? list(key), !names.isEmpty {
                    found.append("\(key) = \(names.joined(separator: ",").bounded)")
                }
                let isKnown = DirectiveTable.ruling(on: key, in: release) != nil
                if key.hasPrefix("allow container "), isKnown, try !flag(key) {
                    found.append("\(key) = no")
                }
            }
            return found
        }
    }

    /// Longer lists of a broken file say nothing more.
    private static let listedAtMost = 50
}

extension String {
    /// At most two hundred printable characters: values are text of the node.
    fileprivate var bounded: String {
        let clean = prefix(200).map { $0 >= " " && $0 != "\u{7F}" ? $0 : "·" }
        return String(clean) + (count > 200 ? "…" : "")
    }
}
