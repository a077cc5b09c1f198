internal import MusterChecks
internal import MusterModel

extension RegisteredSite.Queue {
    /// What its settings should be, a sentence each; nothing where they are right. As the
    /// ATLAS pilot reads them (pilot/info/queuedata.py).
    var advice: [String] {
        var lines: [String] = []
        let type = (containerType ?? "").trimmingPrefix { $0 == " " }
        let parts = type.split(separator: ";").map { $0.split(separator: ":") }
        if type.isEmpty {
            lines.append(
                "container_type is empty: the pilot starts no container; singularity:pilot does")
        } else if !parts.contains(where: { $0.count == 2 && $0[1] == "pilot" }) {
            lines.append(
                "container_type \"\(type)\" names nobody that starts it; needed singularity:pilot")
        }
        let options = containerOptions ?? ""
        let rest = catchall ?? ""
        let isBeside = ["singularity_options=", "apptainer_options="].contains { rest.contains($0) }
        if options.isEmpty, isBeside {
            lines.append("options stand in catchall: container_options is their place")
        }
        if !options.isEmpty, isBeside {
            lines.append(
                "options stand in catchall, too: the pilot reads container_options alone")
        }
        do throws(DemandError) {
            _ = try Demand.parse(containerOptions: options, catchall: rest, origin: name)
        } catch { lines.append("the options do not read: \(error)") }
        return lines
    }
}
