extension String {
    /// The path without its last name; `/` at the top.
    var parentFolder: String {
        guard let slash = lastIndex(of: "/"), slash > startIndex else { return "/" }
        return String(self[..<slash])
    }

    /// An absolute path without `.`, `..` and doubled slashes, links not asked.
    var plainPath: String {
        var names: [Substring] = []
        for name in split(separator: "/") where name != "." {
            if name == ".." { _ = names.popLast() } else { names.append(name) }
        }
        return "/" + names.joined(separator: "/")
    }
}
