internal import MusterModel

/// The parameters of the CVMFS client as they count for one repository, or for
/// none in particular.
struct CvmfsSettings: Hashable {
    /// Who read the files.
    enum Reader: String, Hashable {
        /// CVMFS's own tool, `cvmfs_config showconfig`.
        case showconfig
        /// Muster's reading of the files.
        case files
    }

    /// Who read the files.
    let reader: Reader

    /// What was found, by name.
    let settings: [String: ShellSetting]

    /// What counts for every other name, where a file that could set any of them
    /// was not read; nil where they are certainly not set.
    var others: ShellSetting?

    /// What could not be evaluated, `NAME (why)`, sorted.
    let unevaluated: [String]

    /// Files that hold something for this repository or its domain.
    var ownFiles: [String] = []

    /// A parameter's text.
    /// - Throws: absent where it is not set or empty, else why it is not known.
    func text(_ name: String) throws(Absence) -> String {
        switch (settings[name] ?? others)?.value {
        case .text(let text) where !text.isEmpty: return text
        case .text: throw Absence(.absent, "\(name) is empty in \(origin(name))")
        case .doubt(let absence): throw absence
        case nil: throw Absence(.absent, "\(name) is not set")
        }
    }

    /// A switch: yes, on and 1 against no, off and 0 (`cvmfs_config chksetup`).
    /// - Throws: as ``text(_:)``; malformed for any other word.
    func flag(_ name: String) throws(Absence) -> Bool {
        let word = try text(name)
        switch word.lowercased() {
        case "yes", "on", "1", "true": return true
        case "no", "off", "0", "false": return false
        default:
            throw Absence(
                .malformed, "\(origin(name)): \(name)=\(word.excerpt), needed yes or no")
        }
    }

    /// The quota; nil where it is -1, no limit. The client counts in MiB and
    /// multiplies by 1024 × 1024 (field guide §7).
    /// - Throws: as ``text(_:)``; malformed for anything but a number.
    func quota() throws(Absence) -> Bytes? {
        let name = "CVMFS_QUOTA_LIMIT"
        let word = try text(name)
        guard let number = Int64(word), number >= -1 else {
            throw Absence(
                .malformed, "\(origin(name)): \(name)=\(word.excerpt), needed MiB or -1")
        }
        return number == -1 ? nil : .mebibytes(number)
    }

    /// Where a parameter was set; the files in general for one that is not.
    func origin(_ name: String) -> String { (settings[name] ?? others)?.origin ?? "/etc/cvmfs" }

    /// Where repositories are mounted; `/cvmfs` unless the files say otherwise.
    var mountFolder: String {
        let folder = (try? text("CVMFS_MOUNT_DIR")) ?? "/cvmfs"
        return folder.hasPrefix("/") ? folder.plainPath : "/cvmfs"
    }

    /// The repositories of CVMFS_REPOSITORIES, sorted; none where it is not set.
    /// - Throws: why they are not known.
    func repositories() throws(Absence) -> [CvmfsName] {
        do throws(Absence) {
            let domain = (try? text("CVMFS_DEFAULT_DOMAIN")) ?? ""
            return CvmfsName.list(try text("CVMFS_REPOSITORIES"), domain: domain)
        } catch where error.reason == .absent {
            return []
        }
    }
}
