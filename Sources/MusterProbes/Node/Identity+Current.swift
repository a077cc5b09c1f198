internal import CSystemd
internal import Glibc
public import MusterModel

extension Identity {
    /// Muster's own application id, made once with `systemd-id128 new`; changing it
    /// would give every node a new identity.
    private static let application: [UInt8] = [
        0x5d, 0x1f, 0x64, 0x0a, 0x8e, 0x27, 0x4c, 0x5e, 0x9b, 0x6d, 0x33, 0xf4, 0x70, 0x18, 0xc2,
        0xa9,
    ]

    /// The identity of the machine this runs on; a member is nil where its source
    /// is missing.
    public static func current() -> Identity {
        Identity(hostName: hostName(), machineID: machineID(), bootID: bootID())
    }

    private static func hostName() -> String? {
        var names = utsname()
        guard uname(&names) == 0 else { return nil }
        let name = withUnsafeBytes(of: &names.nodename) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return name.isEmpty ? nil : name
    }

    private static func machineID() -> String? {
        var answer = [UInt8](repeating: 0, count: 16)
        let code = muster_machine_app_specific(application, &answer)
        guard code != -ENOSYS else { return machineIDByHand() }
        return code < 0 ? nil : answer.map(\.hexadecimal).joined()
    }

    /// The same without libsystemd: the raw id is one line that anybody may read
    /// (machine-id(5)).
    static func machineIDByHand() -> String? {
        firstLine(of: "/etc/machine-id").flatMap { machineID(from: $0, for: application) }
    }

    private static func bootID() -> String? { firstLine(of: "/proc/sys/kernel/random/boot_id") }

    /// The one line of a short file that the kernel or a local disk answers.
    private static func firstLine(of path: String) -> String? {
        guard let file = try? Descriptor.open(path, O_RDONLY | O_NONBLOCK) else { return nil }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = buffer.withUnsafeMutableBytes {
            read(file.number, $0.baseAddress, $0.count)
        }
        let text = String(decoding: buffer[..<max(0, count)], as: UTF8.self).trimmingSpace
        return text.isEmpty ? nil : String(text)
    }
}
