import Foundation
import Testing

@testable import MusterStore

/// A store in a folder of its own, gone with the test.
struct ScratchStore: ~Copyable {
    let folder: String
    let store: SQLiteStore

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/muster-store." + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        store = try SQLiteStore(at: folder + "/collector.sqlite")
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }
}
