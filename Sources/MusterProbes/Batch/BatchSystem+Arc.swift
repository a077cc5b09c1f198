internal import MusterModel

extension BatchSystem {
    /// The runtime environments that put jobs into a container (ARC,
    /// src/services/a-rex/rte/ENV).
    private static let environments = ["ENV/SINGULARITY", "ENV/APPTAINER", "ENV/CONTAINER"]

    /// ARC's compute element, by arc.conf and the folder of its runtime environments;
    /// nil where arc.conf has no block of A-REX.
    static func arc(on node: any NodeView) async -> BatchSystem? {
        let path = "/etc/arc.conf"
        let text = await Result.of { () async throws(Absence) in try await node.text(of: path) }
        if text.absence?.reason == .absent { return nil }
        let version = await program("/usr/sbin/arched", "--version", on: node)
        var system = BatchSystem("arc", role: .element, version)
        guard let text = try? text.get() else {
            return system.without(text.absence ?? Absence(.malformed, path))
        }
        var settings = SettingsFile()
        settings.read(text, from: path)
        guard settings.sections.contains("arex") else { return nil }
        system.files = [path]
        let own = settings.last("scratchdir", in: "arex") ?? settings.last("sessiondir", in: "arex")
        system.scratch = Result(catching: { () throws(Absence) in
            guard let own else { throw Absence(.absent, "\(path): no scratchdir, no sessiondir") }
            // "/session drain": what follows the path is how it is used.
            return String(own.value.split(separator: " ").first ?? "")
        })
        let control = settings.last("controldir", in: "arex")?.value ?? "/var/spool/arc/jobstatus"
        await system.takeEnvironments(of: control, on: node)
        return system
    }

    /// A runtime environment that is on by default runs for all jobs; one that is
    /// only enabled for those that ask.
    private mutating func takeEnvironments(of control: String, on node: any NodeView) async {
        do throws(Absence) {
            var parameters: [String] = []
            var isDefault = false
            for name in Self.environments {
                let isHere = try await Self.isLink("\(control)/rte/default/\(name)", on: node)
                isDefault = isDefault || isHere
                let file = "\(control)/rte/params/\(name)"
                guard isHere, try await node.exists(file) else { continue }
                files.append(file)
                parameters += Self.images(inParameters: try await node.text(of: file))
            }
            let named = parameters.joined(separator: ",")
            let lists = Self.communities(in: named)
            // Without an image for the community nothing is started (the script's NULL).
            container = .success(
                !isDefault || lists.isEmpty
                    ? .never : lists.contains { $0.name == "default" } ? .always : .conditional)
            imageExpression =
                named.isEmpty
                ? .failure(Absence(.absent, "no runtime environment names an image"))
                : .success(named)
            images = .success(Set(lists.map(\.image).filter { $0 != "NULL" }).sorted())
        } catch {
            container = .failure(error)
            imageExpression = .failure(error)
            images = .failure(error)
        }
    }

    /// Whether something of that name is there, wherever it leads.
    private static func isLink(
        _ path: String, on node: any NodeView
    ) async throws(Absence) -> Bool {
        if (try? await node.target(of: path)) != nil { return true }
        return try await node.exists(path)
    }

    /// The images that the parameters of a runtime environment name.
    private static func images(inParameters text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let parts = line.split(separator: "=", maxSplits: 1)
            let names = ["SINGULARITY_IMAGE", "APPTAINER_IMAGE", "CONTAINER_IMAGE"]
            guard parts.count == 2, names.contains(String(parts[0].trimmingSpace)) else {
                return nil
            }
            return String(parts[1].trimmingSpace.filter { $0 != "\"" && $0 != "'" })
        }
    }

    /// `atlas:/a,default:/b`: the community and its image.
    static func communities(in text: String) -> [(name: String, image: String)] {
        text.split(separator: ",").compactMap { entry in
            let parts = entry.split(separator: ":", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0].trimmingSpace), String(parts[1])) : nil
        }
    }
}
