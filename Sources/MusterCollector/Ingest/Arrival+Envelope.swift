internal import MusterModel
internal import MusterStore

extension Arrival {
    /// An envelope from a known sender, its new sections proven.
    ///
    /// - Parameters:
    ///   - body: the envelope's own.
    ///   - name: the credential's, whatever the body says.
    ///   - received: milliseconds since 1970.
    /// - Throws: ``WireError`` with the member that does not fit.
    init(
        _ envelope: Envelope, _ body: ReportBody, from name: NodeName, received: Int64
    ) throws(WireError) {
        let probes = Dictionary(
            body.sections.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        for (digest, bytes) in envelope.sections where digest != body.gauges.frame {
            guard let section = Section(reading: bytes), section.probe == probes[digest] else {
                throw WireError("sections: \(digest) is no section of the probe that names it")
            }
        }
        self.init(
            site: name.site, node: name.node, key: ReportKey(envelope.id),
            body: envelope.digest, received: received, made: body.made,
            sheet: Content(body.sheet, proven: body.sheetDigest), claims: Content(body.claims),
            gauges: body.gauges, about: body.about.canonicalBytes, named: envelope.named,
            sections: envelope.sections, lost: envelope.lost, gaps: body.gaps)
    }
}
