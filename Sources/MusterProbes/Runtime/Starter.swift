internal import MusterModel

/// The program that gives a container its privileges.
struct Starter: Hashable, Sendable {
    /// What stands in the way of a start, the first that applies.
    enum State: String, Hashable, Sendable, CaseIterable {
        /// No such file.
        case absent
        /// Nothing stands in the way.
        case enabled
        /// `allow setuid = no`.
        case disabledByConfiguration = "disabled-by-configuration"
        /// Its privileges would be another user's.
        case notRootOwned = "not-root-owned"
        /// The bit is missing, as after a copy.
        case notSetuid = "not-setuid"
    }

    /// The file; nil where there is none.
    let path: String?
    /// Owner and mode of the file.
    let attributes: FileAttributes?

    /// No starter.
    static let none = Starter(path: nil, attributes: nil)

    /// How the file and the switch `allow setuid` stand together.
    /// - Throws: why the switch is not known, where the file would start.
    func state(
        allowed: Result<Bool, Absence>
    ) throws(Absence) -> State {
        guard let attributes else { return .absent }
        if attributes.user != 0 { return .notRootOwned }
        if !attributes.isSetuid { return .notSetuid }
        return try allowed.get() ? .enabled : .disabledByConfiguration
    }

    /// Where the starter of an installation below `prefix` may lie: 3.x and later
    /// call it `starter-suid`; 2.x has a family, of which `action-suid` starts
    /// containers. Debian moves `libexec` into a folder of the architecture.
    static func candidates(prefix: String, folder: String) -> [String] {
        let homes = ["libexec", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu", "lib"]
        return homes.flatMap { home in
            ["starter-suid", "action-suid"].map { "\(prefix)/\(home)/\(folder)/bin/\($0)" }
        }
    }

    /// The first candidate that is there.
    /// - Throws: why a candidate could not be looked at, where none was found.
    static func find(
        _ candidates: [String], on node: any NodeView
    ) async throws(Absence) -> Starter {
        var doubt: Absence?
        for path in candidates {
            do throws(Absence) {
                let found = try await node.attributes(of: path)
                if found.kind == .file { return Starter(path: path, attributes: found) }
            } catch  where error.reason == .absent {
                continue
            } catch {
                doubt = doubt ?? error
            }
        }
        if let doubt { throw doubt }
        return .none
    }
}
