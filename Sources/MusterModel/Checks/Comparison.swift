/// What is asked of one fact's value.
public enum Comparison: Hashable, Sendable {
    /// Equal; versions at the limit's precision.
    case equals(FactValue)
    /// Equal to one of them.
    case oneOf([FactValue])
    /// Not less.
    case atLeast(Limit)
    /// Not more.
    case atMost(Limit)
    /// Less.
    case below(Limit)
    /// A text that fits the pattern; of a list, every element.
    case matches(Glob)
    /// A list or path set with this element, a text with this part.
    case contains(String)
    /// Whether there is a value at all; `false` asks for a known absence.
    case exists(Bool)
    /// A path set or list that holds all of these, itself or by a parent folder.
    case covers(Set<String>)
}
