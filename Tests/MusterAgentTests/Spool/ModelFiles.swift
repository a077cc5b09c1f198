import Glibc
import Luck
import Synchronization

@testable import MusterAgent

/// A folder that forgets at a power cut what was not brought to the disk, in any order,
/// and that fails where it is told to.
final class ModelFiles: SpoolFiles, Sendable {
    /// What happens at one call.
    enum Mishap: Hashable, Sendable, CaseIterable {
        case inputOutput, noSpace, readOnly, short, powerCut

        var code: Int32 {
            switch self {
            case .inputOutput, .powerCut: EIO
            case .noSpace, .short: ENOSPC
            case .readOnly: EROFS
            }
        }
    }

    private struct Node {
        var bytes: [UInt8] = []
        var durable: [UInt8] = []
        /// After a failed fsync the kernel calls the pages clean: nothing more of this
        /// file ever reaches the disk.
        var isLost = false
    }

    private enum Change {
        case link(String, Int32)
        case unlink(String)
        case rename(String, String, Int32)
    }

    private struct Disk {
        var names: [String: Int32] = [:]
        var durableNames: [String: Int32] = [:]
        var unsettled: [Change] = []
        var nodes: [Int32: Node] = [:]
        var calls = 0
        var mishap: (at: Int, what: Mishap)?
        var isOff = false
        var free: Int64 = .max
    }

    private let disk = Mutex(Disk())

    /// How many calls there were.
    var calls: Int { disk.withLock { $0.calls } }

    func fail(at call: Int, by what: Mishap) { disk.withLock { $0.mishap = (call, what) } }

    func leave(free: Int64) { disk.withLock { $0.free = free } }

    /// Every name with its bytes.
    var content: [String: [UInt8]] {
        disk.withLock { disk in disk.names.mapValues { disk.nodes[$0]?.bytes ?? [] } }
    }

    func corrupt(_ name: String, _ change: (inout [UInt8]) -> Void) {
        disk.withLock { disk in
            guard let node = disk.names[name] else { return }
            change(&disk.nodes[node, default: Node()].bytes)
            change(&disk.nodes[node, default: Node()].durable)
        }
    }

    /// The power goes and comes back: settled names, some of the changes since, and of
    /// each file what was synced, or by luck more.
    func cutPower(_ luck: inout SeededNumbers) {
        disk.withLock { disk in
            var names = disk.durableNames
            for change in disk.unsettled where Bool.random(using: &luck) {
                switch change {
                case .link(let name, let node): names[name] = node
                case .unlink(let name): names[name] = nil
                case .rename(let old, let new, let node):
                    names[old] = nil
                    names[new] = node
                }
            }
            for (number, node) in disk.nodes {
                var left = node.durable
                if !node.isLost, Bool.random(using: &luck) {
                    let more = node.bytes.count - left.count
                    left += node.bytes.suffix(max(0, more))
                        .prefix(Int.random(in: 0...max(0, more), using: &luck))
                }
                disk.nodes[number] = Node(bytes: left, durable: left)
            }
            disk = Disk(names: names, durableNames: names, nodes: disk.nodes, free: disk.free)
        }
    }

    private func step(_ call: SpoolFault.Call, _ name: String = "") throws(SpoolFault) -> Mishap? {
        let outcome: Mishap? = disk.withLock { disk in
            disk.calls += 1
            if disk.isOff { return .powerCut }
            guard let mishap = disk.mishap, mishap.at == disk.calls else { return nil }
            disk.mishap = nil
            if mishap.what == .powerCut { disk.isOff = true }
            return mishap.what
        }
        guard let outcome else { return nil }
        if outcome == .short, call == .write { return .short }
        throw SpoolFault(call, name, outcome.code)
    }

    func names() throws(SpoolFault) -> [String] {
        _ = try step(.list)
        return disk.withLock { Array($0.names.keys) }
    }

    func read(_ name: String, atMost most: Int) throws(SpoolFault) -> [UInt8] {
        _ = try step(.read, name)
        let bytes = disk.withLock { disk in disk.names[name].flatMap { disk.nodes[$0]?.bytes } }
        guard let bytes else { throw SpoolFault(.read, name, ENOENT) }
        return bytes
    }

    func create(_ name: String) throws(SpoolFault) -> Int32 {
        _ = try step(.create, name)
        let node: Int32? = disk.withLock { disk in
            guard disk.names[name] == nil else { return nil }
            let node = Int32(disk.nodes.count + 1)
            disk.nodes[node] = Node()
            disk.names[name] = node
            disk.unsettled.append(.link(name, node))
            return node
        }
        guard let node else { throw SpoolFault(.create, name, EEXIST) }
        return node
    }

    func write(_ bytes: ArraySlice<UInt8>, to file: Int32) throws(SpoolFault) -> Int {
        let isShort = try step(.write) == .short
        let count = isShort ? bytes.count / 2 : bytes.count
        disk.withLock { $0.nodes[file, default: Node()].bytes += bytes.prefix(count) }
        return count
    }

    func sync(_ file: Int32) throws(SpoolFault) {
        do { _ = try step(.sync) } catch {
            disk.withLock { $0.nodes[file]?.isLost = true }
            throw error
        }
        disk.withLock { disk in
            guard let node = disk.nodes[file], !node.isLost else { return }
            disk.nodes[file]?.durable = node.bytes
        }
    }

    func close(_ file: Int32) {}

    func rename(_ old: String, to new: String) throws(SpoolFault) {
        _ = try step(.rename, old)
        let isThere = disk.withLock { disk in
            guard let node = disk.names.removeValue(forKey: old) else { return false }
            disk.names[new] = node
            disk.unsettled.append(.rename(old, new, node))
            return true
        }
        if !isThere { throw SpoolFault(.rename, old, ENOENT) }
    }

    func remove(_ name: String) throws(SpoolFault) {
        _ = try step(.remove, name)
        let isThere = disk.withLock { disk in
            disk.unsettled.append(.unlink(name))
            return disk.names.removeValue(forKey: name) != nil
        }
        if !isThere { throw SpoolFault(.remove, name, ENOENT) }
    }

    func settle() throws(SpoolFault) {
        _ = try step(.settle)
        disk.withLock { disk in
            disk.durableNames = disk.names
            disk.unsettled = []
        }
    }

    func bytesFree() throws(SpoolFault) -> Int64 {
        _ = try step(.space)
        return disk.withLock { disk in
            disk.free == .max
                ? .max : disk.free - disk.nodes.values.reduce(0) { $0 + Int64($1.bytes.count) }
        }
    }
}
