internal import Foundation

/// GOCDB's answers: `get_site_list`, `get_site` and `get_downtime`.
enum GOCDBFile {
    static func reading(
        _ data: Data, from name: String
    ) throws(RegistryReading.Failure) -> RegistryReading {
        let elements: [XMLElements.Element]
        do { elements = try XMLElements.read(data) } catch {
            throw .init(description: "\(name):\(error.line): \(error.words)")
        }
        let kinds = Set(elements.map(\.name))
        guard kinds.isSubset(of: ["SITE", "DOWNTIME"]), kinds.count <= 1 else {
            let found = kinds.sorted().prefix(5).joined(separator: ", ")
            throw .init(description: "\(name): \(found), needed SITE or DOWNTIME elements")
        }
        // An answer without elements is what GOCDB says where there is no downtime.
        var reading = RegistryReading(kinds == ["SITE"] ? .gocdb : .downtimes)
        for (index, element) in elements.enumerated() {
            let place = "\(name): \(element.name) \(index + 1)"
            if element.name == "SITE" {
                reading.addSite(element.fields, place)
            } else {
                reading.addDowntime(element.fields, place)
            }
        }
        return reading
    }

    /// Seconds since 1970, or the moment in `2026-11-27 08:00` (UTC).
    static func moment(_ seconds: String?, _ formatted: String?) -> Int64? {
        if let seconds, let number = Int64(seconds), number > 0 { return number }
        let parts = (formatted ?? "").split { " -:T".contains($0) }.compactMap { Int($0) }
        guard parts.count >= 5 else { return nil }
        var components = DateComponents()
        (components.year, components.month, components.day) = (parts[0], parts[1], parts[2])
        (components.hour, components.minute) = (parts[3], parts[4])
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(from: components).map { Int64($0.timeIntervalSince1970) }
    }
}

extension RegistryReading {
    fileprivate mutating func addSite(_ fields: [String: String], _ place: String) {
        let text = fields["NAME"] ?? fields["SHORT_NAME"] ?? fields["OFFICIAL_NAME"]
        guard let name = siteName(text, at: place) else { return }
        var site = RegisteredSite(name: name)
        site.country = fields["COUNTRY"].flatMap { $0.isEmpty ? nil : $0 }
        site.region = (fields["ROC"] ?? fields["NGI"]).flatMap { $0.isEmpty ? nil : $0 }
        registry.sites.append(site)
    }

    fileprivate mutating func addDowntime(_ fields: [String: String], _ place: String) {
        guard let site = siteName(fields["SITENAME"] ?? fields["HOSTED_BY"], at: place) else {
            return
        }
        let start = GOCDBFile.moment(fields["START_DATE"], fields["FORMATED_START_DATE"])
        let end = GOCDBFile.moment(fields["END_DATE"], fields["FORMATED_END_DATE"])
        guard let start, let end, start < end else {
            return leaveOut(place, "needed a START_DATE before an END_DATE")
        }
        let severity = fields["SEVERITY"]?.uppercased() ?? ""
        guard ["OUTAGE", "WARNING"].contains(severity) else {
            return leaveOut(place, "a severity of \"\(severity)\", needed OUTAGE or WARNING")
        }
        registry.downtimes.append(
            Downtime(
                id: fields["PRIMARY_KEY"] ?? fields["ID"] ?? place, site: site, start: start,
                end: end, severity: severity, words: fields["DESCRIPTION"]))
    }
}
