internal import MusterModel

/// What a kernel says about its maker, in its release and in `/proc/version`.
struct KernelMark: Hashable, Sendable {
    /// The maker's family of distributions; nil where nothing names it.
    let family: String?

    /// The version of the package that the kernel came in; nil where nothing tells.
    let package: String?

    /// Reads `release` (`uname -r`), the text of `/proc/version` and that of Ubuntu's
    /// `/proc/version_signature`, each empty where it could not be had.
    init(release: String, version: String = "", signature: String = "") {
        let signed = signature.split(whereSeparator: \.isWhitespace)
        if Self.isEnterpriseLinux(release) {
            family = "rhel"
            package = Self.withoutArchitecture(release)
        } else if signed.count >= 2, signed[0] == "Ubuntu" {
            family = "debian"
            package = Self.withoutFlavour(signed[1])
        } else if version.contains("-Ubuntu ") {
            family = "debian"
            package = nil
        } else if let word = Self.word(after: "Debian", in: version) {
            family = "debian"
            package = word
        } else {
            family = version.contains("(SUSE Linux)") ? "suse" : nil
            package = nil
        }
    }

    /// `5.14.0-611.el9_7.x86_64` has a word `el` and digits.
    private static func isEnterpriseLinux(_ release: String) -> Bool {
        release.split(separator: ".").contains { word in
            word.hasPrefix("el") && word.dropFirst(2).first?.isNumber == true
        }
    }

    private static func withoutArchitecture(_ release: String) -> String {
        let known = [".x86_64", ".aarch64", ".ppc64le", ".s390x", ".i686"]
        guard let suffix = known.first(where: release.hasSuffix) else { return release }
        return String(release.dropLast(suffix.count))
    }

    /// `6.8.0-48.48-generic` is package 6.8.0-48.48.
    private static func withoutFlavour(_ word: Substring) -> String {
        let parts = word.split(separator: "-")
        return parts.prefix(2).joined(separator: "-")
    }

    /// The word behind `name` that begins with a digit; a compiler's own mark,
    /// `(Debian 12.2.0-14)`, stands in brackets.
    private static func word(after name: Substring, in text: String) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        for (mark, next) in Array(zip(words, words.dropFirst())).reversed()
        where mark == name && next.first?.isNumber == true {
            return String(next)
        }
        return nil
    }
}
