extension Digest {
    /// A digest as somebody wrote it; nil where it is not 64 lower-case hexadecimal
    /// digits.
    public init?(text: String) {
        guard text.utf8.count == 64,
            text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        self.init(proven: text)
    }

    /// The digests in an array of texts; nil where one is none, stands twice, or there
    /// are more than `atMost`.
    static func list(in json: JSONValue, atMost: Int) -> [Digest]? {
        guard let elements = json.elements, elements.count <= atMost else { return nil }
        let digests = elements.compactMap { $0.text.flatMap(Digest.init(text:)) }
        guard digests.count == elements.count, Set(digests).count == digests.count else {
            return nil
        }
        return digests
    }
}
