public import MusterModel

/// The cards of a site's own probes, read from their files.
public struct ProbeFiles: Hashable, Sendable {
    /// The probes whose cards are whole, by id.
    public let probes: [ExternalProbe]

    /// Every mistake, by file and place.
    public let errors: [ChecksError]

    /// Reads `files`, one probe each, beside what `vocabulary` knows already.
    public init(_ files: [CheckFile], beside vocabulary: Vocabulary) {
        var probes: [String: ExternalProbe] = [:]
        var errors: [ChecksError] = []
        let taken = Set(vocabulary.probes.map(\.id))
        for file in files {
            var reader = NodeReader(file: file.name)
            do throws(ChecksError) {
                let root = try YAMLDocument.root(of: file.text, file: file.name)
                if let found = reader.probe(root) {
                    let id = found.probe.card.id
                    if taken.contains(id) || probes[id] != nil {
                        reader.refuse(.duplicateID, found.mark, "probe \"\(id)\" again")
                    } else {
                        probes[id] = found.probe
                    }
                }
            } catch {
                errors.append(error)
            }
            errors += reader.errors
        }
        if probes.count > ExternalProbe.atMost {
            errors.append(
                ChecksError(
                    whole: files.last?.name ?? "", .size,
                    "\(probes.count) external probes, at most \(ExternalProbe.atMost) run"))
        }
        self.probes = probes.values.sorted { $0.card.id < $1.card.id }
        self.errors = errors.sorted()
    }
}
