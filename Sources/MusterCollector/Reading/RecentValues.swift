/// What was read lately, as long as there is room; what came first goes first.
struct RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// How many there may be, and their bytes together.
    let atMost: Int, bytesAtMost: Int

    private var values: [Key: (value: Value, bytes: Int)] = [:]
    private var inOrder: [Key] = []
    /// Those before this one are gone already.
    private var first = 0

    /// Their bytes together.
    private(set) var bytes = 0

    /// How many there are.
    var count: Int { values.count }

    init(atMost: Int, bytesAtMost: Int) {
        (self.atMost, self.bytesAtMost) = (atMost, bytesAtMost)
    }

    /// What is remembered under a key.
    subscript(_ key: Key) -> Value? { values[key]?.value }

    /// Remembers a value, unless it is larger than all may be; one under a key that is known
    /// already changes nothing, because keys are digests.
    mutating func remember(_ value: Value, under key: Key, bytes size: Int) {
        guard values[key] == nil, size <= bytesAtMost else { return }
        values[key] = (value, size)
        inOrder.append(key)
        bytes += size
        while count > atMost || bytes > bytesAtMost { forgetOne() }
    }

    private mutating func forgetOne() {
        bytes -= values.removeValue(forKey: inOrder[first])?.bytes ?? 0
        first += 1
        // Moved together once in a while, and not for each.
        if 2 * first > inOrder.count {
            inOrder.removeFirst(first)
            first = 0
        }
    }
}
