internal import Foundation

/// Addresses of pages, every part of them encoded.
enum Address {
    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    static func part(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    static func site(_ name: String, profile: String? = nil) -> String {
        "/sites/" + part(name) + query([("profile", profile)])
    }

    static func node(_ name: String, at site: String) -> String {
        "/sites/\(part(site))/nodes/\(part(name))"
    }

    static func nodes(
        at site: String, under profile: String, _ more: [(String, String?)] = []
    ) -> String {
        "/sites/\(part(site))/nodes" + query([("profile", profile)] + more)
    }

    /// Who runs a system, kernel or runtime.
    static func running(_ name: String, _ kind: String, _ profile: String) -> String {
        "/running" + query([("kind", kind), ("name", name), ("profile", profile)])
    }

    static func check(_ id: String) -> String { "/checks/" + part(id) }

    static func profile(_ id: String) -> String { "/profiles/" + part(id) }

    /// `?a=1&b=2` of what is said; nothing where nothing is.
    static func query(_ pairs: [(String, String?)]) -> String {
        let said = pairs.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : "\(name)=\(part($0))" }
        }
        return said.isEmpty ? "" : "?" + said.joined(separator: "&")
    }
}
