import ArgumentParser
import Glibc
import MusterAgent
import MusterModel
import MusterProbes
import MusterReport

/// Audits this node, or a tree of files, and tells whether it is ready.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tells whether this node is ready, why not, and which line to change.",
        discussion: """
            Ends with the worst verdict among the profiles asked: 0 ready, 1 degraded, \
            2 unfit, 3 undetermined; unfit is worse than undetermined. Without a verdict: \
            64 a mistake in the call, 66 a file of the call that cannot be read, 70 an audit \
            that did not end by its deadline, 74 output that was lost, 78 a check file with \
            a mistake or a folder that is of no use, 129, 130 and 143 an audit that was \
            ended by SIGHUP, SIGINT or SIGTERM. --exit-code never ends with 0 whenever the \
            audit ran, or with 75 where its report was to be pushed and was not; nagios \
            with 3 whenever there is no verdict.
            """)

    @OptionGroup var options: CheckOptions
    @OptionGroup(title: "Pushing the report") var pushing: PushOptions

    func validate() throws {
        if pushing.push != nil, options.root != nil {
            throw ValidationError("--push: a tree of files is no node that could report")
        }
    }

    func run() throws {
        let push = try ReportPush(pushing)
        let policy = try Policy(options)
        let selection = try Selection(
            only: CheckOptions.split(options.only), except: CheckOptions.split(options.except),
            among: policy.profiles.flatMap(\.checks), policy.probes.vocabulary)
        let session = try AuditSession(options, policy, selection)
        switch try session.run() {
        case .interrupted(let signal):
            if options.exitRule == .nagios {
                try Terminal.show(NagiosRenderer.excuse("interrupted; nothing was judged"))
                throw ExitCode(ExitRule.unknown)
            }
            Terminal.say("muster: interrupted; nothing was judged\n")
            throw ExitCode(128 + signal)
        case .report(let report):
            try show(report, policy.probes.vocabulary)
            if let push, !push.tell(report, by: policy.probes.vocabulary),
                options.exitRule == .never
            {
                throw ExitCode(ExitReason.notPushed.rawValue)
            }
            throw ExitCode(options.exitRule.code(for: report.verdict))
        }
    }

    private func show(_ report: AuditReport, _ vocabulary: Vocabulary) throws {
        let told = !options.noJournal && options.root == nil
        let remark = told ? JournalWriter().write(report.journalEntries).remark : nil
        let renderer = options.format.renderer(
            at: UTCTime(secondsSince1970: Int64(time(nil))), vocabulary,
            colour: options.output == nil && Terminal.takesColour)
        let text = renderer.render(report.adding(remarks: [remark].compactMap(\.self)))
        if let output = options.output {
            try ReportFile(output).write(text)
        } else {
            try Terminal.show(text)
        }
    }
}
