/// What a collector answers to a delivery: a receipt for each report that it speaks of.
public struct DeliveryAnswer: Hashable, Sendable {
    /// Name and version of the form.
    public static let format = "muster-answer/1"

    /// A longer one is not read, bytes.
    public static let bytesAtMost = 64 << 10

    /// The receipts by report. A report that is not among them was not promised to be
    /// kept.
    public let receipts: [ReportKey: Receipt]

    /// An answer to send.
    public init(_ receipts: [ReportKey: Receipt]) { self.receipts = receipts }

    /// The answer in received bytes. Members and results that nobody knows are passed
    /// over; one report with two results is an error, because one of them is wrong.
    /// - Throws: ``WireError`` with the member that does not fit.
    public init(reading bytes: [UInt8]) throws(WireError) {
        let json = try WireError.value(in: bytes, of: "answer", atMost: Self.bytesAtMost)
        guard json["format"]?.text == Self.format else {
            throw WireError("format: needed \(Self.format)")
        }
        guard let results = json["results"]?.elements else {
            throw WireError("results: needed an array")
        }
        var receipts: [ReportKey: Receipt] = [:]
        for result in results {
            guard let key = ReportKey(json: result) else { continue }
            guard let receipt = try Receipt(json: result) else { continue }
            guard receipts.updateValue(receipt, forKey: key) == nil else {
                throw WireError("results: two for \(key)")
            }
        }
        self.receipts = receipts
    }

    /// What is sent: the results by sequence.
    public var bytes: [UInt8] {
        let results = receipts.sorted { $0.key < $1.key }.map { key, receipt in
            JSONValue.object(
                receipt.members.merging([
                    "incarnation": .string(key.incarnation), "sequence": .integer(key.sequence),
                ]) { first, _ in first })
        }
        return JSONValue.object([
            "format": .string(Self.format), "results": .array(results),
        ]).canonicalBytes
    }
}
