internal import MusterModel
internal import MusterStore
internal import Synchronization

/// Tries proposals one after the other: each takes every processor there is for a while.
final class WhatIfDesk: Sendable {
    /// Why a proposal was not tried.
    enum Refusal: Error, Hashable {
        /// So many wait already.
        case busy
        /// It took longer than anybody waits.
        case late
    }

    private let now: @Sendable () -> Int64
    private let places: Mutex<Places>

    /// Who is in, and who waits in their order.
    private struct Places {
        var isTaken = false
        var waiting: [(number: Int, wakeUp: CheckedContinuation<Bool, Never>)] = []
        var number = 0
    }

    private static let waitingAtMost = 4
    private static let patience: Duration = .seconds(60)

    init(now: @escaping @Sendable () -> Int64) {
        self.now = now
        places = Mutex(Places())
    }

    /// What a proposal would change now.
    /// - Throws: ``Refusal``, ``Bench/Mistakes``, ``StoreError``.
    func whatIf(
        _ proposal: Proposal, under profiles: Set<String>?, in library: Library,
        within scope: ReadScope
    ) async throws -> WhatIf {
        guard await enter() else {
            throw Task.isCancelled ? CancellationError() : Refusal.busy
        }
        defer { leave() }
        let maker = WhatIfMaker(library.store, base: library.bench, rules: library.rules)
        let moment = now()
        return try await withThrowingTaskGroup(of: WhatIf?.self) { group in
            group.addTask {
                try await maker.whatIf(proposal, under: profiles, at: moment, within: scope)
            }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() ?? nil else { throw Refusal.late }
            return answer
        }
    }

    private func enter() async -> Bool {
        let number = places.withLock { places in
            places.number += 1
            return places.number
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = places.withLock { places in
                    if !places.isTaken {
                        places.isTaken = true
                        return true
                    }
                    if places.waiting.count >= Self.waitingAtMost || Task.isCancelled {
                        return false
                    }
                    places.waiting.append((number, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let gone = places.withLock { places in
                places.waiting.firstIndex { $0.number == number }.map {
                    places.waiting.remove(at: $0).wakeUp
                }
            }
            gone?.resume(returning: false)
        }
    }

    private func leave() {
        let next = places.withLock { places in
            let next = places.waiting.isEmpty ? nil : places.waiting.removeFirst().wakeUp
            places.isTaken = next != nil
            return next
        }
        next?.resume(returning: true)
    }
}
