internal import MusterModel

/// When an image was built, from the labels that runtimes write into it
/// (`org.label-schema.build-date` in `.singularity.d/labels.json`).
enum ImageBuildDate {
    /// The day in the text of a labels.json.
    /// - Throws: absent without that label; malformed where it holds no day.
    static func day(inLabels text: String, _ source: String) throws(Absence) -> CalendarDate {
        guard let json = try? JSONReader.value(in: text.utf8) else {
            throw Absence(.malformed, "\(source): no JSON")
        }
        // Apptainer nests labels by kind in newer releases; the key stays.
        let label = "org.label-schema.build-date"
        let nested = json["data"]?["attributes"]?["labels"]
        guard let written = (json[label] ?? nested?[label])?.text else {
            throw Absence(.absent, "\(source): no \(label)")
        }
        guard let day = day(in: written) else {
            throw Absence(.malformed, "\(source): \(label) is \(written.excerpt)")
        }
        return day
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    /// `2021-06-03…`, or as Singularity writes: `Thursday_3_June_2021_8:36:28_UTC`.
    static func day(in text: String) -> CalendarDate? {
        if let day = CalendarDate(String(text.prefix(10))) { return day }
        let words = text.split(separator: "_")
        guard words.count >= 4, let month = months.firstIndex(of: String(words[2])) else {
            return nil
        }
        func padded(_ text: some StringProtocol) -> String {
            text.count == 1 ? "0\(text)" : "\(text)"
        }
        return CalendarDate("\(words[3])-\(padded(String(month + 1)))-\(padded(words[1]))")
    }

    /// What a format's seconds since 1970 say.
    /// - Throws: absent for zero, which reproducible builds write; malformed beyond
    ///   the calendar.
    static func day(ofSeconds seconds: Int64?, _ source: String) throws(Absence) -> CalendarDate {
        guard let seconds, seconds != 0 else {
            throw Absence(.absent, "\(source): the build left out when it was made")
        }
        guard (1..<253_402_300_800).contains(seconds) else {
            throw Absence(.malformed, "\(source): made \(seconds) seconds after 1970")
        }
        return CalendarDate(secondsSince1970: seconds)
    }
}
