import ArgumentParser
import Foundation

/// Another collector to ask instead of a store on this machine.
struct RemoteOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A collector to ask instead, https://HOST:PORT.", valueName: "url"))
    var url: String?

    @Option(
        help: ArgumentHelp(
            "A file with the token that is shown to it.", valueName: "file"),
        completion: .file())
    var token: String?

    @Option(
        help: ArgumentHelp(
            "Authorities that its certificate is believed by (PEM); the system's without it.",
            valueName: "file"), completion: .file())
    var authority: String?

    private static let tokenAtMost = 32 << 10

    mutating func validate() throws {
        guard url == nil, token != nil || authority != nil else { return }
        throw ValidationError("--token and --authority go with --url")
    }

    /// Whoever asks the collector at an address.
    /// - Throws: ``UnreadableFile`` where the token's file does not read.
    func client(of url: String) throws -> CollectorClient {
        CollectorClient(
            address: url.hasSuffix("/") ? String(url.dropLast()) : url,
            token: try token.map(Self.token), authority: authority)
    }

    private static func token(in path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= tokenAtMost
        else { throw UnreadableFile(description: "\(path): cannot be read") }
        let words = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 1, words[0].utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw UnreadableFile(description: "\(path): needed one token")
        }
        return String(words[0])
    }
}
