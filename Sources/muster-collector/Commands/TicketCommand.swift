import ArgumentParser
import MusterCollector
import MusterModel
import MusterReport

/// What a site is told in a ticket.
struct TicketCommand: AsyncParsableCommand {
    /// How the ticket is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "ticket",
        abstract: "Writes what a site is told in a ticket: what is open, on how many nodes, what "
            + "was seen on one of them, and the line to change.",
        discussion: "Ends with 1 where there is nothing to tell.")

    @OptionGroup var store: StoreOption
    @OptionGroup var file: ConfigurationOption
    @OptionGroup var remote: RemoteOption

    @Argument(help: "The site.")
    var site: String

    @Option(help: ArgumentHelp("The profile.", valueName: "id"))
    var profile = "baseline"

    @Option(help: "How: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

    @OptionGroup var link: LinkOption

    func run() async throws {
        let ticket = try await made()
        switch format {
        case .text: print(ticket.text(linking: link.address(remote)), terminator: "")
        case .json: print(ticket.json.canonicalText)
        }
        if !ticket.isNeeded { throw ExitCode(1) }
    }

    private func made() async throws -> SiteTicket {
        if let url = remote.url {
            let path = SiteTicket.path(of: site, under: profile)
            return try SiteTicket(reading: try await remote.client(of: url).answer(at: path))
        }
        let bench = try Bench(of: file.places, version: CollectorProgram.version)
        return try await store.opened { store in
            let now = Clock.now()
            let known = try await Bench.inForce(at: now, in: store, otherwise: bench)
            let maker = TicketMaker(store, bench: known)
            if let ticket = try await maker.ticket(of: site, under: profile, at: now) {
                return ticket
            }
            throw ValidationError(
                "\(site.printable) does not stand under \(profile.printable): see "
                    + "muster-collector sites list")
        }
    }
}
