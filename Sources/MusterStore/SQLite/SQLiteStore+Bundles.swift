internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: BundleStore {
    /// As ``BundleStore`` has it, in one transaction.
    public func publish(
        _ bundle: PublishedBundle, _ signed: [UInt8]
    ) async throws(StoreError) -> Publication {
        try await write("bundle \(bundle.version)") { database in
            if let last = try database.row(BundleStatements.newest, [1]) {
                let version: Int64 = last[0]
                if version == bundle.version, last[1] as String == bundle.digest.text {
                    return .known
                }
                guard version < bundle.version else { return .notHigher(than: version) }
            }
            try database.run(
                BundleStatements.add,
                [bundle.version, bundle.digest.text, bundle.published, Data(signed)])
            return .published
        }
    }

    /// As ``BundleStore`` has it.
    public func bundles(atMost count: Int) async throws(StoreError) -> [PublishedBundle] {
        try await read("bundles") { database in
            try database.rows(BundleStatements.newest, [count]).compactMap { row in
                Digest(text: row[1]).map {
                    PublishedBundle(version: row[0], digest: $0, published: row[2])
                }
            }
        }
    }

    /// As ``BundleStore`` has it.
    public func signedBundle(_ version: Int64) async throws(StoreError) -> [UInt8]? {
        try await read("bundle \(version)") { database in
            try database.row(BundleStatements.signed, [version]).map { Array($0[0] as Data) }
        }
    }
}
