internal import MusterModel

/// When a certificate revocation list was made and when the next one is due
/// (RFC 5280, 5.1.2.4 and 5.1.2.5).
struct RevocationList: Hashable, Sendable {
    /// Seconds since 1970.
    let thisUpdate: Int64
    /// Seconds since 1970.
    let nextUpdate: Int64

    /// Both times stand within the first kilobytes, before the list itself.
    static let headAtMost = 8_192

    /// Reads the beginning of a list in PEM (RFC 7468), text before it allowed.
    /// - Throws: malformed where there is none, or one without nextUpdate, which grid
    ///   software takes for stale.
    init(pem text: String, from source: String) throws(Absence) {
        let mark = "-----BEGIN X509 CRL-----"
        guard let start = text.firstRange(of: mark) else {
            throw Absence(.malformed, "\(source): no \(mark)")
        }
        let body = text[start.upperBound...].prefix(Self.headAtMost)
        try self.init(der: Self.decoded(body.prefix { $0 != "-" }), from: source)
    }

    /// Reads the beginning of a list in DER.
    /// - Throws: as ``init(pem:from:)``.
    init(der bytes: [UInt8], from source: String) throws(Absence) {
        var outer = DERReader(bytes[...])
        guard let list = outer.next(), list.tag == DERReader.Tag.sequence else {
            throw Absence(.malformed, "\(source): no revocation list")
        }
        var inner = DERReader(list.content)
        guard let signed = inner.next(), signed.tag == DERReader.Tag.sequence else {
            throw Absence(.malformed, "\(source): no revocation list")
        }
        var fields = DERReader(signed.content)
        if fields.nextTag == DERReader.Tag.integer { _ = fields.next() }
        // The algorithm of the signature, then who issued the list.
        guard fields.next()?.tag == DERReader.Tag.sequence,
            fields.next()?.tag == DERReader.Tag.sequence,
            let made = fields.next().flatMap(Self.seconds)
        else { throw Absence(.malformed, "\(source): no thisUpdate") }
        guard let due = fields.next().flatMap(Self.seconds) else {
            throw Absence(.malformed, "\(source): no nextUpdate")
        }
        (thisUpdate, nextUpdate) = (made, due)
    }

    /// A list from what `openssl crl -noout -lastupdate -nextupdate` prints:
    /// `nextUpdate=Nov 30 12:00:00 2026 GMT`.
    /// - Throws: malformed where a line is missing or no date.
    init(openssl output: String, from source: String) throws(Absence) {
        func date(_ name: String) -> Int64? {
            let line = output.split(whereSeparator: \.isNewline).first { $0.hasPrefix("\(name)=") }
            return line.flatMap { Self.seconds(openssl: $0.dropFirst(name.count + 1)) }
        }
        guard let made = date("lastUpdate"), let due = date("nextUpdate") else {
            throw Absence(.malformed, "\(source): \(output.excerpt), needed two dates")
        }
        (thisUpdate, nextUpdate) = (made, due)
    }

    /// `YYMMDDhhmmssZ` or `YYYYMMDDhhmmssZ`, the only forms that RFC 5280 allows.
    private static func seconds(_ element: DERReader.Element) -> Int64? {
        let width: Int
        switch element.tag {
        case DERReader.Tag.utcTime: width = 2
        case DERReader.Tag.generalizedTime: width = 4
        default: return nil
        }
        guard element.content.count == width + 11, element.content.last == UInt8(ascii: "Z") else {
            return nil
        }
        var digits = element.content.dropLast()
        guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        func number(_ count: Int) -> Int64 {
            let value = digits.prefix(count).reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
            digits = digits.dropFirst(count)
            return value
        }
        var year = number(width)
        if width == 2 { year += year < 50 ? 2000 : 1900 }
        let (month, day) = (number(2), number(2))
        return UTCTime.seconds(year, month, day, hour: number(2), number(2), number(2))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func seconds(openssl text: Substring) -> Int64? {
        let words = text.split { $0 == " " || $0 == ":" }
        guard words.count == 7, words[6] == "GMT",
            let month = months.firstIndex(of: String(words[0]))
        else { return nil }
        let numbers = words[1...5].compactMap { Int64($0) }
        guard numbers.count == 5 else { return nil }
        return UTCTime.seconds(
            numbers[4], Int64(month + 1), numbers[0], hour: numbers[1], numbers[2], numbers[3])
    }

    /// Base 64, other bytes left out, an incomplete end dropped.
    private static func decoded(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            guard let value = value(of: byte) else { continue }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 65...90: byte - 65
        case 97...122: byte - 71
        case 48...57: byte + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

/// Seconds since 1970 of a time of the calendar.
enum UTCTime {
    /// Days-from-civil of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms";
    /// nil for what is no day or no time.
    static func seconds(
        _ year: Int64, _ month: Int64, _ day: Int64, hour: Int64, _ minute: Int64,
        _ second: Int64
    ) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
        return days * 86_400 + hour * 3_600 + minute * 60 + second
    }
}
