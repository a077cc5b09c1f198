import ArgumentParser
import MusterChecks
import MusterModel
import MusterProbes

/// The probes of this program, and those that the site has beside them.
struct SiteProbes {
    /// A site's own, by id.
    let external: [ExternalProbe]

    /// The words of both.
    var vocabulary: Vocabulary { ProbeCatalogue.vocabulary.adding(external) }

    /// Where a site keeps the cards of its own probes.
    private static let siteFolder = "/etc/muster/probes.d"

    /// The cards of `/etc/muster/probes.d`, where it is there, and of a folder that the
    /// command line names.
    /// - Throws: ``AuditFailure`` for cards with a mistake: a check that needs their
    ///   facts could not be judged.
    init(and folder: String?) throws {
        var files: [CheckFile] = []
        var errors: [ChecksError] = []
        if SmallFile.exists(Self.siteFolder) {
            (files, errors) = CheckFile.inFolder(Self.siteFolder, by: .trusted)
        }
        if let folder {
            let read = CheckFile.inFolder(try Self.absolute(folder), by: .named)
            guard read.errors.isEmpty else {
                throw AuditFailure(
                    .noInput, read.errors.map(\.description).joined(separator: "\n"))
            }
            files += read.files
        }
        let cards = ProbeFiles(files, beside: ProbeCatalogue.vocabulary)
        let all = (errors + cards.errors).map(\.description)
        guard all.isEmpty else { throw AuditFailure(.configuration, all.joined(separator: "\n")) }
        external = cards.probes
    }

    /// Whose every part can be looked at for who may write to it.
    private static func absolute(_ folder: String) throws -> String {
        do { return try NamedPath.absolute(folder) } catch {
            throw AuditFailure(.noInput, "--probes: \(error.detail)")
        }
    }
}

/// The option that names more probes, the same for every command.
struct ProbesOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also run the site's own probes whose cards lie in a folder.", valueName: "folder"),
        completion: .directory)
    var probes: String?

    /// The built-in probes, the site's and those of the option.
    func load() throws -> SiteProbes { try SiteProbes(and: probes) }
}
