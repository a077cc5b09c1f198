internal import MusterModel
internal import MusterStore

/// A stored sheet, put together again.
struct SheetReading: Sendable {
    /// The facts.
    let sheet: Sheet
    /// The same, to look facts up in.
    let book: FactBook
    /// What is counted over sites.
    let traits: SheetTraits

    /// A sheet of a site.
    /// - Returns: nil where the document is none, which no judging can mend.
    init?(_ document: JSONValue, named digest: Digest, at site: Int64, sections: [Digest: Section])
    {
        guard let sheet = Sheet(document: document, section: { sections[$0] }) else { return nil }
        self.sheet = sheet
        book = FactBook(sheet, gauges: [])
        traits = SheetTraits(of: book, at: site, named: digest)
    }

    /// The digests of the sections that a sheet's document names.
    static func sections(in bytes: [UInt8]) -> Set<Digest> {
        (try? JSONReader.value(in: bytes)).map(sections) ?? []
    }

    /// The same of a document that was read.
    static func sections(in document: JSONValue) -> Set<Digest> {
        guard case .object(let members)? = document["sections"] else { return [] }
        return Set(members.values.compactMap { $0.text.flatMap(Digest.init(text:)) })
    }
}

extension SheetTraits {
    /// What a sheet says of its machine.
    fileprivate init(of book: FactBook, at site: Int64, named digest: Digest) {
        func value(_ name: String, of subject: String? = nil) -> FactValue? {
            FactName(name).flatMap { book.fact(FactKey($0, of: subject)).reading.value }
        }
        func text(_ name: String) -> String { value(name)?.description ?? "" }
        var cores: Int64?
        if case .integer(let count)? = value("system.cpu.cores") { cores = count }
        let (name, version) = (text("system.os.name"), text("system.os.version"))
        let system = name.contains(version) ? name : "\(name) \(version)"
        self.init(
            site: site, sheet: digest, cores: cores, system: system,
            kernel: text("kernel.release.version"), routes: Self.routes(book, value))
    }

    /// The routes that can be used, with their versions.
    private static func routes(
        _ book: FactBook, _ value: (String, String?) -> FactValue?
    ) -> [String] {
        guard let roster = FactName("runtime.routes.list"),
            case .success(let names) = book.subjects(in: roster)
        else { return [] }
        return names.filter { value("runtime.route.enabled", $0) == .bool(true) }.map { name in
            let version = value("runtime.route.version", name)?.description ?? ""
            return version.isEmpty ? name : "\(name) \(version)"
        }
    }
}
