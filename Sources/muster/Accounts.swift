import ArgumentParser
import Glibc
import MusterProbes

extension Account {
    /// The account of a user by name or number.
    /// - Throws: a usage error where there is none, or where it is root.
    init(named name: String) throws {
        guard let entry = UInt32(name).map({ getpwuid($0) }) ?? getpwnam(name) else {
            throw ValidationError("--as: no user \(name)")
        }
        guard entry.pointee.pw_uid != 0 else {
            throw ValidationError("--as: root is no ordinary user")
        }
        self.init(user: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
    }
}
