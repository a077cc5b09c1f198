import MusterModel
import Testing

@testable import MusterProbes

/// What leaves a machine does not tell which one it was, and still reads the same.
@Suite struct RedactionTests {
    /// What `text` becomes on a machine of that name.
    private func redacted(
        _ text: String, host: String? = "wn17.grid.example.edu", domains: [String] = []
    ) -> String {
        var redaction = Redaction(host: host, domains: domains)
        redaction.learn([text])
        return redaction.applied(to: text)
    }

    @Test(arguments: [
        ("wn17.grid.example.edu", "node.example.org"),
        ("WN17.Grid.Example.EDU", "node.example.org"),
        ("wn17", "node"), ("/data/wn17-a/x", "/data/node-a/x"), ("(wn17:2)", "(node:2)"),
        ("wn170 xwn17", "wn170 xwn17"), ("search grid.example.edu", "search example.org"),
        ("se.grid.example.edu", "host1.example.org"),
        ("se.grid.example.edu.pem", "host1.example.org.pem"),
        ("xgrid.example.edu", "xgrid.example.edu"), ("", ""), ("é wn17 é", "é node é"),
    ])
    func theMachineAndItsDomainAreReplaced(text: String, expected: String) {
        #expect(redacted(text) == expected)
    }

    /// A short name is a part of many paths; a common word of nearly all.
    @Test(arguments: [
        ("vm", "vm", "node"), ("vm", "Linux vm 6.1", "Linux node 6.1"),
        ("vm", "/proc/sys/vm/swappiness", "/proc/sys/vm/swappiness"), ("vm", "vm.max", "vm.max"),
        ("vm", "kvm vmx", "kvm vmx"), ("vm", "host=vm,x", "host=node,x"),
        ("debian", "ID=debian", "ID=debian"), ("localhost", "localhost", "localhost"),
        ("", "any", "any"),
    ])
    func aBareNameIsReplacedAsAWord(host: String, text: String, expected: String) {
        #expect(redacted(text, host: host) == expected)
    }

