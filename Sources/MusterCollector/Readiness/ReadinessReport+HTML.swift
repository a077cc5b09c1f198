internal import MusterReport

extension ReadinessReport {
    /// The report as one page that needs nothing but itself, on a screen and on paper.
    ///
    /// - Parameter address: the collector's, `https://muster.example.org:8443`, to which
    ///   pages are linked; nil where nothing is.
    public func html(linking address: String? = nil) -> String {
        let document = ReadinessDocument(report: self, address: address, sites: sites)
        return MarkupWriter.document("Container readiness: \(profile)", style: PageStyle.text) {
            writer in
            writer.void(
                "meta",
                ["http-equiv": "Content-Security-Policy", "content": PageStyle.filePolicy])
        } body: { writer in
            writer.start("main", ["id": "main", "class": "report"])
            document.write(into: &writer)
            writer.end()
        }
    }
}

extension ReadinessDocument {
    /// All of it.
    func write(into writer: inout MarkupWriter) {
        head(&writer)
        charts(&writer)
        shares(&writer)
        writer.element("h2", "Sites")
        table(&writer)
        heat(&writer)
        obstacles(&writer)
        spreads(&writer)
        rest(&writer)
    }
}
