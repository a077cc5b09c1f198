import Testing

/// What the rules look at is code and nothing else.
@Suite struct CodeMaskTests {
    @Test(arguments: [
        ("a // b", "a     "), ("a /* b /* c */ d */ e", "a                   e"),
        ("\"a\" + b", "\" \" + b"), ("\"a\\\"b\" c", "\"    \" c"),
        ("\"\\(a(b))c\" d", "\"\\(a(b)) \" d"), ("#\"a\"b\"# c", "#\"   \"# c"),
        ("#\"\\(a)\\#(b)\"#", "#\"    \\#(b)\"#"), ("\"é\" a", "\" \" a"),
        ("\"open\na", "\"    \na"), ("\"\"\"\na \"b\"\n\"\"\" c", "\"\"\"\n     \n\"\"\" c"),
        ("\"\\(a[\"b\"])\" c", "\"\\(a[\" \"])\" c"), ("", ""), ("\"", "\""), ("/*", "  "),
        ("\\", "\\"), ("\"\\", "\" "),
    ])
    func codeStaysAndProseGoes(text: String, code: String) {
        #expect(CodeMask.blanked(text) == code)
    }

    @Test func linesAndColumnsStay() {
        for file in Tree.swift {
            #expect(file.code.count == file.lines.count, "\(file.path)")
        }
    }
}
