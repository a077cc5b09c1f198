import ArgumentParser
import MusterModel
import MusterProbes
import Synchronization

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check")
    @Option var deadline: String = "30 s"
    @Option var bind: [String] = []
    func run() throws {
        guard let attendant = Attendant() else { return }
        let node = LiveNode(vantage: .current(), attendant: attendant, deadline: Duration(words: deadline) ?? .seconds(30))
        var watch = WatchList()
        watch.add(["/cvmfs", "/sys/fs/cgroup", "/etc/grid-security/certificates"] + bind, of: "binds.bind")
        let watching = watch
        let box = Mutex<Audit.Record?>(nil)
        let start = ContinuousClock().now
        Task {
            let r = await Audit(probes: ProbeCatalogue.all, watching: watching).run(on: node)
            box.withLock { $0 = r }
            attendant.stop()
        }
        print(attendant.attend())
        print(ContinuousClock().now - start)
        guard let r = box.withLock({ $0 }) else { return }
        for s in r.sections { print(s.digest); for f in s.facts { print("  ", f.key, "=", f.reading, "   <-", f.origin) } }
        for f in r.gauges { print("g ", f.key, "=", f.reading) }
        print(r.took, node.troubles, node.waited, Identity.current())
    }
}
