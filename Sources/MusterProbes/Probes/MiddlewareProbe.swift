public import MusterModel

/// What the grid expects of a worker node's system: authorities and their
/// revocation lists, VOMS, clients, libraries; of the host, or with `--root` of an
/// image's tree.
public enum MiddlewareProbe: Probe {
    static let authorities = FactCard(
        "middleware.ca.count", .integer,
        "Certificate authorities in /etc/grid-security/certificates, by their files *.pem, else "
            + "*.0.")
    static let lists = FactCard(
        "middleware.crl.count", .integer,
        "Revocation lists there, by their files *.r0.", keeping: .gauge)
    static let expired = FactCard(
        "middleware.crl.expired", .integer,
        "Lists whose next one is overdue: grid software refuses certificates of these authorities.",
        keeping: .gauge)
    static let unread = FactCard(
        "middleware.crl.unread", .integer,
        "Lists of which it could not be told when the next one is due.", keeping: .gauge)
    static let overdue = FactCard(
        "middleware.crl.overdue", .duration,
        "For how long the longest overdue list has been so; 0 where none is.", keeping: .gauge)
    static let newest = FactCard(
        "middleware.crl.newest", .duration,
        "How long ago the newest of the lists was made: fetch-crl brings new ones every few hours.",
        keeping: .gauge)
    static let servers = FactCard(
        "middleware.voms.servers", .list,
        "The communities whose VOMS servers /etc/vomses names, sorted.")
    static let identities = FactCard(
        "middleware.voms.identities", .list,
        "The communities with a file *.lsc below /etc/grid-security/vomsdir, sorted.")

    /// Every fact, its sources, and what may block.
    public static let card = ProbeCard(
        "middleware", "Which grid middleware does the system bring?",
        sources: [
            CertificateFolder.path, "\(CertificateFolder.path)/*.r0",
            "openssl crl for lists in DER",
            "/etc/vomses", "/etc/grid-security/vomsdir/*/*.lsc", "PATH",
            "dpkg-query -W or rpm -q, once",
        ],
        facts: [
            authorities, lists, expired, unread, overdue, newest, servers, identities,
        ] + ToolFacts.cards,
        subjects: [
            SubjectCard(
                "middleware.tool", roster: ToolFacts.roster,
                "A program of the grid's middleware, by the name that users call.")
        ],
        mayBlock: true)

    /// Looks at the folders and asks the package manager once.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        async let tools = toolFacts(of: node)
        var notes = Notes()
        await noteCertificates(node, in: &notes)
        await notes.note(servers, from: "/etc/vomses") { () async throws(Absence) in
            .list(try await VomsFolders.servers(on: node))
        }
        await notes.note(identities, from: "/etc/grid-security/vomsdir") {
            () async throws(Absence) in .list(try await VomsFolders.identities(on: node))
        }
        return notes.facts + (await tools)
    }

    private static func toolFacts(of node: any NodeView) async -> [Fact] {
        var notes = Notes()
        await ToolFacts.note(node, in: &notes)
        return notes.facts
    }

    private static func noteCertificates(_ node: any NodeView, in notes: inout Notes) async {
        let origin = CertificateFolder.path
        let folder = await Result.of { () async throws(Absence) in
            try await CertificateFolder.read(on: node)
        }
        notes.note(authorities, settled: folder.map { .integer(Int64($0.count)) }, from: origin)
        notes.note(lists, settled: folder.map { .integer(Int64($0.lists.count)) }, from: origin)
        let survey = await Result.of { () async throws(Absence) in
            await (try folder.get()).survey(on: node)
        }
        notes.note(unread, settled: survey.map { .integer(Int64($0.unread)) }, from: origin)
        let now = await Result.of { () async throws(Absence) in try await CvmfsClock.now(on: node) }
        let dated = survey.trying { (survey) throws(Absence) in
            (now: try now.get(), lists: survey.read)
        }
        notes.note(
            expired,
            settled: dated.map { seen in
                .integer(Int64(seen.lists.count { $0.nextUpdate < seen.now }))
            }, from: origin)
        notes.note(
            overdue,
            settled: dated.trying { (seen) throws(Absence) in
                let oldest = try oldest(seen.lists.map(\.nextUpdate).min())
                return .duration(.seconds(max(0, seen.now - oldest)))
            }, from: origin)
        notes.note(
            newest,
            settled: dated.trying { (seen) throws(Absence) in
                let made = try oldest(seen.lists.map(\.thisUpdate).max())
                return .duration(.seconds(max(0, seen.now - made)))
            }, from: origin)
    }

    private static func oldest(_ time: Int64?) throws(Absence) -> Int64 {
        guard let time else {
            throw Absence(.absent, "\(CertificateFolder.path): no revocation list that was read")
        }
        return time
    }
}
