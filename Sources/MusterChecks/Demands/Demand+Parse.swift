public import MusterModel

extension Demand {
    /// The longest text that is read; real option strings have a few hundred bytes.
    public static let bytesAtMost = 65_536

    /// What `text` asks for; nil where it asks for nothing (`None`, empty, or a
    /// catchall that says nothing about containers).
    ///
    /// The form shows by itself: paths (`SRC[:DST[:OPTS]]` with commas or line ends
    /// between, `#` begins a comment), an option string (`-B /a,/b --contain`), or a
    /// catchall (`singularity_options='…'`, `apptainer_options=`,
    /// `container_options=`, `singularity_bindmounts=`).
    /// - Throws: ``DemandError``: `form`, `relative`, `path` or `size`.
    public static func parse(
        _ text: String, origin: String
    ) throws(DemandError) -> Demand? {
        let bytes = text.utf8.count
        guard bytes <= bytesAtMost else {
            throw DemandError(origin, .size, "\(bytes) bytes, at most \(bytesAtMost) are read")
        }
        let trimmed = text.trimmed
        if isNothing(trimmed) { return nil }
        if trimmed.hasPrefix("/") || trimmed.hasPrefix("#") {
            return try parse(lines: text, origin: origin)
        }
        if trimmed.hasPrefix("-") { return try parse(options: trimmed, origin: origin) }
        if trimmed.contains("=") { return try parse(catchall: trimmed, origin: origin) }
        if trimmed.hasPrefix("$") || trimmed.hasPrefix("~") {
            return try parse(lines: text, origin: origin)
        }
        throw DemandError(
            origin, .form,
            "\"\(trimmed.prefix(60))\", needed are absolute paths with commas between, "
                + "container options that begin with -B, or a catchall")
    }

    /// What a queue of CRIC or AGIS asks for, as the ATLAS pilot reads it:
    /// `containerOptions` counts, and only where it is empty or `None` the catchall.
    /// - Throws: ``DemandError``: `relative`, `path` or `size`.
    public static func parse(
        containerOptions: String, catchall: String, origin: String
    ) throws(DemandError) -> Demand? {
        let bytes = containerOptions.utf8.count + catchall.utf8.count
        guard bytes <= bytesAtMost else {
            throw DemandError(origin, .size, "\(bytes) bytes, at most \(bytesAtMost) are read")
        }
        let options = containerOptions.trimmed
        if !isNothing(options) { return try parse(options: options, origin: origin) }
        return isNothing(catchall.trimmed)
            ? nil : try parse(catchall: catchall, origin: origin)
    }

    /// How the pilot writes that there is nothing.
    private static func isNothing(_ text: String) -> Bool {
        ["", "none", "null", "''", "\"\""].contains(text.lowercased())
    }

    private static func parse(
        lines text: String, origin: String
    ) throws(DemandError) -> Demand? {
        var binds = BindList(origin: origin)
        for line in text.split(whereSeparator: \.isNewline) {
            let comment = line.firstIndex(of: "#").flatMap { index in
                index == line.startIndex || line[line.index(before: index)].isWhitespace
                    ? index : nil
            }
            try binds.add(String(line[..<(comment ?? line.endIndex)]))
        }
        return binds.demand(options: [], remarks: [])
    }

    private static func parse(
        options text: String, remarks: [String] = [], origin: String
    ) throws(DemandError) -> Demand? {
        var options = OptionWords(text)
        var binds = BindList(origin: origin)
        for value in options.takeBinds() { try binds.add(value) }
        return binds.demand(options: options.rest, remarks: remarks + options.remarks)
    }

    private static func parse(
        catchall text: String, origin: String
    ) throws(DemandError) -> Demand? {
        if let found = Catchall.options(in: text) {
            return try parse(options: found.value, remarks: found.remarks, origin: origin)
        }
        guard let list = Catchall.bindMounts(in: text) else { return nil }
        var binds = BindList(origin: origin)
        try binds.add(list.value)
        return binds.demand(options: [], remarks: list.remarks)
    }
}
