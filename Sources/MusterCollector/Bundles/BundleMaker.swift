public import MusterChecks
public import MusterModel
internal import MusterProbes

/// Puts check files together to a bundle, and refuses all that a node of this version would
/// refuse: every mistake with file, line and column.
public struct BundleMaker: Sendable {
    /// Its version.
    public var version: Int64
    /// When it is made, seconds since 1970.
    public var made: Int64
    /// The last day on which it may be used; nil for no end.
    public var until: CalendarDate?
    /// What it is for, in a line.
    public var note = ""

    /// A maker of one version.
    public init(version: Int64, made: Int64) { (self.version, self.made) = (version, made) }

    /// A bundle of files, each under the last part of its name, and what is strange in them.
    /// - Throws: ``Bench/Mistakes`` with every mistake in a line.
    public func bundle(
        of files: [CheckFile]
    ) throws(Bench.Mistakes) -> (bundle: CheckBundle, warnings: [String]) {
        let lint = ChecksLint(
            CheckFile.builtIn + files, standIns: Set(files.map(\.name)),
            vocabulary: ProbeCatalogue.vocabulary)
        let mistakes = files.compactMap(\.bundleObjection) + lint.errors
        guard mistakes.isEmpty else {
            throw Bench.Mistakes(lines: mistakes.map(\.description))
        }
        let own = Set(files.map(\.name))
        do throws(WireError) {
            let bundle = try CheckBundle(
                version: version, made: made, until: until, note: note,
                files: files.map { CheckBundle.File(name: $0.lastName, text: $0.text) })
            let warnings = lint.warnings.filter { own.contains($0.file) }
            return (bundle, warnings.map(\.description))
        } catch { throw Bench.Mistakes(lines: [error.description]) }
    }

    /// What a node of this version, without files of its own, would find wrong in a bundle.
    public static func mistakes(in bundle: CheckBundle) -> [String] {
        let library = ChecksLibrary(
            CheckFile.builtIn, under: bundle, [], vocabulary: ProbeCatalogue.vocabulary)
        let strangers = bundle.checkFiles.compactMap(\.bundleObjection)
        return (strangers + library.errors).map(\.description)
    }
}

extension CheckFile {
    /// The name without its folder.
    fileprivate var lastName: String { name.split(separator: "/").last.map(String.init) ?? name }
}
