extension CheckFile {
    /// What somebody said of one key without a file, by variable or option.
    ///
    /// - Parameters:
    ///   - texts: the values as they were given, commas and all.
    ///   - name: what the person who is to correct it knows it as.
    public init(_ name: String, says texts: [String], of key: ConfigurationKey) {
        let joined = texts.joined(separator: ",")
        let parts = key.isList ? joined.split(separator: ",").map(String.init) : [joined]
        let value =
            key.isList
            ? "[" + parts.map(\.inQuotes).joined(separator: ", ") + "]" : joined.inQuotes
        let line = key.names.reversed().reduce(value) { "{\($1): \($0)}" }
        let head = "format: \(Configuration.format)\n"
        // The outermost braces away: one mapping with the format.
        self.init(name: name, text: head + line.dropFirst().dropLast())
    }
}

extension String {
    /// As a scalar in double quotes, every character kept.
    fileprivate var inQuotes: String {
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\" + String(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                text += "\\x" + (digits.count == 1 ? "0" : "") + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
