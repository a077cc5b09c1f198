internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: PolicyStore {
    /// As ``PolicyStore`` has it, in one transaction.
    @discardableResult
    public func enact(_ document: [UInt8], at now: Int64) async throws(StoreError) -> Bool {
        let digest = Digest(of: document).text
        return try await write("policy") { database in
            let newest = try database.row(PolicyStatements.newest, [Int64.max])
            if let newest, newest[0] as String == digest { return false }
            try database.run(PolicyStatements.add, [digest, now, Data(document)])
            return true
        }
    }

    /// As ``PolicyStore`` has it.
    public func policy(at moment: Int64) async throws(StoreError) -> Policy? {
        try await read("policy") { database in
            try database.row(PolicyStatements.newest, [moment]).map {
                Policy(digest: $0[0], since: $0[1], document: Array($0[2] as Data))
            }
        }
    }

    /// As ``PolicyStore`` has it.
    public func policies(
        atMost count: Int
    ) async throws(StoreError) -> [(digest: String, since: Int64)] {
        try await read("policies") { database in
            try database.rows(PolicyStatements.all, [count]).map { (digest: $0[0], since: $0[1]) }
        }
    }
}
