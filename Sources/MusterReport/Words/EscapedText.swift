extension StringProtocol {
    /// The text with some scalars written otherwise; `written` gives nil for those
    /// that stay.
    ///
    /// By scalar, never by character: a quote with a combining mark behind it is
    /// one character that equals no quote, and still ends an attribute.
    func escaped(_ written: (Unicode.Scalar) -> String?) -> String {
        var out = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if let text = written(scalar) {
                out.append(contentsOf: text.unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// The text as content or quoted attribute of XML and HTML. Only for text that
    /// is printable already: XML 1.0 has no way to write most control characters.
    var markup: String {
        escaped {
            switch $0 {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            default: nil
            }
        }
    }
}
