internal import MusterModel

/// The facts about one image.
enum ImageCards {
    static let reference = FactCard(
        "images.image.reference", .string,
        "How it is named: path, glob, unpacked (a link of unpacked.cern.ch), or the scheme of a "
            + "registry (docker, oras, library, shub, http, https, oci).")
    static let reachable = FactCard(
        "images.image.reachable", .bool,
        "Whether the CernVM-FS repository that the path lies in is there, always for other paths; "
            + "of a registry's image, whether its server answered (--remote-images).")
    static let onCVMFS = FactCard(
        "images.image.on-cvmfs", .bool, "Whether the path lies in a CernVM-FS repository.")
    static let present = FactCard(
        "images.image.present", .bool,
        "Whether the path leads to something, links followed; of a pattern, whether it matches; "
            + "of a registry's image, whether the server has it.")
    static let matches = FactCard(
        "images.image.matches", .list, "What a pattern matches, sorted; images of their own.")
    static let readable = FactCard(
        "images.image.readable", .bool,
        "Whether an ordinary user may read the file, or list and enter the folder.")
    static let format = FactCard(
        "images.image.format", .string,
        "What it is by its bytes: directory, sif, squashfs, ext3; ext for one that runtimes "
            + "refuse as ext3; unrecognised.")
    static let launchLine = FactCard(
        "images.image.launch-line", .string,
        "The interpreter's line in front of the image, or none.")
    static let size = FactCard(
        "images.image.size", .bytes, "The file's size; a folder's is not counted.")
    static let architecture = FactCard(
        "images.image.architecture", .string,
        "For which machine it was made, as uname -m says it: from the SIF header, else from the "
            + "ELF header of its shell.")
    static let native = FactCard(
        "images.image.native", .bool,
        "Whether this machine's processor runs that architecture: its own, or its 32-bit sibling.")
    static let compressor = FactCard(
        "images.image.compressor", .string,
        "How the squashfs is compressed: gzip, lzma, lzo, xz, lz4, zstd.")
    static let partitions = FactCard(
        "images.image.partitions", .list,
        "The partitions of a SIF in their order: role, file system, architecture.")
    static let signature = FactCard(
        "images.image.signature", .string,
        "none, present (nobody here could verify it), verified, failed (the image was changed).")
    static let signers = FactCard(
        "images.image.signers", .list,
        "Fingerprints of the PGP keys that its signatures name, sorted; claims until verified.")
    static let verifier = FactCard(
        "images.image.verifier", .string, "The runtime that was asked to verify it.")
    static let verifierAnswer = FactCard(
        "images.image.verifier-answer", .string, "The last line that the verifier said.")
    static let digest = FactCard(
        "images.image.digest", .string,
        "The content's digest: of an unpacked.cern.ch link from its target, of a SIF as its "
            + "signature states it for the primary partition (only as good as that signature).")
    static let uuid = FactCard(
        "images.image.uuid", .string, "The number that a SIF got when it was built.")
    static let built = FactCard(
        "images.image.built", .date,
        "The day it was built (UTC): from the SIF header, the squashfs or ext superblock, or the "
            + "build date among a folder's labels.")
    static let age = FactCard(
        "images.image.age", .duration, "How long ago it was built, by the node's clock.",
        keeping: .gauge)
    static let os = FactCard(
        "images.image.os", .string, "The operating system in it, ID of its os-release.")
    static let osVersion = FactCard(
        "images.image.os-version", .version, "The version of that operating system.")
    static let generation = FactCard(
        "images.image.generation", .string,
        "The system's generation: el5 to el10 for Red Hat's and its descendants, else ID and major "
            + "version, debian-12.")
    static let bindPoints = FactCard(
        "images.image.bind-points", .paths,
        "Which of the watched bind points are in it; those below /proc, /sys and /dev, which "
            + "runtimes mount themselves, are not looked for.")
    static let missingBindPoints = FactCard(
        "images.image.missing-bind-points", .list,
        "Which of the watched bind points are not in it, sorted.")
    static let holdsBindPoints = FactCard(
        "images.image.holds-bind-points", .bool, "Whether all watched bind points are in it.")

    /// Those that say what is inside: missing where nobody can look into it.
    static let content = [
        architecture, native, os, osVersion, generation, built, age, bindPoints,
        missingBindPoints, holdsBindPoints,
    ]

    /// All of them.
    static let all = [
        reference, reachable, onCVMFS, present, matches, readable, format, launchLine, size,
        architecture, native, compressor, partitions, signature, signers, verifier,
        verifierAnswer, digest, uuid, built, age, os, osVersion, generation, bindPoints,
        missingBindPoints, holdsBindPoints,
    ]
}