    @Test func theResolversDomainsCount() {
        #expect(
            redacted(
                "vm.site.example.edu se.site.example.edu", host: "vm", domains: ["site.example.edu"]
            )
                == "node.example.org host1.example.org")
        #expect(redacted("a.localdomain", host: "vm", domains: ["localdomain"]) == "a.localdomain")
    }

    @Test(arguments: [
        ("10.1.2.3", "192.0.2.1"), ("10.0.0.2 10.0.0.1 10.0.0.2", "192.0.2.2 192.0.2.1 192.0.2.2"),
        ("10.0.0.0/24", "192.0.2.1/24"), ("10.0.0.1:3128", "192.0.2.1:3128"),
        ("ip=10.0.0.5::10.0.0.1:255.255.255.0:x", "ip=192.0.2.2::192.0.2.1:255.255.255.0:x"),
        ("10.0.0.1-10.0.0.9", "192.0.2.1-192.0.2.2"), ("a 10.0.0.1.", "a 192.0.2.1."),
        ("2001:630:1::1", "2001:db8::1"), ("[fe80::1]:80", "[2001:db8::1]:80"),
        ("fe80::1%eth0 fe80::2/64", "2001:db8::1%eth0 2001:db8::2/64"), ("fd00:1::", "2001:db8::1"),
        ("1:2:3:4:5:6:7:8", "2001:db8::1"), ("from 2001:630::9:", "from 2001:db8::1:"),
        ("::ffff:10.0.0.1", "::ffff:192.0.2.1"),
    ])
    func addressesAreReplaced(text: String, expected: String) {
        #expect(redacted(text) == expected)
    }

    @Test(arguments: [
        "5.14.0-611.55", "1.3.6", "1.2.3.4.5", "3.10.0.1-el7", "version 2.6.32.12",
        "VERSION_ID=\"9.6.0.1\"", "0.0.0.0", "127.0.0.1", "255.255.255.0", "256.1.1.1", "1.2.3",
        "::1", "::", "12:34:56", "aa:bb:cc:dd:ee:ff", "0::/init.scope", "5:cpu,cpuacct:/docker",
        "1:name=systemd:/", "/a1::/b", "/a::ro", "0:47", "01.02.03.04", "root:x:0:0::/root:/bin/sh",
        "getty@tty1.service", "user@1000.service",
        "http://s/cvmfs/@fqrn@".replacing("http://s", with: ""),
        "http://localhost:8000", "7f0a-7f0b r-xp 00000000 08:01 1 /lib/ld-2.31.so",
        "http://cvmfsbproxy.cern.ch:3126", "http://s1cern-cvmfs.openhtc.io/cvmfs/@fqrn@",
        "http://cvmfs-stratum-one.cern.ch/cvmfs/atlas.cern.ch",
    ])
    func whatIsNobodysStays(text: String) { #expect(redacted(text) == text) }

    @Test(arguments: [
        (
            "CVMFS_HTTP_PROXY=\"http://squid1.far.example.net:3128|http://10.0.0.1:3128;DIRECT\"",
            "CVMFS_HTTP_PROXY=\"http://host1.example.org:3128|http://192.0.2.1:3128;DIRECT\""
        ),
        ("CVMFS_HTTP_PROXY=squid:3128", "CVMFS_HTTP_PROXY=host1:3128"),
        ("https://me:secret@far.example.net/x", "https://user:password@host1.example.org/x"),
        ("https://token@far.example.net/x", "https://user@host1.example.org/x"),
        ("<wn17-ops@grid.example.edu>", "<user@example.org>"),
        ("Contact: jo.doe@far.example.net,", "Contact: user@host1.example.org,"),
        (
            "1 2 0:3 / /home rw - nfs4 nfs01:/export rw",
            "1 2 0:3 / /home rw - nfs4 host1:/export rw"
        ),
        ("1 2 0:3 / /s rw - cifs //files/s rw", "1 2 0:3 / /s rw - cifs //host1/s rw"),
        ("- lustre 10.0.0.1@tcp:/scratch rw", "- lustre 192.0.2.1@tcp:/scratch rw"),
        ("http://cvmfsbproxy.far.example.net:1", "http://cvmfsbproxy1.example.org:1"),
    ])
    func machinesAreKnownByWhatStandsAroundThem(text: String, expected: String) {
        #expect(redacted(text) == expected)
    }

    /// Once recognised, a name is the same machine wherever it stands.
    @Test func aNameSeenInAURLIsReplacedEverywhere() {
        var redaction = Redaction(host: "wn17")
        redaction.learn(["http://far.example.net:3128", "near"])
        #expect(redaction.applied(to: "/keys/far.example.net") == "/keys/host1.example.org")
        #expect(
            redaction.applied(to: Question.read("/keys/far.example.net"))
                == .read("/keys/host1.example.org"))
    }

    /// A replay asks for repositories by name, also where the site's domain is theirs.
    @Test func repositoriesKeepTheirNames() {
        var redaction = Redaction(host: "b7g1.cern.ch")
        redaction.learn(["attributes /cvmfs/atlas.cern.ch", "lxplus.cern.ch"])
        for text in ["/cvmfs/atlas.cern.ch/x", "/etc/cvmfs/keys/cern.ch.pub"] {
            #expect(redaction.applied(to: text) == text)
        }
        #expect(redaction.applied(to: "lxplus.cern.ch b7g1") == "host1.example.org node")
    }

    /// Whoever compares two recordings of one machine sees what changed there.
    @Test func theOrderOfReadingDoesNotMatter() {
        let texts = ["10.0.0.9 http://b.example.net/", "http://a.example.net/ 10.0.0.1"]
        var (one, other) = (Redaction(host: "wn17"), Redaction(host: "wn17"))
        one.learn(texts)
        other.learn(texts.reversed())
        for text in texts { #expect(one.applied(to: text) == other.applied(to: text)) }
    }

    @Test func manyAddressesStayApart() {
        let all = (0..<1_000).map { "10.0.\($0 / 250).\($0 % 250 + 1)" }
        var redaction = Redaction(host: nil)
        redaction.learn(all)
        #expect(Set(all.map { redaction.applied(to: $0) }).count == 1_000)
    }

    @Test(arguments: [
        "http://", "@", "://@", "a@", "@a.bc", ":::", "....", "-", "http://@", "\u{0}",
    ])
    func tornTextsAreLeftAsTheyAre(text: String) { #expect(redacted(text) == text) }
}
