import ArgumentParser
import MusterModel
import MusterReport
import MusterStore

/// What people and nodes changed.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Shows who changed what, and whether that log is as it was written.",
        subcommands: [List.self, Verify.self], defaultSubcommand: List.self)

    fileprivate static let page = 1000
}

extension AuditCommand {
    /// Shows entries.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Shows the log, oldest first.")

        @OptionGroup var store: StoreOption

        func run() async throws {
            try await store.opened { store in
                var last: Int64 = 0
                while true {
                    let page = try await store.audit(after: last, atMost: AuditCommand.page)
                    guard let end = page.last else { return }
                    for entry in page {
                        let time = UTCTime(secondsSince1970: entry.at / 1000)
                        print(
                            "\(entry.number)  \(time)  \(entry.who.printable)  \(entry.deed)  "
                                + entry.document.printable)
                    }
                    last = end.number
                }
            }
        }
    }

    /// Looks the chain over.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract:
                "Looks whether an entry was changed, put in or taken out; then it ends with 1.",
            discussion: "Prints number and digest of the last entry. Whoever cuts entries off at "
                + "the end leaves a whole log: keep that line elsewhere and compare.")

        @OptionGroup var store: StoreOption

        func run() async throws {
            try await store.opened { store in
                var before: (number: Int64, digest: String)?
                while true {
                    let page = try await store.audit(
                        after: before?.number ?? 0, atMost: AuditCommand.page)
                    if let fault = AuditChain.fault(in: page, behind: before) {
                        print("entry \(fault): not as it was written, or not where")
                        throw ExitCode(1)
                    }
                    guard let end = page.last else { break }
                    before = (end.number, end.digest)
                }
                print(before.map { "\($0.number) \($0.digest)" } ?? "0")
            }
        }
    }
}
