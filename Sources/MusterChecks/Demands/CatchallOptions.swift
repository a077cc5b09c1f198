/// Container options that stand in a queue's catchall, apart from everything else in it: what
/// is needed to move them where they belong.
public struct CatchallOptions: Hashable, Sendable {
    /// Under which name they stand, `singularity_options`.
    public let name: String
    /// Whether a pilot of today reads them there, as long as `container_options` is empty.
    public var isRead: Bool { name != "singularity_bindmounts" && name != "container_options" }
    /// The options that were meant: without what an unquoted value swallows.
    public let options: String
    /// Other settings that the pilot takes for options, because the value is not quoted.
    public let swallowed: [String]
    /// The catchall without the options.
    public let rest: String

    /// The options in a catchall; nil where there are none.
    public init?(_ catchall: String) {
        guard let found = Catchall.options(in: catchall) ?? Catchall.bindMounts(in: catchall),
            let start = catchall.firstRange(of: found.name + "=")?.lowerBound, let end = found.end
        else { return nil }
        let words = Catchall.words(of: found.value)
        let meant = found.isQuoted ? words[...] : words.prefix { !Catchall.isAssignment($0) }
        let others = words[meant.endIndex...].map(String.init)
        (name, swallowed) = (found.name, others.filter { Catchall.isAssignment($0[...]) })
        let isList = found.name == "singularity_bindmounts"
        options =
            found.isQuoted
            ? (isList ? "-B " : "") + found.value.trimmed : meant.joined(separator: " ")
        rest =
            (Catchall.words(of: catchall[..<start]).map(String.init) + others
            + Catchall.words(of: catchall[end...]).map(String.init)).joined(separator: " ")
    }
}
