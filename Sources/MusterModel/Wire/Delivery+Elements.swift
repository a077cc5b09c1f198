extension Delivery {
    /// One report of a delivery, as a receiver finds it.
    public enum Element: Hashable, Sendable {
        /// It has its form.
        case envelope(Envelope)
        /// Its id reads, and the rest does not.
        case malformed(ReportKey, String)
    }

    /// The reports in received bytes, each looked at by itself, so that one that does not
    /// read costs the others nothing.
    ///
    /// - Throws: ``WireError`` where the whole is no delivery, or one has no id that it
    ///   could be answered under.
    public static func elements(reading bytes: [UInt8]) throws(WireError) -> [Element] {
        let json = try WireError.value(in: bytes, of: "delivery", atMost: bytesAtMost)
        guard json["format"]?.text == format else { throw WireError("format: needed \(format)") }
        guard let elements = json["envelopes"]?.elements else {
            throw WireError("envelopes: needed 1 to \(envelopesAtMost)")
        }
        return try self.elements(elements)
    }

    /// The reports in received lines, an envelope a line (application/x-ndjson).
    ///
    /// - Throws: ``WireError`` where a line is no JSON, or has no id that it could be
    ///   answered under.
    public static func elements(readingLines bytes: [UInt8]) throws(WireError) -> [Element] {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        guard lines.count <= envelopesAtMost else {
            throw WireError("envelopes: needed 1 to \(envelopesAtMost)")
        }
        var elements: [JSONValue] = []
        for (index, line) in lines.enumerated() {
            elements.append(
                try WireError.value(
                    in: Array(line), of: "envelopes[\(index)]", atMost: bytesAtMost))
        }
        return try self.elements(elements)
    }

    private static func elements(_ elements: [JSONValue]) throws(WireError) -> [Element] {
        guard !elements.isEmpty, elements.count <= envelopesAtMost else {
            throw WireError("envelopes: needed 1 to \(envelopesAtMost)")
        }
        var seen: Set<ReportKey> = []
        var found: [Element] = []
        for (index, json) in elements.enumerated() {
            guard let id = ReportID(json: json["id"]) else {
                throw WireError("envelopes[\(index)].id: needed node, incarnation and sequence")
            }
            let key = ReportKey(id)
            guard seen.insert(key).inserted else {
                throw WireError("envelopes[\(index)].id: a second \(key)")
            }
            do { found.append(.envelope(try Envelope(json: json))) } catch {
                found.append(.malformed(key, error.description))
            }
        }
        return found
    }
}
