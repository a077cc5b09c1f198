import MusterCollector
import MusterModel

/// Settings of queues as a difference, line by line.
struct QueueSettingsText {
    /// A line each.
    private(set) var lines: [String] = []

    init(_ settings: QueueSettings) {
        for queue in settings.queues { add(queue) }
        let changed = settings.queues.count { !$0.changes.isEmpty }
        lines.append("\(settings.queues.count) queues, \(changed) to be changed")
    }

    private mutating func add(_ queue: QueueSettings.Queue) {
        let isFine = queue.changes.isEmpty && queue.remarks.isEmpty
        lines.append(
            "\(queue.site.printable)  \(queue.name.printable)" + (isFine ? "  as it is" : ""))
        for change in queue.changes {
            lines.append("  \(change.field)")
            if !change.before.isEmpty { lines.append("  - \(change.before.printable)") }
            if !change.after.isEmpty { lines.append("  + \(change.after.printable)") }
            lines += change.reasons.map { "    \($0.printable)" }
        }
        lines += queue.remarks.map { "  ? \($0.printable)" }
    }
}
