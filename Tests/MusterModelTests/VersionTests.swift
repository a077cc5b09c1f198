import MusterModel
import Testing

/// Versions as kernels, distributions and runtimes write them.
struct VersionTests {
    @Test(arguments: [
        ("3.10.0-957", "3.10.0-1160.118.1.el7"),
        ("3.10.0-957.27.2.el7.x86_64", "3.10.0-1160.118.1.el7.x86_64"),
        ("3.10.0-1160.118.1.el7", "5.14.0-611.55"),
        ("5.14.0-70", "5.14.0-611.55"),
        ("5.14.0-611.5.1.el9_7", "5.14.0-611.55.1.el9_7"),
        ("5.9.1", "5.10.0"),
        ("6.1.0-28-amd64", "6.1.0-31-amd64"),
        ("1.3.2-1.el9", "1.3.10-1.el9"),
        ("1.3.2-1.el9", "1.3.2-2.el9"),
        ("2.6.1-dist", "3.8.7-1.el8"),
        ("2.6.1", "2.6.1.1"),
        ("", "0.0.1"),
    ])
    func comesBefore(_ earlier: String, _ later: String) {
        #expect(Version(earlier) < Version(later))
        #expect(!(Version(later) < Version(earlier)))
    }

    @Test(arguments: [
        ("1.4.0-rc.2", "1.4.0"), ("1.4.0~rc.2-1.el9", "1.4.0-1.el9"), ("1.4.0rc1", "1.4.0"),
        ("6.8.0-rc7", "6.8.0"), ("1.4.0-rc.2", "1.4.0-rc.10"), ("1.4.0-beta.9", "1.4.0-rc.1"),
        ("1.4.0-alpha", "1.4.0-beta"), ("1.4.0-DEV", "1.4.0-alpha"), ("1.4.0-pre", "1.4.0-rc"),
        ("1.3.9", "1.4.0-rc.2"), ("1.4.0~", "1.4.0"),
    ])
    func preReleaseComesBeforeItsRelease(_ earlier: String, _ later: String) {
        #expect(Version(earlier) < Version(later))
        #expect(Version(earlier).compared(toLimit: Version(later)) == -1)
        #expect(Version(later).compared(toLimit: Version(earlier)) == 1)
    }

    @Test(arguments: [
        ("2.6.1-dist", "2.6.1"), ("1.3.2-1.el9", "1.3.2"), ("3.8.7-1.el8", "3.8.7"),
        ("5.14.0-611.55.1.el9_7.x86_64", "5.14.0"), ("v1.2.0", "1.2"), ("1.2", "1.2.0.0"),
        ("3.10.0-1160.el7", "3.10.0-1160"), ("1.0.3+dfsg1", "1.0.3"), ("1.2.", "1.2"),
        ("1.02.3", "1.2.3"), ("1.4.0-rc2", "1.4.0-rc.2"), ("0:1.4", "1.4"),
    ])
    func equalsAtTheLimitsPrecision(_ version: String, _ limit: String) {
        #expect(Version(version).compared(toLimit: Version(limit)) == 0)
    }

    @Test(arguments: [
        ("3.10.0-957.el7", "3.10.0-1160", -1), ("3.10.0-1160.118.1.el7", "3.10.0-957", 1),
        ("3.10.0", "3.10.0-957", -1), ("5.14.0-611.55", "5.14.0-611.55", 0),
        ("5.14.0-611.55.1", "5.14.0-611.55", 1), ("4.18.0-553", "3.10.0-1160", 1),
        ("1.3.2-1.el9", "1.3.3", -1), ("1.4.3", "1.4", 1), ("1:1.0", "2.0", 1),
        ("1.0", "1:0.1", -1),
    ])
    func comparesToALimit(_ version: String, _ limit: String, _ expected: Int) {
        #expect(Version(version).compared(toLimit: Version(limit)) == expected)
    }

    @Test func epochOutweighsEverything() {
        #expect(Version("9.9.9-9") < Version("1:0.1"))
        #expect(Version("1:9") < Version("2:1"))
        #expect(Version("1:2.3").epoch == 1 && Version("1:2.3").upstream == [2, 3])
        #expect(Version("12").epoch == 0)
    }

    @Test(arguments: [
        "", " ", "v", "unknown", "-1", ".5", "~rc1", ":", "1:", "\u{0}", "\u{661}.\u{662}", "é1",
        long("v"), "git-2024",
    ])
    func junkHasNothingToCompareAndKeepsItsText(_ text: String) {
        let version = Version(text)
        #expect(!version.isComparable)
        #expect(version.description == text)
    }

    @Test func junkBehindTheNumbersEndsThem() {
        #expect(Version("1.2.x.4").upstream == [1, 2])
        #expect(Version("1..2").upstream == [1])
        #expect(Version("3.10.0-1160.el7.5").release == [1160])
        #expect(Version("6.1.0-28-amd64").release == [28])
        #expect(Version("1.2\u{0}.3").upstream == [1, 2])
    }

    @Test(arguments: [
        ("1.0", "1.10000000000000000"), ("999999999999999", "1000000000000000"),
        ("1.999999999999999", "1.99999999999999999999999999"),
        ("0000000000000000000000000000007", "8"), ("6", "0000000000000000000000000000007"),
        ("20241015123045", "20241015123046"),
    ])
    func hugeNumbersKeepTheirOrder(_ earlier: String, _ later: String) {
        #expect(Version(earlier) < Version(later))
    }

    @Test func longTextsAreReadOnce() {
        #expect(Version(long("1.")).upstream.count > 9_000)
        #expect(Version(long("9")).upstream.count == 1)
        #expect(Version("1.0-" + long("rc.")).preRelease != nil)
    }
}
