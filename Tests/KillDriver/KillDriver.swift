import Glibc
import KillSteps
import MusterAgent
import MusterModel

/// The real service with an observer and a judge of its own that take no time, so that it
/// can be killed a thousand times in a minute.
///
///     kill-driver service FOLDER URL CA STEP COUNT AFTER [steady|jumping]
///     kill-driver look|weigh|deliver        as the service starts them
///
/// What it produced is told by the judge, a process of its own, in FOLDER/produced: a line
/// a report, its number, the digest of its body, and the gaps in it.
@main
enum KillDriver {
    static func main() throws {
        let words = CommandLine.arguments
        switch words.dropFirst().first {
        case "look": look()
        case "weigh": weigh(words[2])
        case "deliver": deliver()
        case "service": try serve(Array(words.dropFirst(2)))
        default: print("see the head of this file")
        }
    }

    private static let section = Section(probe: "kernel", facts: [])
    private static let sheet = Sheet(
        sections: [section], watchList: WatchList(), vantage: Vantage(.host, user: 0))

    private static func gauges(_ sequence: Int64) -> FramedGauges {
        let name = FactName("kernel.moving.count")
        let facts = name.map { Fact(FactKey($0), .value(.integer(sequence)), from: "judge") }
        return FramedGauges([facts].compactMap(\.self), by: Vocabulary([]))
    }

    private static func serve(_ words: [String]) throws {
        let folder = words[0]
        var order = DeliveryOrder(to: try PushTarget(words[1]), version: "0")
        order.authorities = .file(words[2])
        let plan = ServicePlan(
            state: folder + "/state", observers: .children,
            periods: Periods(full: .milliseconds(20), brief: .seconds(60), smoke: nil),
            limits: SpoolLimits(bytes: 1 << 20, files: 24, floor: 0), site: nil, node: "wn1",
            phase: 0, words: [folder],
            delivery: DeliveryPlan(to: [try PushTarget(words[1])], as: order), drains: folder)
        muster_jump(words.last == "jumping" ? 1 : 0)
        let service = Service(plan)
        muster_die_at(
            Int32(words[3]) ?? -1, Int32(words[4]) ?? 0, Int32(words[5]) ?? 0,
            folder + "/witness")
        _ = service.run()
    }

    /// What an observer sees: nothing, at once.
    private static func look() {
        // What is left unread would reset the connection.
        _ = InputBytes(STDIN_FILENO).rest(atMost: 64)
        let report = AuditReport(
            version: "0", identity: Identity(hostName: "wn1", machineID: nil, bootID: nil),
            sheet: sheet, gauges: [], judgements: [], took: .zero,
            date: CalendarDate(secondsSince1970: 0))
        say(Sighting(.full, report).frames.bytes)
    }

    /// A report whose number says how much of a difference it is.
    private static func weigh(_ folder: String) {
        guard let bytes = InputBytes(STDIN_FILENO).rest(atMost: Frames.bytesAtMost),
            let order = Frames(bytes)?["order"].flatMap(WeighOrder.init)
        else { return }
        let kinds: [SpoolEntry.Kind] = [.same, .verdict, .change, .same]
        let kind = kinds[Int(order.id.sequence % 4)]
        let gaps = order.gaps[kind] ?? []
        let gauges = gauges(order.id.sequence)
        let body = JSONValue.object([
            "gauges": .object([
                "frame": .string(gauges.frame.digest.text), "values": .array(gauges.values),
            ]),
            "format": .string(AuditReport.wireFormat), "id": order.id.json,
            "chance": .integer(.random(in: 0 ... .max)),
            "gaps": .array(gaps.map(\.json)), "pad": .string(String(repeating: "x", count: 2000)),
            "sheet": .object(["sections": .object(["kernel": .string(section.digest.text)])]),
        ]).canonicalBytes
        let words =
            ["\(order.id.incarnation)", "\(order.id.sequence)", Digest(of: body).text]
            + gaps.map { "\($0.first)-\($0.last)" }
        tell(words.joined(separator: " ") + "\n", in: folder + "/produced")
        tell("\(order.time)\n", in: folder + "/times")
        var result = Frames()
        result.add(
            "result",
            JSONValue.object(["kind": .string(kind.rawValue), "status": .string("well")])
                .canonicalBytes)
        result.add("body", body)
        result.add("section", section.bytes)
        result.add("section", gauges.frame.bytes)
        result.add("memory", Array("muster".utf8))
        say(result.bytes)
    }

    private static func deliver() {
        var input = InputBytes(STDIN_FILENO)
        guard let line = input.line(atMost: DeliveryOrder.lineAtMost),
            let order = try? DeliveryOrder(reading: line),
            let body = input.rest(atMost: Delivery.bytesAtMost)
        else { return }
        say(DeliveryRun(order, body: body).perform().line)
    }

    private static func say(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// One write, whole or not at all, behind what others wrote.
    private static func tell(_ line: String, in path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        _ = write(file, line, line.utf8.count)
    }
}
