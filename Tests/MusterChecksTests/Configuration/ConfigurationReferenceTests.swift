import Foundation
import MusterModel
import Testing

@testable import MusterChecks

/// docs/reference/configuration.md tells every key as it is, and no other.
struct ConfigurationReferenceTests {
    private let page: String

    init() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/reference/configuration.md")
        page = try String(contentsOf: path, encoding: .utf8)
    }

    @Test func everyKeyHasItsRowAndThereIsNoOther() {
        let rows = page.split(separator: "\n").filter { $0.contains("| `MUSTER_") }.map(String.init)
        let wanted = ConfigurationKey.allCases.map { key in
            let option = key.option.map { "`\($0)`" } ?? "–"
            return "| `\(key.rawValue)` | \(key.range) | \(key.usual) | `\(key.variable)` "
                + "| \(option) |"
        }
        #expect(rows.sorted() == wanted.sorted())
    }

    @Test func everyKeyHasItsMeaning() {
        let meanings = page.components(separatedBy: "| key | means |").last ?? ""
        let table = meanings.components(separatedBy: "\n\n")[0]
        let named = table.matches(of: /`([a-z_.]+)`[^|]*\|/).map { String($0.output.1) }
        for key in ConfigurationKey.allCases {
            #expect(table.contains("`\(key.rawValue)`"), "\(key)")
        }
        #expect(named.count > 8)
    }

    /// The reader's keys are the table's: each one is taken where it stands, and said by its
    /// variable, too.
    @Test(arguments: ConfigurationKey.allCases) func everyKeyIsRead(key: ConfigurationKey) {
        let value = Self.values[key] ?? ""
        let layer = CheckFile(key.variable, says: [value], of: key)
        var more: [CheckFile] = []
        // A credential without its other half is a mistake by itself.
        if [.certificate, .key, .token].contains(key) {
            more = [
                CheckFile("more", says: ["https://a/"], of: .urls),
                CheckFile("more", says: ["/x"], of: key == .certificate ? .key : .certificate),
                CheckFile("more", says: ["/x"], of: key == .token ? .key : .token),
            ]
        }
        if key == .followsBundles {
            more = [
                CheckFile("more", says: ["https://a/"], of: .urls),
                CheckFile("more", says: [Self.values[.bundleKeys] ?? ""], of: .bundleKeys),
            ]
        }
        let read = Configuration.read(
            [CheckFile(name: "f.yaml", text: layer.text)], under: more)
        #expect(read.errors.map(\.description) == [])
        #expect(read.origins[key] == "f.yaml:2")
        #expect(key.text(in: read.configuration) == value.replacing(",", with: ", "))
        #expect(key.text(in: read.configuration) != key.usual)
        let said = Configuration.read([], under: [layer] + more)
        #expect(said.configuration == read.configuration && said.origins[key] == key.variable)
    }

    private static let values: [ConfigurationKey: String] = [
        .site: "EXAMPLE-T2", .profiles: "atlas,cms", .binds: "/data", .images: "/cvmfs/a",
        .smokeImages: "/cvmfs/a,/cvmfs/b", .hostName: "hashed", .urls: "https://a/,https://b/",
        .authorities: "/etc/ca", .certificate: "/etc/cert", .key: "/etc/key",
        .token: "/etc/token", .proxy: "http://squid:3128", .deadline: "20 s", .full: "2 h",
        .brief: "10 min", .smoke: "never", .spoolBytes: "8 MiB", .spoolFiles: "100",
        .spoolFloor: "1 GiB", .followsBundles: "yes",
        .bundleKeys: String(repeating: "1", count: 64) + "," + String(repeating: "2", count: 64),
    ]

    /// What the table calls its bounds is what the reader holds to.
    @Test(arguments: ConfigurationKey.allCases) func rangesAreHeld(key: ConfigurationKey) {
        let (least, most): (String, String)
        if let spans = key.spans {
            least = "\(spans.lowerBound.milliseconds - 1) ms"
            most = "\(spans.upperBound.milliseconds + 1) ms"
        } else if let sizes = key.sizes {
            (least, most) = ("\(sizes.lowerBound.count - 1) B", "\(sizes.upperBound.count + 1) B")
        } else if let counts = key.counts {
            (least, most) = ("\(counts.lowerBound - 1)", "\(counts.upperBound + 1)")
        } else {
            return
        }
        for value in [least, most] {
            let read = Configuration.read([], under: [CheckFile("x", says: [value], of: key)])
            #expect(read.errors.contains { $0.description.hasPrefix("x: \"\(value)\"") })
        }
    }

    @Test func theExamplesLoad() throws {
        let examples = page.components(separatedBy: "```yaml\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(examples.count == 2)
        let read = Configuration.read([CheckFile(name: "a", text: examples[0])])
        #expect(read.errors == [] && read.origins.count == 9)
        let rules = DrainRules.read(CheckFile(name: "d", text: examples[1]))
        #expect(rules.errors == [] && rules.rules?.pins.map(\.profile) == ["atlas"])
        #expect(rules.rules?.pins.first?.settle == DrainRules.Pin.usualSettle)
        for sign in DrainRules.Sign.allCases { #expect(page.contains(sign.rawValue)) }
        #expect(page.contains("number, 1 to \(DrainRules.Pin.settleAtMost)"))
    }
}
