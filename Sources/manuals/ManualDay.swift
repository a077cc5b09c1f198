/// The day on a page: given, never read from a clock, so that two builds are equal.
struct ManualDay {
    /// `November 24, 2026`, as mdoc's `.Dd` has it.
    let inWords: String

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    /// A day written as 2026-11-24.
    /// - Throws: ``ManualError`` for anything else.
    init(_ text: String) throws {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1970...9999).contains(parts[0]), (1...12).contains(parts[1]),
            (1...31).contains(parts[2])
        else { throw ManualError("\(text): needed a day as 2026-11-24") }
        inWords = "\(Self.months[parts[1] - 1]) \(parts[2]), \(parts[0])"
    }
}
