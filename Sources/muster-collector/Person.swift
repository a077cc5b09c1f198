import Foundation
import Glibc
import MusterModel

/// Who runs a command on the collector's own machine.
enum Person {
    /// The account, and whose it was before sudo: for the audit log.
    static var name: String {
        let account = NSUserName()
        let before = getenv("SUDO_USER").map { String(cString: $0) }
        return (before.map { "\($0) as \(account)" } ?? account).printable
    }

    /// Says a line that is no result.
    static func tell(_ line: String) {
        FileHandle.standardError.write(Data("muster-collector: \(line)\n".utf8))
    }
}
