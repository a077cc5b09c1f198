internal import Crypto

extension Identity {
    /// The machine id hashed with an application's, as
    /// `sd_id128_get_machine_app_specific` of libsystemd does it: HMAC-SHA256 of the
    /// application's id under the machine's, cut to 16 bytes, marked as a random UUID.
    ///
    /// - Parameter machine: 32 hexadecimal digits (machine-id(5)).
    /// - Returns: 32 digits; nil where `machine` is no machine id.
    public static func machineID(from machine: String, for application: [UInt8]) -> String? {
        let digits = Array(machine.utf8)
        guard digits.count == 32 else { return nil }
        let key = stride(from: 0, to: 32, by: 2).compactMap { start -> UInt8? in
            guard let high = digits[start].hexadecimalValue,
                let low = digits[start + 1].hexadecimalValue
            else { return nil }
            return high << 4 | low
        }
        guard key.count == 16, key.contains(where: { $0 != 0 }) else { return nil }
        let code = HMAC<SHA256>.authenticationCode(
            for: application, using: SymmetricKey(data: key))
        var answer = Array(Array(code).prefix(16))
        answer[6] = answer[6] & 0x0F | 0x40
        answer[8] = answer[8] & 0x3F | 0x80
        return answer.map(\.hexadecimal).joined()
    }
}

extension UInt8 {
    /// Two hexadecimal digits, lower case.
    public var hexadecimal: String {
        let digits = String(self, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }

    /// What an ASCII digit stands for; nil for anything else.
    fileprivate var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
