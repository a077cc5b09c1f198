internal import GRDB
internal import MusterModel
internal import Synchronization

/// Which contents are there, as far as is known from earlier transactions: an unchanged
/// report names thirty that would be looked up each time.
///
/// Forgotten with every sweep, and whenever another connection has changed the file.
final class SQLitePresence: Sendable {
    /// A content of a site.
    struct Name: Hashable, Sendable {
        let site: Int64
        let digest: Digest
    }

    private struct Memory {
        var known: Set<Name> = []
        var version: Int64 = -1
        var age = 0
    }

    private let memory = Mutex(Memory())

    /// More are forgotten, all at once: the sections of two thousand kinds of nodes.
    private static let atMost = 65_536

    /// Begins a transaction that writes.
    ///
    /// - Returns: the age that ``learn(_:of:)`` wants.
    func begin(_ database: Database) throws -> Int {
        // It is another where another connection has committed since.
        let version = try Int64.fetchOne(database.prepared(ReportStatements.version)) ?? -1
        return memory.withLock { memory in
            if memory.version != version {
                memory = Memory(version: version, age: memory.age + 1)
            }
            return memory.age
        }
    }

    /// Whether one is known to be there.
    func contains(_ name: Name) -> Bool { memory.withLock { $0.known.contains(name) } }

    /// What a transaction of an age found or kept, after it was committed.
    func learn(_ names: Set<Name>, of age: Int) {
        memory.withLock { memory in
            guard memory.age == age else { return }
            if memory.known.count + names.count > Self.atMost { memory.known = [] }
            if names.count <= Self.atMost { memory.known.formUnion(names) }
        }
    }

    /// Nothing is known any more, also not to transactions that are not yet learnt from.
    func forget() {
        memory.withLock { memory in
            memory.known = []
            memory.age += 1
        }
    }
}
