internal import MusterModel

/// A program of the grid's middleware on the node.
struct GridTool: Sendable {
    /// The program, as users call it.
    let program: String
    /// The packages that bring it.
    let packages: [String]

    /// Those that payloads and pilots call, by name.
    static let all = [
        GridTool(program: "arcproxy", packages: ["nordugrid-arc-client"]),
        GridTool(program: "fetch-crl", packages: ["fetch-crl"]),
        GridTool(program: "gfal-copy", packages: ["gfal2-util", "python3-gfal2-util"]),
        GridTool(program: "python3", packages: ["python3"]),
        GridTool(
            program: "voms-proxy-init",
            packages: ["voms-clients-cpp", "voms-clients-java", "voms-clients"]),
        GridTool(program: "xrdcp", packages: ["xrootd-client"]),
    ]
}

/// The facts of programs and packages, and what each says.
enum ToolFacts {
    /// The roster of programs.
    static let roster = FactCard(
        "middleware.tools.list", .list,
        "Which of arcproxy, fetch-crl, gfal-copy, python3, voms-proxy-init and xrdcp are on PATH.")
    private static let path = FactCard(
        "middleware.tool.path", .string, "The executable, links resolved.")
    private static let version = FactCard(
        "middleware.tool.version", .version,
        "The version of the package that brings it, as the package manager says.")
    private static let database = FactCard(
        "middleware.packages.database", .string, "Who knows what is installed: rpm or dpkg.")
    private static let libraries = FactCard(
        "middleware.oslibs.installed", .bool,
        "Whether the package HEP_OSlibs is installed, which brings the libraries that the "
            + "experiments' software expects of the system.")
    private static let librariesVersion = FactCard(
        "middleware.oslibs.version", .version, "The version of HEP_OSlibs.")

    /// Every one of them but the roster.
    static let cards = [path, version, database, libraries, librariesVersion]

    /// Looks for the programs and asks for versions, and writes all down.
    static func note(_ node: any NodeView, in notes: inout Notes) async {
        let packages = await Result.of { () async throws(Absence) in
            try await PackageVersions.read(on: node)
        }
        var found: [(tool: GridTool, path: String)] = []
        var doubt: Absence?
        for tool in GridTool.all {
            let search = await ProgramSearch.all(
                [tool.program], in: ProgramSearch.folders, on: node)
            if let path = search.paths.first { found.append((tool, path)) }
            doubt = doubt ?? search.doubt
        }
        if found.isEmpty, let doubt {
            notes.note(roster, missing: doubt, from: "PATH")
        } else {
            notes.note(roster, .list(found.map(\.tool.program)), from: "PATH")
        }
        for (tool, path) in found {
            notes.note(self.path, of: tool.program, .string(path), from: path)
            notes.note(
                version, of: tool.program,
                settled: packages.trying { (known) throws(Absence) in
                    guard let text = tool.packages.lazy.compactMap({ known.versions[$0] }).first
                    else { throw Absence(.absent, "\(path): of no known package") }
                    return .version(Version(text))
                }, from: origin(packages))
        }
        noteLibraries(packages, in: &notes)
    }

    private static func noteLibraries(
        _ packages: Result<PackageVersions, Absence>, in notes: inout Notes
    ) {
        let known = packages.trying { (known) throws(Absence) -> String? in
            guard known.database == .rpm else {
                throw Absence(.unsupported, "HEP_OSlibs is made for RPM systems alone")
            }
            return known.versions["HEP_OSlibs"]
        }
        let source = origin(packages)
        notes.note(database, settled: packages.map { .string($0.database.rawValue) }, from: source)
        notes.note(libraries, settled: known.map { .bool($0 != nil) }, from: source)
        notes.note(
            librariesVersion,
            settled: known.trying { (text) throws(Absence) in
                guard let text else { throw Absence(.absent, "HEP_OSlibs is not installed") }
                return .version(Version(text))
            }, from: source)
    }

    private static func origin(_ packages: Result<PackageVersions, Absence>) -> String {
        switch try? packages.get().database {
        case .dpkg: "dpkg-query -W"
        default: "rpm -q"
        }
    }
}
