/// Finds the word that was probably meant.
package enum Spelling {
    /// Longer words get no suggestion; no known word is as long.
    static let lengthAtMost = 80

    /// The known word nearest to `word`, where it is near enough for a slip of the
    /// finger: a third of the letters, two at least.
    static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let letters = Array(word.utf8)
        guard !letters.isEmpty, letters.count <= lengthAtMost else { return nil }
        let reach = max(2, letters.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in known where candidate != word {
            let other = Array(candidate.utf8)
            guard abs(other.count - letters.count) <= reach else { continue }
            let distance = distance(letters, other)
            guard distance <= reach, distance < letters.count else { continue }
            let isNearer = best.map { (distance, candidate) < ($0.distance, $0.word) } ?? true
            if isNearer { best = (candidate, distance) }
        }
        return best?.word
    }

    /// `; did you mean "…"?`, or nothing.
    package static func hint(for word: String, among known: some Sequence<String>) -> String {
        nearest(to: word, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    /// Insertions, removals, replacements and swaps of neighbours (optimal string
    /// alignment).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var row = Array(0...right.count)
        for i in 0..<left.count {
            var next = [i + 1]
            for j in 0..<right.count {
                let replaced = row[j] + (left[i] == right[j] ? 0 : 1)
                var least = min(replaced, row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    least = min(least, before[j - 1] + 1)
                }
                next.append(least)
            }
            (before, row) = (row, next)
        }
        return row[right.count]
    }
}
