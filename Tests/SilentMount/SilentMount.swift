// Mounts a FUSE file system that answers INIT and swallows everything else, runs a
// command and exits with its code. Whoever touches the mount waits in the kernel
// and cannot be killed, until this ends.
// usage: silent-mount POINT COMMAND [ARGUMENT…]   (root, in a private mount namespace)
import Glibc

/// The sizes and codes of linux/fuse.h, protocol 7.
private enum Fuse {
    static let headerBytes = 40
    static let initCode: UInt32 = 26
    /// Larger than any request with the smallest `max_write` the kernel takes.
    static let requestBytes = 1 << 17
}

@main
enum SilentMount {
    static func main() {
        let words = CommandLine.arguments
        guard words.count >= 3 else { fail("usage: silent-mount POINT COMMAND [ARGUMENT…]") }
        let device = open("/dev/fuse", O_RDWR | O_CLOEXEC)
        guard device >= 0 else { fail("/dev/fuse: \(String(cString: strerror(errno)))") }
        let options = "fd=\(device),rootmode=40000,user_id=0,group_id=0,allow_other"
        guard mount("silent", words[1], "fuse.silent", UInt(MS_NOSUID | MS_NODEV), options) == 0
        else { fail("\(words[1]): \(String(cString: strerror(errno)))") }
        answerInit(device)
        let child = start(Array(words.dropFirst(2)))
        exit(swallow(device, until: child))
    }

    private static func fail(_ why: String) -> Never {
        let line = "silent-mount: \(why)\n"
        _ = write(STDERR_FILENO, line, line.utf8.count)
        exit(125)
    }

    private static func answerInit(_ device: Int32) {
        var request = [UInt32](repeating: 0, count: Fuse.requestBytes / 4)
        let count = read(device, &request, Fuse.requestBytes)
        guard count >= Fuse.headerBytes, request[1] == Fuse.initCode else {
            fail("the first request is no INIT")
        }
        // Header: length, error, unique; then fuse_init_out: 7.31, max_write 4096.
        var answer: [UInt32] = [80, 0, request[2], request[3], 7, 31]
        answer += [UInt32](repeating: 0, count: 14)
        answer[9] = 4096
        guard write(device, &answer, 80) == 80 else { fail("INIT was not taken") }
    }

    private static func start(_ words: [String]) -> pid_t {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var child: pid_t = 0
        let code = posix_spawnp(&child, words[0], nil, nil, &arguments, environ)
        guard code == 0 else { fail("\(words[0]): \(String(cString: strerror(code)))") }
        return child
    }

    /// Takes requests and never answers; looks for the command's end in between.
    private static func swallow(_ device: Int32, until child: pid_t) -> Int32 {
        var request = [UInt8](repeating: 0, count: Fuse.requestBytes)
        var status: Int32 = 0
        while waitpid(child, &status, WNOHANG) == 0 {
            var entry = pollfd(fd: device, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, 20) > 0 { _ = read(device, &request, request.count) }
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
    }
}
