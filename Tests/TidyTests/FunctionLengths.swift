/// Finds the functions of a file and how long they are.
enum FunctionLengths {
    private static let head =
        #"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:[a-z]+(?:\(\w+\))?\s+)*"#
        + #"(?:func\s|init[?(<]|subscript[(<]|deinit\b|var\s+\w+\s*(?::[^={]+)?\{)"#

    /// Each function's first line, from 1, and its lines up to the closing brace;
    /// computed properties count, requirements of a protocol do not.
    static func functions(in code: [String]) -> [(line: Int, length: Int)] {
        let pattern = Pattern(head)
        return code.indices.filter { pattern.occurs(in: code[$0]) }.compactMap { start in
            end(of: start, in: code, pattern).map { (start + 1, $0 - start + 1) }
        }
    }

    /// The line of the brace that closes the first one opened at or after `start`;
    /// nil where a closing brace, an empty line or the next function comes first.
    private static func end(of start: Int, in code: [String], _ head: Pattern) -> Int? {
        var depth = 0
        for index in start..<code.count {
            if depth == 0, index > start,
                code[index].allSatisfy(\.isWhitespace) || head.occurs(in: code[index])
            {
                return nil
            }
            for character in code[index] {
                if character == "{" { depth += 1 }
                if character == "}" { depth -= 1 }
                if depth < 0 { return nil }
            }
            if depth == 0, code[index].contains("}") { return index }
        }
        return nil
    }
}
