internal import MusterModel
internal import MusterStore

extension Arrival {
    /// An envelope from a known sender, its body and its new sections proven.
    ///
    /// - Parameters:
    ///   - site: the credential's, whatever the body says.
    ///   - node: the credential's.
    ///   - received: milliseconds since 1970.
    /// - Throws: ``WireError`` with the member that does not fit.
    init(
        _ envelope: Envelope, from node: String, of site: String, received: Int64
    ) throws(WireError) {
        let body = try ReportBody(of: envelope)
        let probes = Dictionary(
            body.sections.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        for (digest, bytes) in envelope.sections {
            guard let section = Section(reading: bytes), section.probe == probes[digest] else {
                throw WireError("sections: \(digest) is no section of the probe that names it")
            }
        }
        self.init(
            site: site, node: node, key: ReportKey(envelope.id), body: Digest(of: envelope.body),
            received: received, made: body.made, sheet: Content(body.sheet.canonicalBytes),
            claims: Content(body.claims),
            gauges: body.gaugeBytes,
            about: body.about.canonicalBytes, named: envelope.named,
            sections: envelope.sections, lost: envelope.lost, gaps: body.gaps)
    }
}
