extension StringProtocol {
    /// The text without anything that steers a terminal or hides itself: white
    /// space becomes a blank; control characters, escapes, bidirectional
    /// overrides, invisible format characters and noncharacters become U+FFFD.
    ///
    /// For everything that was read on a node, before a person's eyes get it.
    public var printable: String {
        var clean = String.UnicodeScalarView()
        for scalar in unicodeScalars { clean.append(scalar.shown) }
        return String(clean)
    }
}

extension Unicode.Scalar {
    fileprivate var shown: Unicode.Scalar {
        if (" "..."~").contains(self) { return self }
        switch self {
        case "\t", "\n", "\r": return " "
        default: break
        }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse: return "\u{FFFD}"
        case .lineSeparator, .paragraphSeparator, .spaceSeparator: return " "
        default: return properties.isNoncharacterCodePoint ? "\u{FFFD}" : self
        }
    }
}
