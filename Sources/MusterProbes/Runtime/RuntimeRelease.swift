internal import MusterModel

/// Which release of which flavour an installation is, as far as it is known.
struct RuntimeRelease: Sendable {
    /// nil where the program's name fits several and its version is missing.
    let flavour: RuntimeFlavour?

    /// The version, or why it is missing.
    let version: Result<Version, Absence>

    /// Whether this is Singularity 2.x, a program of its own: no underlay, no
    /// command `version`, other rules for reading its configuration. An unknown
    /// version is not taken for one.
    var isSecond: Bool { major == 2 && flavour?.line != .apptainer }

    /// The first number of the version.
    var major: Int64? { (try? version.get())?.upstream.first }

    /// The flavour's public word, or why it is not known.
    var flavourWord: Result<FactValue, Absence> {
        switch (flavour, version) {
        case (let flavour?, _): .success(.string(flavour.rawValue))
        case (nil, .failure(let absence)): .failure(absence)
        case (nil, .success(let version)):
            .failure(Absence(.malformed, "\(version): no version of a known flavour"))
        }
    }

    /// Why something that depends on the release is not known.
    var doubt: Absence {
        if case .failure(let absence) = version { return absence }
        return Absence(.malformed, "flavour and version do not name a known release")
    }

    /// `apptainer 1.3.6`, for messages.
    var description: String {
        let name = flavour?.rawValue ?? "singularity or apptainer"
        return if let version = try? version.get() { "\(name) \(version)" } else { name }
    }
}
