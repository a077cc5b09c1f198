import MusterModel
import Testing

@testable import MusterProbes

/// The texts in and around images: release files, build dates, bytes as text.
@Suite struct ImageTextTests {
    @Test(arguments: [
        ("Scientific Linux CERN SLC release 5.11 (Boron)\n", "el5", "scientific"),
        ("CentOS release 6.9 (Final)\n", "el6", "centos"),
        ("Scientific Linux release 6.10 (Carbon)\n", "el6", "scientific"),
        ("CentOS Linux release 7.9.2009 (Core)\n", "el7", "centos"),
    ])
    func oldReleasesHaveAGeneration(text: String, generation: String, os: String) throws {
        let image = try ImageSystem([nil, nil, text], "i")
        #expect(image.generation == generation)
        #expect(image.system.id == os)
    }

    @Test(
        arguments: [
            ([nil, nil, nil], Absence.Reason.absent),
            (["", nil, "CentOS release 6.9"], .malformed),
            ([nil, nil, "nonsense"], .malformed),
        ] as [([String?], Absence.Reason)])
    func withoutAReleaseFileThereIsNoSystem(texts: [String?], reason: Absence.Reason) {
        let error = #expect(throws: Absence.self) { try ImageSystem(texts, "i") }
        #expect(error?.reason == reason)
    }

    @Test(arguments: [
        ("2021-06-03T08:36:28Z", "2021-06-03"), ("Thursday_3_June_2021_8:36:28_UTC", "2021-06-03"),
        ("Monday_30_February_2021_8:36:28_UTC", nil), ("", nil), ("yesterday", nil),
        ("a_b_June_2021", nil),
    ])
    func buildDatesAreReadAsRuntimesWriteThem(text: String, day: String?) {
        #expect(ImageBuildDate.day(in: text)?.description == day)
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5, 100, 1000])
    func bytesTravelAsText(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        #expect(Base64.bytes(in: Base64.text(of: bytes)) == bytes)
    }

    @Test(arguments: ["A", "AA", "AAA", "A===", "====", "AB==", "AAB=", "A=AA", "AA==AA==", "Aé=="])
    func whatIsNotWrittenSoIsRefused(_ text: String) {
        #expect(Base64.bytes(in: text) == nil)
    }
}
