internal import MusterModel

/// What `muster adopt` says of a bundle: its fate, and what is to be remembered.
public struct Adoption: Hashable, Sendable {
    /// Name and version of the form.
    public static let format = "muster-adoption/1"

    /// What became of it.
    public let fate: BundleRecord.Fate
    /// What is remembered from now on.
    public let record: BundleRecord

    static let bytesAtMost = 16 << 10

    /// A fate with what is remembered.
    public init(_ fate: BundleRecord.Fate, _ record: BundleRecord) {
        (self.fate, self.record) = (fate, record)
    }

    /// What a child said; nil where that is nothing of the kind.
    init?(_ frames: Frames) {
        guard let about = frames["adoption"].flatMap({ try? JSONReader.value(in: $0) }),
            about["format"]?.text == Self.format,
            let record = frames["record"].flatMap(BundleRecord.init)
        else { return nil }
        if case .bundle(let mark)? = PolicyOrigin(json: about["adopted"]) {
            self.init(.adopted(mark), record)
        } else if let why = about["refused"]?.text {
            self.init(.refused(why), record)
        } else {
            return nil
        }
    }

    /// As it is handed over.
    public var frames: Frames {
        var about: [String: JSONValue] = ["format": .string(Self.format)]
        switch fate {
        case .adopted(let mark): about["adopted"] = PolicyOrigin.bundle(mark).json
        case .refused(let why): about["refused"] = .string(why)
        }
        var frames = Frames()
        frames.add("adoption", JSONValue.object(about).canonicalBytes)
        frames.add("record", record.bytes)
        return frames
    }
}
