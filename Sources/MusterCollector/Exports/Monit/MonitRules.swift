internal import Foundation
internal import MusterModel

/// Where and how documents go to MONIT.
public struct MonitRules: Hashable, Sendable {
    /// `https://monit-metrics.cern.ch:10014/PRODUCER`; plain HTTP on loopback alone.
    public var url = ""
    /// The name that CERN agreed to.
    public var producer = ""
    /// The user, and the file that holds the password; nil where none is asked for.
    public var user: String?, password: String?
    /// Who the server's certificate is believed by (PEM); nil for the system's authorities.
    public var authority: String?
    /// How often documents go.
    public var every = Duration.seconds(3600)
    /// Of which profiles.
    public var profiles = ["baseline"]

    /// None of it set.
    public init() {}

    /// Why nothing can go there; nil where it can.
    var objection: String? {
        if let why = Self.objection(to: url) { return "exports.monit.url: \(why)" }
        if !MonitDocuments.isProducer(producer) {
            return "exports.monit: needed a producer of letters, digits, _ and -"
        }
        if (user == nil) != (password == nil) {
            return "exports.monit: a user without a password, or a password alone"
        }
        // A password goes in a header; what is no name of a user ends it.
        let isName = user.map { user in
            !user.isEmpty && user.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: ":") }
        }
        if isName == false {
            return "exports.monit.user: needed ASCII letters and marks without a colon"
        }
        if profiles.isEmpty || Set(profiles).count != profiles.count {
            return "exports.monit.profiles: needed one at least, and none twice"
        }
        return nil
    }

    /// Why an address is none that documents may go to.
    static func objection(to address: String) -> String? {
        guard address.utf8.count <= 2000, let parts = URLComponents(string: address),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil,
            parts.fragment == nil
        else { return "needed https://HOST:PORT/PATH without a user in it" }
        let isNumber = host.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
        let isLoopback =
            ["localhost", "::1", "[::1]"].contains(host) || isNumber && host.hasPrefix("127.")
        switch parts.scheme {
        case "https": return nil
        case "http" where isLoopback: return nil
        case "http": return "http:// is for loopback alone, needed https://"
        default: return "needed https://HOST:PORT/PATH"
        }
    }
}
