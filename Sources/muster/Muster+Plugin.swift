import ArgumentParser
import MusterReport

extension Muster {
    /// How a monitoring plugin ends that could not look: UNKNOWN, with a line on
    /// standard output. Help that was asked for is printed as it is, and no verdict
    /// either (Monitoring Plugins Development Guidelines, "Plugin return codes").
    /// Nil where no plugin was asked for, or where a verdict is the error.
    static func pluginEnd(by error: any Error) -> Int32? {
        guard !(error is ExitCode), ExitRule.isNagios(Array(CommandLine.arguments.dropFirst()))
        else { return nil }
        let text =
            if let failure = error as? AuditFailure {
                NagiosRenderer.excuse("\(failure)")
            } else if exitCode(for: error).isSuccess {
                fullMessage(for: error) + "\n"
            } else {
                NagiosRenderer.excuse(message(for: error))
            }
        // Where standard output is lost nobody reads the line; the code is the same.
        try? Terminal.show(text)
        return ExitRule.unknown
    }
}
