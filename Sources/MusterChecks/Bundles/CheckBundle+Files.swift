public import MusterModel

extension CheckBundle {
    /// Its files under names that no file of a node has: `bundle 3/atlas.yaml`.
    public var checkFiles: [CheckFile] {
        files.map { CheckFile(name: "bundle \(version)/\($0.name)", text: $0.text) }
    }
}

extension ChecksLibrary {
    /// Reads a bundle's files between the built-in ones and a site's own: what it states takes
    /// the place of what is built in, and of nothing that is the site's.
    ///
    /// - Parameter bundle: nil for none.
    public init(
        _ builtIn: [CheckFile], under bundle: CheckBundle?, _ own: [CheckFile],
        vocabulary: Vocabulary
    ) {
        let files = bundle?.checkFiles ?? []
        self.init(
            builtIn + files + own, standIns: Set(files.map(\.name)), vocabulary: vocabulary)
    }
}

extension CheckFile {
    /// Why it may not stand in a bundle; nil where it may. A file that does not read at all is
    /// left to the reader of check files, which names the place.
    public var bundleObjection: ChecksError? {
        guard let format = statedFormat, !Self.ofBundles.contains(format) else { return nil }
        return ChecksError(
            whole: name, .value,
            "\(format.printable.prefix(60)), a bundle holds \(NodeReader.listed(Self.ofBundles)): "
                + "waivers and configuration are each node's own")
    }

    private static let ofBundles = ["muster-checks/1", "muster-advisories/1"]
}
