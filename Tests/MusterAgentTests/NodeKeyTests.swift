import Foundation
import MusterModel
import Testing

@testable import MusterAgent

/// The key that a node vouches for its reports with.
struct NodeKeyTests {
    private func withFolder(_ body: (SpoolFolder, URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(try SpoolFolder(folder.path), folder)
    }

    @Test func theKeyIsMadeOnceAndKept() throws {
        try withFolder { folder, place in
            let first = try NodeKey(in: folder)
            #expect(try NodeKey(in: folder).publicHalf == first.publicHalf)
            let file = place.appending(path: "key")
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(mode[.posixPermissions] as? Int == 0o600)
            #expect(mode[.size] as? Int == 32)
        }
    }

    @Test func whatItSignsIsProvenByThePublicHalfAlone() throws {
        try withFolder { folder, _ in
            let key = try NodeKey(in: folder)
            let id = try #require(
                ReportID(site: nil, node: "n", incarnation: ReportID.newIncarnation(), sequence: 1))
            let body = JSONValue.object(["id": id.json]).canonicalBytes
            let signature = try #require(key.signature(of: body))
            let envelope = try Envelope(body: body, signature: signature)
            #expect(envelope.isSigned(by: key.publicHalf))
            let stranger = try #require(NodeKey([UInt8](repeating: 7, count: 32)))
            #expect(!envelope.isSigned(by: stranger.publicHalf))
            #expect(stranger.id != key.id)
        }
    }

    @Test(arguments: [0, 1, 31])
    func aFileThatIsNoKeyIsToldAndStays(size: Int) throws {
        try withFolder { folder, place in
            let file = place.appending(path: "key")
            let text = Data(repeating: 1, count: size)
            try text.write(to: file)
            #expect(throws: SpoolFault(.read, "key", EINVAL)) { try NodeKey(in: folder) }
            #expect(try Data(contentsOf: file) == text)
        }
    }

    @Test func aFileThatIsTooLongIsToldAndStays() throws {
        try withFolder { folder, place in
            let file = place.appending(path: "key")
            try Data(repeating: 1, count: 33).write(to: file)
            #expect(throws: SpoolFault(.read, "key", EFBIG)) { try NodeKey(in: folder) }
            #expect(try Data(contentsOf: file).count == 33)
        }
    }
}
