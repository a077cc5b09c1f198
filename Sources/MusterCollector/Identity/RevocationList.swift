internal import Foundation
internal import SwiftASN1
internal import X509

/// What an authority has taken back: a certificate revocation list (RFC 5280, 5.1), its
/// parts that decide. Whoever laid it into the folder of authorities, fetch-crl as a rule,
/// has verified its signature.
struct RevocationList: Sendable {
    /// Whose certificates.
    let issuer: DistinguishedName
    /// Which of them, by the bytes of their serial number.
    let serials: Set<[UInt8]>
    /// From when on there should have been a newer list; nil where it does not say.
    let nextUpdate: Date?

    /// What was wrong with a list.
    struct Malformed: Error {}

    private static let bytesAtMost = 16 << 20

    /// The list in a file's bytes, PEM or DER.
    /// - Throws: ``Malformed``, or what SwiftASN1 found.
    init(_ data: Data) throws {
        guard data.count <= Self.bytesAtMost else { throw Malformed() }
        var bytes = Array(data)
        if data.starts(with: Data("-----BEGIN".utf8)) {
            bytes = try PEMDocument(pemString: String(decoding: data, as: UTF8.self)).derBytes
        }
        (issuer, serials, nextUpdate) = try Self.parts(in: try DER.parse(bytes))
    }

    private static func parts(
        in root: ASN1Node
    ) throws -> (DistinguishedName, Set<[UInt8]>, Date?) {
        try DER.sequence(root, identifier: .sequence) { outer in
            guard let body = outer.next() else { throw Malformed() }
            // Algorithm and signature.
            while outer.next() != nil {}
            return try DER.sequence(body, identifier: .sequence) { nodes in
                guard var node = nodes.next() else { throw Malformed() }
                if node.identifier == .integer { node = try next(&nodes) }
                // `node` is the algorithm now.
                guard node.identifier == .sequence else { throw Malformed() }
                let issuer = try DistinguishedName(derEncoded: try next(&nodes))
                _ = try date(try next(&nodes))
                var serials: Set<[UInt8]> = []
                var until: Date?
                while let node = nodes.next() {
                    switch node.identifier {
                    case .utcTime, .generalizedTime: until = try date(node)
                    case .sequence: serials = try revoked(in: node)
                    default: break
                    }
                }
                return (issuer, serials, until)
            }
        }
    }

    private static func next(_ nodes: inout ASN1NodeCollection.Iterator) throws -> ASN1Node {
        guard let node = nodes.next() else { throw Malformed() }
        return node
    }

    private static func revoked(in node: ASN1Node) throws -> Set<[UInt8]> {
        var serials: Set<[UInt8]> = []
        guard case .constructed(let entries) = node.content else { throw Malformed() }
        for entry in entries {
            guard case .constructed(let parts) = entry.content else { throw Malformed() }
            var iterator = parts.makeIterator()
            guard let serial = iterator.next(), case .primitive(let bytes) = serial.content,
                serial.identifier == .integer
            else { throw Malformed() }
            serials.insert(Self.plain(bytes))
        }
        return serials
    }

    /// A serial number without the zeros before it.
    static func plain(_ bytes: some Sequence<UInt8>) -> [UInt8] { Array(bytes.drop { $0 == 0 }) }

    private static func date(_ node: ASN1Node) throws -> Date {
        var parts = DateComponents()
        switch node.identifier {
        case .utcTime:
            let time = try UTCTime(derEncoded: node)
            (parts.year, parts.month, parts.day) = (time.year, time.month, time.day)
            (parts.hour, parts.minute, parts.second) = (time.hours, time.minutes, time.seconds)
        case .generalizedTime:
            let time = try GeneralizedTime(derEncoded: node)
            (parts.year, parts.month, parts.day) = (time.year, time.month, time.day)
            (parts.hour, parts.minute, parts.second) = (time.hours, time.minutes, time.seconds)
        default: throw Malformed()
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .gmt
        guard let date = calendar.date(from: parts) else { throw Malformed() }
        return date
    }
}
