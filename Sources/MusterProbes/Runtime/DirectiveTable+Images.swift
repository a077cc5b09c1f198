extension DirectiveTable {
    /// Directives about images and who may run them.
    static let images: [Directive] = [
        Directive("max loop devices", .number, "256"),
        Directive("shared loop devices", .flag, "no", singularity: "3.1", apptainer: "1.0"),
        Directive("limit container owners", .list),
        Directive("limit container groups", .list, singularity: "2.5", apptainer: "1.0"),
        Directive("limit container paths", .list),
        Directive("allow container sif", .flag, "yes", singularity: "3.9", apptainer: "1.0"),
        Directive(
            "allow container encrypted", .flag, "yes", singularity: "3.5.3", apptainer: "1.0"),
        Directive("allow container squashfs", .flag, "yes", singularity: "2.4", apptainer: "1.0"),
        Directive("allow container extfs", .flag, "yes", singularity: "2.4", apptainer: "1.0"),
        Directive("allow container dir", .flag, "yes", singularity: "2.4", apptainer: "1.0"),
        Directive("allow kernel squashfs", .flag, "yes", singularity: "3.11.2"),
        Directive("allow kernel extfs", .flag, "yes", singularity: "3.11.2"),
        Directive("allow setuid-mount encrypted", .flag, "yes", apptainer: "1.1.8"),
        Directive("allow setuid-mount extfs", .flag, "no", apptainer: "1.1.8"),
        Directive(
            "allow setuid-mount squashfs",
            [
                .apptainer("1.1.8", until: "1.3", .flag, "yes"),
                .apptainer("1.3", .word(["yes", "no", "iflimited"]), "iflimited"),
            ]),
        Directive("sync writable extfs", .flag, "no", apptainer: "1.6"),
        Directive("image driver", .text, singularity: "3.6", until: "4.0", apptainer: "1.0"),
        Directive("sif fuse", .flag, "no", singularity: "3.10"),
        Directive("tmp sandbox", .flag, "yes", singularity: "4.0"),
        Directive("oci mode", .flag, "no", singularity: "4.0"),
    ]

    /// Directives about other programs that the runtime calls.
    static let programs: [Directive] = [
        Directive("always use nv", .flag, "no", singularity: "2.6", apptainer: "1.0"),
        Directive("always use rocm", .flag, "no", singularity: "3.5", apptainer: "1.0"),
        Directive("use nvidia-container-cli", .flag, "no", singularity: "3.9", apptainer: "1.0"),
        Directive("cni configuration path", .text, singularity: "3.0", apptainer: "1.0"),
        Directive("cni plugin path", .text, singularity: "3.0", apptainer: "1.0"),
        Directive("mksquashfs procs", .number, "0", singularity: "3.6", apptainer: "1.0"),
        Directive("mksquashfs mem", .text, singularity: "3.6", apptainer: "1.0"),
        Directive("cryptsetup path", ownPath(since: "3.4")),
        Directive("go path", ownPath(since: "3.9")),
        Directive("ldconfig path", ownPath(since: "3.9")),
        Directive("mksquashfs path", ownPath(since: "3.0")),
        Directive("nvidia-container-cli path", ownPath(since: "3.9")),
        Directive("unsquashfs path", ownPath(since: "3.9")),
        Directive("binary path", .text, searchPath, apptainer: "1.1"),
        Directive("suidbinary path", .text, apptainer: "1.1"),
        Directive("user search path", .text, searchPath, singularity: "4.4.2"),
        Directive(
            "root search path", .text, String(searchPath.dropFirst("$PATH:".count)),
            singularity: "4.4.2"),
    ]

    /// Directives about downloads, control groups and monitoring. The socket of
    /// apptheus has two names: the template writes the short one and the parser
    /// reads the long one, so that the installed file's own line has no effect.
    static let services: [Directive] = [
        Directive("download concurrency", .number, "3", singularity: "3.9", apptainer: "1.0"),
        Directive("download part size", .number, "5242880", singularity: "3.9", apptainer: "1.0"),
        Directive("download buffer size", .number, "32768", singularity: "3.9", apptainer: "1.0"),
        Directive("systemd cgroups", .flag, "yes", singularity: "3.10", apptainer: "1.1"),
        Directive("apptheus communication socket path", .text, apptheus, apptainer: "1.3"),
        Directive("apptheus socket path", .text, apptheus, apptainer: "1.3"),
        Directive("allow monitoring", .flag, "no", apptainer: "1.3"),
    ]

    private static let apptheus = "/run/apptheus/gateway.sock"

    private static let searchPath =
        "$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// Apptainer had these paths in 1.0 alone and then one `binary path`.
    private static func ownPath(since version: String) -> [Directive.Era] {
        [.singularity(version, .text, ""), .apptainer("1.0", until: "1.1", .text, "")]
    }
}
