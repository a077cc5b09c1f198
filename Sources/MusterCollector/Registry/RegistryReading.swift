internal import Foundation
internal import MusterChecks
internal import MusterModel

/// What a file of a registry came to.
public struct RegistryReading: Sendable {
    /// Which source it is of.
    public let source: Registry.Source
    /// What could be read.
    public internal(set) var registry = Registry()
    /// What was left out, and why: `file: place: what was found, what was needed`.
    public internal(set) var remarks: [String] = []

    /// Why a file is no registry at all.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// `file: what was found, what was needed`.
        public let description: String
    }

    /// A larger file is not read; all of CRIC's queues have some 10 MB.
    private static let bytesAtMost = 64 << 20
    /// Texts of a registry are shorter, bytes.
    static let textAtMost = 4096
    /// A registry has fewer sites; WLCG has some 170.
    static let sitesAtMost = 10_000

    /// How many sites and downtimes could be read.
    public var siteCount: Int { registry.sites.count }
    /// See ``siteCount``.
    public var downtimeCount: Int { registry.downtimes.count }

    init(_ source: Registry.Source) { self.source = source }

    /// Reads a file; what it is shows by itself.
    /// - Throws: ``Failure``.
    init(_ data: Data, from name: String) throws(Failure) {
        guard data.count <= Self.bytesAtMost else {
            throw Failure(description: "\(name): \(data.count) bytes, needed at most 64 MiB")
        }
        switch data.first(where: { !" \n\r\t\u{FEFF}".utf8.contains($0) && $0 < 0x80 }) {
        case UInt8(ascii: "<"): self = try GOCDBFile.reading(data, from: name)
        case UInt8(ascii: "{"): self = try CRICFile.reading(data, from: name)
        default: self = try RegistryFile.reading(data, from: name)
        }
        registry.sites.sort { $0.name < $1.name }
        let names = registry.sites.map(\.name)
        let isTwice = zip(names, names.dropFirst()).first { $0 == $1 }
        if let isTwice { throw Failure(description: "\(name): \(isTwice.0) is there twice") }
        guard registry.sites.count <= Self.sitesAtMost else {
            throw Failure(description: "\(name): more than \(Self.sitesAtMost) sites")
        }
        if registry.sites.isEmpty, registry.downtimes.isEmpty, source != .downtimes {
            throw Failure(
                description: "\(name): no site could be read"
                    + (remarks.first.map { "; first: \($0)" } ?? ""))
        }
    }

    /// Leaves something out.
    mutating func leaveOut(_ place: String, _ why: String) {
        guard remarks.count < 1000 else { return }
        remarks.append("\(place.printable): \(why)")
    }

    /// A name that a site may have; nil, and told, for any other.
    mutating func siteName(_ text: String?, at place: String) -> String? {
        guard let text, !text.isEmpty else {
            leaveOut(place, "no name of a site, needed one")
            return nil
        }
        guard let objection = Belonging.objection(to: text) else { return text }
        leaveOut(place, "\"\(text.printable.prefix(60))\" is no site's name: \(objection)")
        return nil
    }
}
