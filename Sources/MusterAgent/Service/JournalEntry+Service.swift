extension JournalEntry {
    /// Something that the service itself could not do.
    static func trouble(
        _ text: String, _ event: JournalEvent, _ remedy: String
    ) -> JournalEntry {
        JournalEntry(
            event, text, priority: 4,
            [JournalField("MUSTER_TROUBLES", text), JournalField("MUSTER_REMEDY", remedy)])
    }

    /// The way to the collectors is another than before.
    static func delivery(_ change: CourierStep.Change) -> JournalEntry {
        let words: (String, Int) =
            switch change.to {
            case .untried: ("was not tried yet", 6)
            case .reachable: ("reaches a collector", 5)
            case .unreachable(_, let url, let why): ("reaches no collector: \(url): \(why)", 4)
            case .refusing(_, let url, let why): ("is refused: \(url): \(why)", 4)
            }
        return JournalEntry(
            .deliveryChanged, "delivery \(words.0)", priority: words.1,
            [
                JournalField("MUSTER_DELIVERY", words.0),
                JournalField("MUSTER_PREVIOUS", change.from.kind.rawValue),
                JournalField(
                    "MUSTER_REMEDY",
                    words.1 > 4
                        ? "nothing has to be changed"
                        : "look at \"collector\" in muster.yaml, and ask whoever runs it"),
            ])
    }
}
