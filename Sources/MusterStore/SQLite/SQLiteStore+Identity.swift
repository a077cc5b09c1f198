internal import GRDB

extension SQLiteStore: IdentityStore {
    /// As ``IdentityStore`` has it.
    public func keep(_ credential: Credential) async throws(StoreError) -> Credential {
        try await write("credential") { database in
            let row = try database.row(
                IdentityStatements.add,
                [
                    credential.role.rawValue, credential.site, credential.digest,
                    credential.label, credential.made, credential.expires, credential.usesLeft,
                ])
            guard let row else { return credential }
            return Credential(
                id: row[0], role: credential.role, site: credential.site,
                digest: credential.digest, label: credential.label, made: credential.made,
                expires: credential.expires, usesLeft: credential.usesLeft)
        }
    }

    /// As ``IdentityStore`` has it.
    public func credential(of digest: String) async throws(StoreError) -> Credential? {
        try await read("credential") { database in
            try database.row(IdentityStatements.credential, [digest]).flatMap(Credential.init)
        }
    }

    /// As ``IdentityStore`` has it.
    public func credentials() async throws(StoreError) -> [Credential] {
        try await read("credentials") { database in
            try database.rows(IdentityStatements.credentials).compactMap(Credential.init)
        }
    }

    /// As ``IdentityStore`` has it.
    public func revoke(credential id: Int64, at now: Int64) async throws(StoreError) -> Bool {
        try await write("revoke credential \(id)") { database in
            try database.run(IdentityStatements.revoke, [id, now])
            return database.changesCount > 0
        }
    }

    /// As ``IdentityStore`` has it, in one transaction.
    public func join(
        key: String, node: String, by credential: Credential, at now: Int64
    ) async throws(StoreError) -> Joining {
        guard let site = credential.site else { return .revoked }
        return try await write("join \(node)") { database in
            if let known = try database.row(IdentityStatements.key, [key]).map(KnownKey.init) {
                let isSame = known.site == site && known.node == node && known.revoked == nil
                return isSame ? .known(known) : .revoked
            }
            if try database.row(IdentityStatements.goodKeyOfNode, [site, node]) != nil {
                return .taken
            }
            if credential.usesLeft != nil {
                try database.run(IdentityStatements.use, [credential.id])
                guard database.changesCount > 0 else { return .usedUp }
            }
            try database.run(IdentityStatements.addKey, [key, site, node, credential.id, now])
            return .known(KnownKey(key: key, site: site, node: node, since: now))
        }
    }

    /// As ``IdentityStore`` has it.
    public func known(key: String) async throws(StoreError) -> KnownKey? {
        try await read("key") { database in
            try database.row(IdentityStatements.key, [key]).map(KnownKey.init)
        }
    }

    /// As ``IdentityStore`` has it.
    public func revokeKeys(
        of node: String, at site: String, now: Int64
    ) async throws(StoreError) -> Int {
        try await write("revoke keys of \(node)") { database in
            try database.run(IdentityStatements.revokeKeys, [site, node, now])
            return database.changesCount
        }
    }

    /// As ``IdentityStore`` has it: the entry stands on the last one.
    public func note(
        _ deed: String, by who: String, _ document: String, at now: Int64
    ) async throws(StoreError) {
        try await write("audit") { database in
            let last = try database.row(IdentityStatements.lastNote)
            let number = last.map { $0[0] as Int64 + 1 } ?? 1
            let digest = AuditChain.digest(
                on: last.map { $0[1] } ?? AuditChain.root, number: number, at: now, who: who,
                deed: deed, document: document)
            try database.run(
                IdentityStatements.note, [number, now, who, deed, document, digest])
        }
    }

    /// As ``IdentityStore`` has it.
    public func audit(
        after number: Int64, atMost count: Int
    ) async throws(StoreError) -> [AuditEntry] {
        try await read("audit") { database in
            try database.rows(IdentityStatements.audit, [number, count]).map {
                AuditEntry(
                    number: $0[0], at: $0[1], who: $0[2], deed: $0[3], document: $0[4],
                    digest: $0[5])
            }
        }
    }
}

extension Credential {
    fileprivate init?(_ row: Row) {
        guard let role = Role(rawValue: row[1]) else { return nil }
        self.init(
            id: row[0], role: role, site: row[2], digest: row[3], label: row[4], made: row[5],
            expires: row[6], usesLeft: row[7], revoked: row[8])
    }
}

extension KnownKey {
    fileprivate init(_ row: Row) {
        self.init(key: row[0], site: row[1], node: row[2], since: row[3], revoked: row[4])
    }
}
