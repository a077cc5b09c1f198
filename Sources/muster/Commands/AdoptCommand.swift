import ArgumentParser
import CLinux
import Glibc
import MusterAgent
import MusterChecks
import MusterModel

/// Looks over a check bundle for the service, which started this and will believe it; never by
/// hand. It is proven before a byte of it is read, and speaks with nobody.
struct AdoptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Looks over a check bundle, for the service.",
        shouldDisplay: false)

    @Option(help: "The configuration to read in place of /etc/muster/muster.yaml.")
    var config: String?

    @OptionGroup var setup: SetupOptions

    func run() throws {
        muster_set_undumpable()
        guard let bytes = InputBytes(STDIN_FILENO).rest(atMost: Frames.bytesAtMost),
            let frames = Frames(bytes), let bundle = frames["bundle"],
            var record = frames["record"].flatMap(BundleRecord.init)
        else { throw ValidationError("the service's order does not read") }
        let setup = try NodeSetup(config, self.setup)
        let options = try setup.options(for: .full, smoke: true)
        let fate = record.take(
            bundle, trusting: setup.configuration.bundles.keys, on: .today
        ) { proven in
            do {
                _ = try Policy(options, bundle: proven)
                return nil
            } catch { return BundleRule.words(error) }
        }
        try Terminal.write(Adoption(fate, record).frames.bytes)
    }
}
