import ArgumentParser
import CLinux
import Glibc
import MusterProbes

extension Account {
    /// The account of a user by name or number.
    ///
    /// A static executable asks /etc/passwd alone: the name service would load libraries
    /// of another C library.
    /// - Throws: a usage error where there is none, or where it is root.
    init(named name: String) throws {
        if muster_loads_libraries() == 0 {
            guard let account = Account(inPasswordFile: name) else {
                throw ValidationError(
                    "--as: no user \(name) in /etc/passwd but root, and this build asks no other")
            }
            self = account
            return
        }
        guard let entry = UInt32(name).map({ getpwuid($0) }) ?? getpwnam(name) else {
            throw ValidationError("--as: no user \(name)")
        }
        guard entry.pointee.pw_uid != 0 else {
            throw ValidationError("--as: root is no ordinary user")
        }
        self.init(user: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
    }
}
