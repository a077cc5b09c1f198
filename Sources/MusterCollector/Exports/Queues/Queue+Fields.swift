internal import MusterChecks
internal import MusterModel

extension RegisteredSite.Queue {
    /// What the registry holds of it.
    var fields: QueueSettings.Fields {
        QueueSettings.Fields(
            containerType: containerType ?? "", containerOptions: containerOptions ?? "",
            catchall: catchall ?? "")
    }

    /// Whether payloads come through it.
    var isActive: Bool { state == nil || state == "ACTIVE" }

    /// The options that count, as the ATLAS pilot reads them (pilot/info/queuedata.py): those
    /// of the catchall where `container_options` is empty. Nil where there are none.
    func effective() throws(DemandError) -> ContainerOptions? {
        let text =
            if let containerOptions, !containerOptions.isEmpty {
                containerOptions
            } else { catchall.flatMap(CatchallOptions.init)?.options ?? "" }
        return text.isEmpty ? nil : try ContainerOptions(text, origin: name)
    }
}

/// The value of `container_type`: `NAME:USER` with semicolons between.
struct ContainerType {
    /// The parts that the pilot takes: those of exactly two names.
    let parts: [(name: String, user: String)]
    /// The parts that it drops.
    let dropped: [String]

    init(_ text: String) {
        var (parts, dropped): ([(name: String, user: String)], [String]) = ([], [])
        for part in text.split(separator: ";").map({ $0.trimmingPrefix { $0 == " " } }) {
            let names = part.split(separator: ":", omittingEmptySubsequences: false)
            if names.count == 2, !names.contains("") {
                parts.append((String(names[0]), String(names[1])))
            } else if !part.isEmpty {
                dropped.append(String(part))
            }
        }
        (self.parts, self.dropped) = (parts, dropped)
    }

    /// What starts containers for the pilot; of two the pilot takes the last.
    var pilot: String? { parts.last { $0.user == "pilot" }?.name }

    /// The parts that count, with another one for the pilot where there is none.
    func written(adding pilot: String?) -> String {
        (parts + (pilot.map { [(name: $0, user: "pilot")] } ?? []))
            .map { "\($0.name):\($0.user)" }.joined(separator: ";")
    }
}
