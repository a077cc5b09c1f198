internal import Foundation
internal import MusterModel
internal import MusterStore

/// Somebody who is told of every change of a site's standing.
public struct Webhook: Hashable, Sendable {
    /// Where the message goes: https, or http on this machine.
    public var url: String
    /// The file with the secret that signs it.
    public var secret: String
    /// The profiles whose changes are told; empty for all.
    public var profiles: Set<String> = []

    /// One that is told of everything.
    public init(url: String, secret: String) { (self.url, self.secret) = (url, secret) }

    /// Whether a change is told there: strangers' standings are nobody's news.
    func tells(of change: StandingChange) -> Bool {
        change.trust == .registered && (profiles.isEmpty || profiles.contains(change.profile))
    }

    /// What people are told it is: an address may hold more than anybody should read.
    var name: String { URL(string: url)?.host() ?? "webhook" }

    /// The same, apart from others at that host.
    var label: String { "\(name)#\(Digest(of: Array(url.utf8)).text.prefix(8))" }

    /// What the store knows it by.
    var reader: String { "webhook \(Digest(of: Array(url.utf8)).text.prefix(32))" }

    /// What is wrong with an address; nil where nothing is.
    static func objection(to url: String) -> String? {
        guard let address = URL(string: url), let host = address.host(), !host.isEmpty,
            address.user == nil, address.fragment == nil
        else { return "needed https://HOST/PATH" }
        if address.scheme == "https" { return nil }
        let isHere = ["localhost", "127.0.0.1", "::1"].contains(host)
        return address.scheme == "http" && isHere
            ? nil : "needed https://; http is for this machine"
    }
}
