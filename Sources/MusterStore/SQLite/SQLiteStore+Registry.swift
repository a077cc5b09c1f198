internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: RegistryStore {
    /// As ``RegistryStore`` has it, in one transaction.
    public func keep(
        registry document: [UInt8], of source: String, by who: String, sites: [SiteFacets],
        at now: Int64
    ) async throws(StoreError) {
        try await write("registry") { database in
            try database.run(
                RegistryStatements.add,
                [source, now, who, Digest(of: document).text, Data(document)])
            try database.run(RegistryStatements.unregister, [])
            try database.run(RegistryStatements.clearVOs, [])
            try database.run(RegistryStatements.clearAliases, [])
            for site in sites {
                let row = try database.row(
                    RegistryStatements.setSite,
                    [site.name, now, site.tier, site.country, site.region])
                guard let id = row.map({ $0[0] as Int64 }) else { continue }
                for vo in site.vos { try database.run(RegistryStatements.addVO, [id, vo]) }
                for alias in site.aliases {
                    try database.run(RegistryStatements.addAlias, [alias, id])
                }
            }
        }
    }

    /// As ``RegistryStore`` has it.
    public func registryNumbers(at moment: Int64) async throws(StoreError) -> [Int64] {
        try await read("numbers of registries") { database in
            try database.rows(RegistryStatements.newestNumbers, [moment]).map { $0[0] }
        }
    }

    /// As ``RegistryStore`` has it.
    public func registries(at moment: Int64) async throws(StoreError) -> [RegistryVersion] {
        try await read("registries") { database in
            try database.rows(RegistryStatements.newest, [moment]).map {
                RegistryVersion(
                    number: $0[0], source: $0[1], since: $0[2], who: $0[3], digest: $0[4],
                    document: Array($0[5] as Data))
            }
        }
    }

    /// As ``RegistryStore`` has it; it is a transition.
    public func retire(
        node: String, at site: String, now: Int64
    ) async throws(StoreError) -> Bool {
        try await write("retire \(node)") { database in
            guard let row = try database.row(RegistryStatements.retire, [site, node, now]) else {
                return false
            }
            let (site, node): (Int64, Int64) = (row[0], row[1])
            try database.run(
                JudgingStatements.addTransition,
                [site, now, node, "", Transition.Kind.service.rawValue, "", "", "retired"])
            return true
        }
    }
}
