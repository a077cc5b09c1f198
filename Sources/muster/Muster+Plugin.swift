import ArgumentParser
import Glibc
import MusterReport

extension Muster {
    /// Ends as a monitoring plugin does that could not look: UNKNOWN, with a line on
    /// standard output. Help that was asked for is printed as it is, and no verdict
    /// either (Monitoring Plugins Development Guidelines, "Plugin return codes").
    /// Comes back where no plugin was asked for, or where a verdict is the error.
    static func endAsPlugin(_ error: any Error) {
        guard !(error is ExitCode), ExitRule.isNagios(Array(CommandLine.arguments.dropFirst()))
        else { return }
        if error is AuditFailure || error is ReportFile.Failure {
            print(NagiosRenderer.excuse("\(error)"), terminator: "")
        } else if exitCode(for: error).isSuccess {
            print(fullMessage(for: error))
        } else {
            print(NagiosRenderer.excuse(message(for: error)), terminator: "")
        }
        Glibc.exit(ExitRule.unknown)
    }
}
