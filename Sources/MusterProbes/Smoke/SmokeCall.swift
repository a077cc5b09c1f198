/// How each kind of runtime is called to start a container as pilots do.
struct SmokeCall {
    /// What to start.
    let order: SmokeOrder
    /// The scratch folder; its `home` is bound to ``home``.
    let scratch: String
    /// The ids that docker's daemon has to be told.
    let user: UInt32, group: UInt32

    /// Where the scratch folder's `home` appears: glideinWMS binds its work
    /// directory there (singularity_setup.sh), and every image has it.
    static let home = "/srv"

    /// The program's name and its arguments.
    var words: [String] {
        let inside = [Self.home] + order.binds + order.looks
        let shell = ["-c", InsideScript.text, "muster"] + inside
        return [order.program] + options + shell
    }

    private var options: [String] {
        switch order.launcher {
        case .setuid, .userns: exec
        case .podman: engine + ["--userns=keep-id"] + imageOfPodman
        case .docker:
            engine + ["--user", "\(user):\(group)", "--entrypoint", "/bin/sh", reference]
        case .charliecloud:
            ["-b", home] + order.binds.flatMap { ["-b", $0] } + ["-c", Self.home]
                + [order.image, "--", "/bin/sh"]
        }
    }

    /// The options of glideinWMS's run test (singularity_setup.sh).
    private var exec: [String] {
        ["exec"] + (order.launcher == .userns ? ["--userns"] : [])
            + ["--home", home, "--pwd", Self.home, "--ipc", "--contain", "--pid"]
            + order.binds.flatMap { ["--bind", $0] } + [order.image, "/bin/sh"]
    }

    private var engine: [String] {
        ["run", "--rm", "--network=none", "--ipc=private", "-v", home]
            + order.binds.flatMap { ["-v", "\($0):\($0)"] }
            + ["-w", Self.home, "-e", "MUSTER_SMOKE"]
    }

    private var imageOfPodman: [String] {
        let image = order.image.utf8.first == UInt8(ascii: "/") ? ["--rootfs", order.image] : nil
        return ["--entrypoint", "/bin/sh"] + (image ?? [reference])
    }

    private var home: String { "\(scratch)/home:\(Self.home)" }

    private var reference: String {
        SmokeOrder.reference(order.image).map(String.init) ?? order.image
    }

    /// The environment of a job, as far as runtimes ask for it: caches and state of
    /// theirs go into the scratch folder.
    var variables: [String] {
        [
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C",
            "HOME=\(scratch)/home", "USER=muster", "LOGNAME=muster", "SHELL=/bin/sh",
            "TMPDIR=\(scratch)/tmp", "XDG_RUNTIME_DIR=\(scratch)/run", "MUSTER_SMOKE=kept",
        ]
    }
}
