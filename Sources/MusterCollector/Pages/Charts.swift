internal import MusterModel
internal import MusterReport

/// One part of a bar.
struct BarPart: Hashable {
    /// What it is: the class of its colour, and its name.
    let name: String
    /// How much.
    let amount: Int64
}

extension MarkupWriter {
    private static let (width, height): (Int64, Int64) = (640, 26)

    /// Parts of a whole, side by side. What the colours say stands below in words.
    mutating func bar(_ title: String, _ parts: [BarPart]) {
        let parts = parts.filter { $0.amount > 0 }
        let total = parts.reduce(0) { $0 + $1.amount }
        guard total > 0 else { return }
        let words = parts.map { "\($0.amount.grouped) \($0.name)" }.joined(separator: ", ")
        start("figure")
        element("figcaption", title)
        start(
            "svg",
            [
                "viewBox": "0 0 \(Self.width) \(Self.height)", "role": "img",
                "aria-label": "\(title): \(words)",
            ])
        var before: Int64 = 0
        for part in parts {
            let left = before * Self.width / total
            let right = (before + part.amount) * Self.width / total
            start(
                "rect",
                [
                    "class": part.name, "x": "\(left)", "y": "0",
                    "width": "\(max(1, right - left - 1))", "height": "\(Self.height)",
                ])
            element("title", "\(part.amount.grouped) \(part.name)")
            end()
            before += part.amount
        }
        end()
        start("ul", ["class": "legend"])
        for part in parts {
            element("li", ["class": part.name], "\(part.amount.grouped) \(part.name)")
        }
        end()
        end()
    }

    /// How something stood over time: a strip from `start` to `end`.
    ///
    /// - Parameter changes: when it became what, oldest first; what it was before the first
    ///   of them is not known.
    mutating func strip(
        _ title: String, from start: Int64, to end: Int64,
        _ changes: [(at: Int64, word: String)]
    ) {
        guard end > start, !changes.isEmpty else { return }
        func place(_ moment: Int64) -> Int64 {
            (min(max(moment, start), end) - start) * Self.width / (end - start)
        }
        let words = changes.suffix(8).map {
            "\(UTCTime(secondsSince1970: $0.at / 1000).short) \($0.word)"
        }.joined(separator: ", ")
        self.start("figure")
        element("figcaption", title)
        self.start(
            "svg",
            [
                "viewBox": "0 0 \(Self.width) \(Self.height)", "role": "img",
                "aria-label": "\(title): \(words)",
            ])
        self.start(
            "rect",
            [
                "class": "rest", "x": "0", "y": "0", "width": "\(Self.width)",
                "height": "\(Self.height)",
            ])
        element("title", "not known")
        self.end()
        for (index, change) in changes.enumerated() {
            let until = index + 1 < changes.count ? changes[index + 1].at : end
            let (left, right) = (place(change.at), place(until))
            if right <= left { continue }
            self.start(
                "rect",
                [
                    "class": change.word, "x": "\(left)", "y": "0", "width": "\(right - left)",
                    "height": "\(Self.height)",
                ])
            element(
                "title",
                "\(change.word) from \(UTCTime(secondsSince1970: change.at / 1000).short)")
            self.end()
        }
        self.end()
        self.end()
    }
}
