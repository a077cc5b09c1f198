import MusterModel

@testable import MusterProbes

/// A machine of recorded answers alone: what is not written here is not there.
struct CvmfsStage {
    var answers: [Question: Answer] = [:]
    var place = Vantage.Place.host

    /// A machine that holds these files.
    init(_ files: [String: String] = [:]) {
        for (path, text) in files { self[path] = text }
    }

    /// A file's content; the folder `default.d` lists those in it.
    subscript(_ path: String) -> String {
        get { "" }
        set {
            answers[.read(path)] = .text(newValue)
            answers[.attributes(path)] = .attributes(
                FileAttributes(
                    kind: .file, user: 0, group: 0, mode: 0o644, size: Int64(newValue.utf8.count)))
            let folder = path.parentFolder
            var names = [String(path.dropFirst(folder.count + 1))]
            if case .names(let old)? = answers[.list(folder)] { names += old }
            answers[.list(folder)] = .names(Set(names).sorted())
        }
    }

    var node: TreeNode {
        TreeNode(
            root: "/nonexistent", recording: Recording(answers),
            vantage: Vantage(place, user: 0))
    }

    /// The variables after `text` was sourced as `/f`.
    func evaluation(of text: String) async -> ShellEvaluation {
        var stage = self
        stage["/f"] = text
        var evaluation = ShellEvaluation(on: stage.node)
        _ = await evaluation.source("/f")
        return evaluation
    }

    /// The probe's facts, by their written key.
    func facts(watching names: String...) async -> [String: Reading] {
        let watching = WatchList(["cvmfs.repository": Set(names)])
        let facts = await CvmfsProbe.observe(node, watching: watching)
        return Dictionary(
            facts.map { ($0.key.description, $0.reading) }, uniquingKeysWith: { first, _ in first })
    }

    /// A machine with an installed client and its usual configuration.
    static var client: CvmfsStage {
        var stage = CvmfsStage([
            "/usr/bin/cvmfs2": "",
            "/etc/cvmfs/default.conf": """
            CVMFS_CLIENT_PROFILE=
            CVMFS_CACHE_BASE=/var/lib/cvmfs
            CVMFS_QUOTA_LIMIT=4000
            CVMFS_STRICT_MOUNT=no
            CVMFS_SHARED_CACHE=yes
            if [ "x$CVMFS_BASE_ENV" = "x" ]; then
              readonly CVMFS_MOUNT_DIR=/cvmfs
              readonly CVMFS_BASE_ENV=1
            fi
            """,
            "/etc/cvmfs/default.local": """
            CVMFS_REPOSITORIES=atlas.example.org,sft.example.org
            CVMFS_HTTP_PROXY="http://squid.example.org:3128"
            """,
            "/etc/cvmfs/domain.d/example.org.conf": "CVMFS_SERVER_URL=http://s1/cvmfs/@fqrn@\n",
            "/proc/1/mountinfo": "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n",
            "/proc/stat": "cpu 1 2 3\nbtime 1000000\n", "/proc/uptime": "5000.25 9000.00\n",
        ])
        stage.answers[.run(["/usr/bin/cvmfs2", "--version"])] = .program(
            ProgramEnd(exit: 0, output: "CernVM-FS version 2.12.0\n"))
        return stage
    }

    /// Adds a mounted repository as its client shows it.
    mutating func mount(_ name: String, attributes: [String: String]) {
        let line = "42 22 0:39 / /cvmfs/\(name) ro,nosuid,nodev - fuse cvmfs2 ro\n"
        if case .text(let table)? = answers[.read("/proc/1/mountinfo")] {
            answers[.read("/proc/1/mountinfo")] = .text(table + line)
        }
        let point = "/cvmfs/\(name)"
        answers[.list(point)] = .names(["new_repository"])
        answers[.capacity(point)] = .capacity(
            Capacity(
                magic: 0x6573_5546, total: 1_048_576_000, available: 1_048_000_000,
                free: 1_048_000_000))
        for (key, value) in attributes {
            answers[.extended("user.\(key)", path: point)] = .text(value)
        }
    }
}

extension ShellEvaluation {
    /// The value, `nil` for a variable that is not set, `?` for one not evaluated.
    func shown(_ name: String) -> String? {
        switch variables[name]?.value {
        case .text(let text): text
        case .doubt: "?"
        case nil: nil
        }
    }
}
