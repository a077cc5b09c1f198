internal import MusterModel

extension SmokeResult {
    /// Whether user and group were the same inside as outside.
    var userKept: Result<Bool, Absence> {
        inside.trying { inside throws(Absence) in
            let outside = try outside.get()
            return ["uid", "gid"].allSatisfy { key in
                inside.values[key] != nil && inside.values[key] == outside.values[key]
            }
        }
    }

    /// Whether `/cvmfs`, where it was bound, and the repositories could be read.
    var readsCvmfs: Result<Bool, Absence> {
        guard order.binds.contains("/cvmfs") else {
            return .failure(Absence(.absent, "/cvmfs: was not bound"))
        }
        return inside.map { inside in
            (["/cvmfs"] + order.looks).allSatisfy { inside.paths[$0]?.readable == true }
        }
    }

    /// `almalinux 9.6`, from the image's os-release.
    var system: Result<String, Absence> {
        inside.trying { inside throws(Absence) in
            let words = ["os", "release"].compactMap { inside.values[$0] }
                .map { $0.filter { $0 != "\"" && $0 != "'" } }
            guard !words.isEmpty else { throw Absence(.absent, "inside: no /etc/os-release") }
            return words.joined(separator: " ")
        }
    }

    /// The line that tells most: the runtime's last one that complains, or its last.
    var message: String {
        let lines = (end.seen["errors"] ?? "").split(separator: "\n")
            .map { String($0.prefix(400)).printable }
        let marks = ["FATAL", "ERROR", "error:", "Error:"]
        let told = lines.last { line in marks.contains { line.contains($0) } } ?? lines.last
        if let told { return told }
        return works ? "none" : end.error ?? "nothing was said"
    }

    /// The time that was taken under a name.
    func span(_ name: String) -> Result<FactValue, Absence> {
        guard let time = end.seen[name].flatMap({ Int64($0) }), time >= 0 else {
            return .failure(Absence(.absent, "\(name): nothing was seen to begin"))
        }
        return .success(.duration(.milliseconds(time)))
    }

    /// The loop's time inside in per cent of that outside.
    var loopPercent: Result<Int64, Absence> {
        inside.trying { inside throws(Absence) in
            guard let there = inside.loop, let here = try outside.get().loop, here > 0 else {
                throw Absence(.absent, "the loop did not run inside and outside")
            }
            return there * 100 / here
        }
    }
}
