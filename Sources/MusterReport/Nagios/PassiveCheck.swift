internal import MusterModel

/// A result that a monitoring core takes without having asked for it.
///
/// `[time] PROCESS_SERVICE_CHECK_RESULT;host;service;code;output|performance data`
/// (Nagios Core, "External Commands"; nothing in it escapes a separator).
public struct PassiveCheck: Sendable {
    /// What monitoring plugins end with.
    public enum Code: Int, Hashable, Sendable, CaseIterable {
        case ok = 0
        case warning, critical, unknown
    }

    /// When it was found, seconds since 1970.
    public let time: Int64
    /// The host and the service, as the core's configuration names them.
    public let host: String, service: String
    /// What it came to.
    public let code: Code
    /// In a line.
    public let output: String
    /// Counts by name, in order.
    public let counts: KeyValuePairs<String, Int64>

    /// A line is written to a pipe at once, and whole (PIPE_BUF), its end included.
    public static let lineAtMost = 4000
    private static let nameAtMost = 255
    private static let outputAtMost = 2000
    /// What ends a field or a name in the core's files.
    private static let marks = Set("`~!$%^&*|'\"<>?,()=;[]".unicodeScalars)

    /// A result.
    public init(
        at time: Int64, host: String, service: String, _ code: Code, _ output: String,
        counts: KeyValuePairs<String, Int64> = [:]
    ) {
        (self.time, self.host, self.service) = (time, host, service)
        (self.code, self.output, self.counts) = (code, output, counts)
    }

    /// The external command, one line without its end.
    public var command: String {
        let words =
            "[\(time)] PROCESS_SERVICE_CHECK_RESULT;\(Self.name(host));"
            + "\(Self.name(service));\(code.rawValue);"
        let text = words + output.pluginText.shortened(toBytes: Self.outputAtMost)
        var data = ""
        for (label, count) in counts {
            let datum = PerformanceDatum(label: label, value: String(count)).text
            let next = data + (data.isEmpty ? "|" : " ") + datum
            guard text.utf8.count + next.utf8.count < Self.lineAtMost else { break }
            data = next
        }
        return text + data
    }

    /// A name that cannot end its field.
    private static func name(_ text: String) -> String {
        let plain = text.printable.escaped { marks.contains($0) ? "_" : nil }
            .shortened(toBytes: nameAtMost)
        return plain.isEmpty ? "_" : plain
    }
}
