/// The families of one container runtime that call themselves apart.
enum RuntimeFlavour: String, Hashable, Sendable, CaseIterable {
    /// The successor under the Linux Foundation; all releases up to 3.8.
    case apptainer, singularity
    /// Sylabs' free edition since 3.8.
    case singularityCE = "singularity-ce"
    /// Sylabs' paid edition.
    case singularityPRO = "singularitypro"

    /// Two lines of versions: Apptainer began anew at 1.0, SingularityCE and PRO
    /// went on from Singularity 3.8.
    enum Line: Hashable, Sendable, CaseIterable {
        /// 2.0 to 4.x; 1.0 and on.
        case singularity, apptainer
    }

    /// The line whose directives the flavour reads.
    var line: Line { self == .apptainer ? .apptainer : .singularity }

    /// The word in `PREFIX/etc/NAME/NAME.conf` and `PREFIX/libexec/NAME`.
    var folderName: String { line == .apptainer ? "apptainer" : "singularity" }

    /// The flavour behind what a program said of itself.
    ///
    /// `product` is the word before the version, nil where only a version was
    /// printed (Singularity 2.x, and the command `version` of all later ones);
    /// `name` is the program's own file name, links resolved.
    init?(product: String?, major: Int64?, name: String) {
        switch product {
        case "apptainer": self = .apptainer
        case "singularity-ce": self = .singularityCE
        case "singularitypro", "singularity-pro": self = .singularityPRO
        case "singularity": self = major.map { $0 >= 4 } == true ? .singularityCE : .singularity
        default: self.init(name: name, major: major)
        }
    }

    /// Without a product: 1.x is Apptainer, 4.x SingularityCE; 3.x called
    /// `singularity` may be two of them, of which the plain one is taken.
    private init?(name: String, major: Int64?) {
        if name == "apptainer" || major == 1 {
            self = .apptainer
        } else if let major, major >= 2 {
            self = major >= 4 ? .singularityCE : .singularity
        } else {
            return nil
        }
    }
}
