import ArgumentParser
import MusterAgent
import MusterModel

/// Where the report goes beside standard output.
struct PushOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also push the report to a collector, once.",
            discussion: """
                The report is shown first and the exit code stays the verdict's; with \
                --exit-code never it is 75 where the collector did not take the report.
                """, valueName: "url"))
    var push: String?

    @Option(
        help: ArgumentHelp(
            "The file with the bearer token for --push; it is sent over TLS alone.",
            valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Certificates to trust for --push: a file, or a folder by hash.",
            valueName: "path"))
    var pushCA: String?

    @Option(
        help: ArgumentHelp(
            "How long --push may take, as \"20 s\".", valueName: "time"),
        transform: readPushDeadline)
    var pushDeadline: Duration?

    @Flag(help: "Let --push go over plain http to another machine; never with a token.")
    var pushInsecure = false

    /// What was asked, or long enough for a far collector.
    var patience: Duration { pushDeadline ?? .seconds(20) }

    /// The address; nil where nothing is pushed.
    func target() throws -> PushTarget? {
        guard let push else { return nil }
        do { return try PushTarget(push, allowingPlain: pushInsecure) } catch {
            throw ValidationError("--push: \(error)")
        }
    }

    func validate() throws {
        guard let target = try target() else {
            let given = [
                ("token-file", tokenFile != nil), ("push-ca", pushCA != nil),
                ("push-deadline", pushDeadline != nil), ("push-insecure", pushInsecure),
            ]
            if let name = given.first(where: \.1)?.0 {
                throw ValidationError("--\(name): nothing is pushed without --push")
            }
            return
        }
        if tokenFile != nil, target.isPlain, !target.isLoopback {
            throw ValidationError("--token-file: a token is not sent without TLS")
        }
    }
}

private func readPushDeadline(_ text: String) throws -> Duration {
    guard let time = Duration(words: text), time >= .seconds(1), time <= .seconds(300) else {
        throw ValidationError("--push-deadline: \(text), needed a time from 1 s to 5 min")
    }
    return time
}
