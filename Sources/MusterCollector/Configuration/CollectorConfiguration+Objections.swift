internal import MusterModel

extension CollectorConfiguration {
    /// What is wrong with it beside what a file alone can tell: profiles that nobody judges
    /// by, and secrets that cannot be had.
    ///
    /// - Parameters:
    ///   - profiles: the ids of those in force.
    ///   - isWithFiles: whether files are looked at, too.
    public func objections(under profiles: [String], withFiles isWithFiles: Bool) -> [String] {
        let named =
            webhooks.flatMap { hook in
                hook.profiles.map { (place: "webhook at \(hook.name)", id: $0) }
            } + (monit?.profiles ?? []).map { (place: "exports.monit", id: $0) }
        var found = named.filter { !profiles.contains($0.id) }.map { one in
            "\(one.place): \(one.id.printable): no such profile, needed one of "
                + profiles.joined(separator: ", ")
        }.sorted()
        guard isWithFiles else { return found }
        for hook in webhooks {
            do { _ = try WebhookSecret(file: hook.secret) } catch {
                found.append("webhook at \(hook.name): \(error)")
            }
        }
        if let path = monit?.password {
            do { _ = try SecretFile(path: path).secret() } catch {
                found.append("exports.monit: \(error)")
            }
        }
        return found
    }
}
