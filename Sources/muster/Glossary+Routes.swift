extension Glossary {
    /// The ways to run a container, as reports name them.
    static let routes: [String: String] = {
        var table = [
            "podman-rootless": "route: podman of this node in the user's own user namespace",
            "docker": "route: docker's client, which asks the daemon on this node; root in effect",
            "charliecloud": "route: ch-run of this node, in a user namespace",
        ]
        for family in ["apptainer", "singularity"] {
            let name = family.prefix(1).uppercased() + family.dropFirst()
            table["\(family)-setuid"] = "route: \(name) of this node with its setuid starter"
            table["\(family)-unprivileged"] = "route: \(name) of this node in a user namespace"
            table["\(family)-cvmfs"] =
                "route: \(name) from CVMFS, in a user namespace; this node's "
                + "\(family).conf means nothing to it"
        }
        return table
    }()

    /// Why a rehearsal, an attempt or a start did not work.
    static let causes: [String: String] = [
        "disabled": "cause: this kind of namespace is limited to 0 below /proc/sys/user",
        "exhausted": "cause: the limit below /proc/sys/user is used up",
        "outer-limit": "cause: we are inside a user namespace, and a limit outside is used up",
        "nesting": "cause: we are inside a user namespace that lets no other be made",
        "sysctl": "cause: kernel.unprivileged_userns_clone is 0",
        "apparmor": "cause: AppArmor takes away the rights of the new user namespace",
        "proc-masked": "cause: parts of /proc are covered, and the kernel gives no new one",
        "disk-full": "cause: a disk that is written to has no room",
        "scratch-refused": "cause: the folder of the attempt below /tmp cannot be made",
        "denied": "cause: the kernel does not permit the step",
        "architecture": "cause: the image is for another kind of processor",
        "bind-content": "cause: a folder that was bound is not the same inside",
        "bind-point": "cause: the place of a bind is not in the image, and cannot be made",
        "bind-source": "cause: a folder to bind is not on the node",
        "cgroups": "cause: the engine is not allowed the control groups that it wants",
        "daemon-absent": "cause: docker's daemon does not answer",
        "daemon-refused": "cause: this user may not talk to docker's daemon",
        "exec-format": "cause: the kernel cannot run the image's programs",
        "image-damaged": "cause: the image's shell is damaged",
        "image-format": "cause: the runtime does not know this kind of image",
        "image-incomplete": "cause: the image lacks a file or folder that the runtime needs",
        "image-missing": "cause: the image is not there",
        "image-mount": "cause: the runtime cannot mount the image",
        "image-owner":
            "cause: the image belongs to somebody else, and the engine has to write there",
        "loop-devices": "cause: no loop device is free for the image",
        "network": "cause: the engine's network for users is missing or fails",
        "no-account": "cause: the user is in no account list that the runtime reads",
        "no-answer": "cause: the runtime ended well, and nothing ran inside",
        "no-shell": "cause: the image has no /bin/sh",
        "not-installed": "cause: the runtime is not installed",
        "open-files": "cause: the engine may not raise the limit of open files",
        "processes": "cause: the user has as many processes as allowed",
        "slow": "cause: no end within the deadline",
        "subuid": "cause: /etc/subuid and newuidmap give the user no ids",
        "unnamed": "cause: the runtime's text is not among those that are known",
        "userns-exhausted": "cause: user namespaces are used up",
        "userns-refused": "cause: the kernel lets this user make no user namespace",
        "temporary-sandbox": "fallback: the image was unpacked for this one start",
        "dropped-bind": "fallback: a bind was left out, and the start went on",
        "fatal-exit-0": "fallback: the runtime said FATAL and ended with 0",
        "setuid-unused": "fallback: the setuid starter was asked for and not used",
    ]
}
