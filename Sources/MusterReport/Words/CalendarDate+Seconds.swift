internal import MusterModel

extension CalendarDate {
    /// The first second after the day, in UTC, since 1970; days-from-civil of
    /// H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    var endSeconds: Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = shifted / 400
        let ofEra = shifted - era * 400
        let ofYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let days = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
        return (days + 1) * 86_400
    }
}
