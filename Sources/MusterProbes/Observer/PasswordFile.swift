internal import Glibc
internal import MusterModel

extension Account {
    /// The account of a line of /etc/passwd with this name or number; nil where there is
    /// none, or where it is root's.
    public init?(inPasswordFile name: String) {
        guard let text = PasswordFile.text(),
            let account = PasswordFile.user(named: name, or: UInt32(name), in: text)
        else { return nil }
        self = account
    }
}

/// Users by /etc/passwd alone: the system's name service may ask a server, and
/// waits where that is gone.
enum PasswordFile {
    /// The account itself where it has a name; else that of `nobody`.
    ///
    /// Apptainer and Singularity start nothing for a user without a name
    /// ("Couldn't determine user account information").
    static func named(_ account: Account) -> Account {
        guard let text = text(), user(named: nil, or: account.user, in: text) == nil else {
            return account
        }
        return user(named: "nobody", or: nil, in: text) ?? account
    }

    /// The account of a line of passwd(5) with this name or this id; root never.
    static func user(named name: String?, or id: UInt32?, in text: String) -> Account? {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count == 7, let user = UInt32(fields[2]), let group = UInt32(fields[3]),
                user != 0
            else { continue }
            if name.map({ $0 == fields[0] }) ?? false || user == id {
                return Account(user: user, group: group)
            }
        }
        return nil
    }

    /// The file as it is; nil where it cannot be read.
    static func text() -> String? {
        guard let file = try? Descriptor.open("/etc/passwd", O_RDONLY) else { return nil }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < Question.contentAtMost {
            let count = buffer.withUnsafeMutableBytes {
                read(file.number, $0.baseAddress, $0.count)
            }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
