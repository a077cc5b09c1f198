import MusterModel
import Testing

@testable import MusterChecks

/// The service's configuration: layers, defaults, and mistakes with their places.
struct ConfigurationTests {
    private func read(_ texts: String...) -> (Configuration, [String]) {
        let files = texts.enumerated().map {
            CheckFile(name: "\($0.offset).yaml", text: $0.element)
        }
        let read = Configuration.read(files)
        return (read.configuration, read.errors.map(\.description))
    }

    private static let whole = """
        format: muster-agent/1
        site: EXAMPLE-T2
        profiles: [atlas, cms]
        collector:
          urls: [https://a.example.org/, "https://b.example.org:8443/in"]
          ca: /etc/grid-security/certificates
          certificate: /etc/grid-security/hostcert.pem
          key: /etc/grid-security/hostkey.pem
          token: /etc/muster/token
          proxy: http://squid.example.org:3128
          deadline: 20 s
        schedule: {full: 2 h, brief: 10 min, smoke: never}
        binds: /data,/scratch
        images: [/cvmfs/a, /cvmfs/b]
        smoke: {images: /cvmfs/a}
        privacy: {host_name: hashed}
        spool: {bytes: 8 MiB, files: 100, floor: 1 GiB}
        """

    @Test(arguments: ["", "# nothing\n\n  # at all\n"]) func nothingIsNeeded(text: String) {
        let (configuration, errors) = read(text)
        #expect(configuration == Configuration() && errors.isEmpty)
        #expect(configuration.collector.addresses.isEmpty && configuration.site == nil)
    }

    @Test func everyKeyIsTaken() {
        let (found, errors) = read(Self.whole)
        #expect(errors.isEmpty)
        #expect(found.site == "EXAMPLE-T2" && found.profiles == ["atlas", "cms"])
        #expect(found.collector.addresses.last == "https://b.example.org:8443/in")
        #expect(found.collector.authorities == "/etc/grid-security/certificates")
        #expect(found.collector.certificate == "/etc/grid-security/hostcert.pem")
        #expect(found.collector.key == "/etc/grid-security/hostkey.pem")
        #expect(found.collector.token == "/etc/muster/token")
        #expect(found.collector.proxy == "http://squid.example.org:3128")
        #expect(found.collector.deadline == .seconds(20))
        #expect(found.looks.full == .seconds(7200) && found.looks.brief == .seconds(600))
        #expect(found.looks.smoke == nil && found.smokeImages == ["/cvmfs/a"])
        #expect(found.binds == ["/data,/scratch"] && found.images == ["/cvmfs/a", "/cvmfs/b"])
        #expect(!found.tellsHostName)
        #expect(found.spool.bytes == .mebibytes(8) && found.spool.files == 100)
        #expect(found.spool.floor == .mebibytes(1024))
    }

    @Test func aLaterFileWinsKeyByKey() {
        let (found, errors) = read(
            Self.whole,
            "format: muster-agent/1\nsite: OTHER\nschedule: {brief: 7 min}\nprofiles: [osg]")
        #expect(errors.isEmpty)
        #expect(found.site == "OTHER" && found.profiles == ["osg"])
        #expect(found.looks.brief == .seconds(420) && found.looks.full == .seconds(7200))
        #expect(found.collector.addresses.count == 2)
    }

    @Test(arguments: [
        ("site: X", "1:1: the configuration without \"format\""),
        ("format: muster-agent/2", "1:9: \"muster-agent/2\", the format is muster-agent/1"),
        ("format: muster-agent/1\nsit: X", "2:1: unknown key \"sit\""),
        ("format: muster-agent/1\nsite: \"x\\ny\"", "2:7: \"x?y\" is no site's name"),
        ("format: muster-agent/1\nsite: -x", "2:7: \"-x\" is no site's name"),
        (
            "format: muster-agent/1\ncollector: {urls: [http://a/]}",
            "2:20: \"http://a/\", needed https"
        ),
        ("format: muster-agent/1\ncollector: {urls: [\"https://u:p@a/\"]}", "without an account"),
        ("format: muster-agent/1\ncollector: {urls: [https:///x]}", "needed https://HOST"),
        ("format: muster-agent/1\ncollector: {ca: certs}", "2:17: \"certs\", an absolute path"),
        (
            "format: muster-agent/1\ncollector: {key: /k, urls: [https://a]}",
            "a certificate without its key"
        ),
        ("format: muster-agent/1\ncollector: {token: /t}", "a credential without urls"),
        ("format: muster-agent/1\nschedule: {full: 1 s}", "2:18: \"1 s\", needed from 5 min"),
        ("format: muster-agent/1\nschedule: {full: often}", "2:18: \"often\""),
        (
            "format: muster-agent/1\nschedule: {full: 5 min, brief: 1 h}",
            "brief is longer than full"
        ),
        ("format: muster-agent/1\nspool: {files: 3}", "2:16: \"3\", files are from 16"),
        ("format: muster-agent/1\nspool: {bytes: 1 kB}", "2:16: \"1 kB\", needed from 1 MiB"),
        (
            "format: muster-agent/1\nprivacy: {host_name: no}",
            "2:22: \"no\", host_name is told or hashed"
        ),
        ("format: muster-agent/1\nprofiles: []", "2:11: an empty list"),
        ("format: muster-agent/1\nbinds: {a: b}", "2:8: a mapping"),
        ("format: [", "1:"), ("- a", "1:1: a list"),
    ])
    func mistakesNameTheirPlace(text: String, error: String) {
        let (_, errors) = read(text)
        #expect(errors.contains { $0.contains(error) }, "\(errors)")
        #expect(errors.allSatisfy { $0.hasPrefix("0.yaml:") })
    }
}
