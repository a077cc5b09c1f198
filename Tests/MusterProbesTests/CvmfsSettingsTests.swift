import MusterModel
import Testing

@testable import MusterProbes

@Suite struct CvmfsSettingsTests {
    @Test func readsValuesWithTheirFiles() throws {
        let name = try #require(CvmfsName("a.example.org"))
        let settings = try CvmfsSettings(
            showconfig: """
                CVMFS_REPOSITORY_NAME=a.example.org
                CVMFS_CLIENT_PROFILE=    # from /etc/cvmfs/default.conf
                CVMFS_CACHE_DIR=/var/lib/cvmfs/shared
                CVMFS_QUOTA_LIMIT=20000    # from /etc/cvmfs/default.local
                CVMFS_SERVER_URL=http://s/x=y;z    # from /etc/cvmfs/domain.d/example.org.conf
                no such line
                """, of: name)
        #expect(settings.reader == .showconfig)
        #expect(try settings.quota() == .mebibytes(20000))
        #expect(settings.origin("CVMFS_QUOTA_LIMIT") == "/etc/cvmfs/default.local")
        #expect(try settings.text("CVMFS_CACHE_DIR") == "/var/lib/cvmfs/shared")
        #expect(try settings.text("CVMFS_SERVER_URL") == "http://s/x=y;z")
        #expect(throws: Absence.self) { try settings.text("CVMFS_CLIENT_PROFILE") }
    }

    @Test(arguments: [
        "", "Usage: cvmfs_config <command>", "CVMFS_REPOSITORY_NAME=a.example.org\n",
        "CVMFS_REPOSITORY_NAME=b.example.org\nCVMFS_QUOTA_LIMIT=1\n", "A=1\n",
    ])
    func otherOutputIsMalformed(output: String) throws {
        let name = try #require(CvmfsName("a.example.org"))
        #expect(throws: Absence.self) { try CvmfsSettings(showconfig: output, of: name) }
    }

    @Test(arguments: [
        ("4000", "4,000 MiB"), ("-1", "none"), ("0", "0 B"), ("", "absent"),
        ("4000\r", "malformed"),
        ("-2", "malformed"), ("4 GB", "malformed"), ("9999999999999999999", "malformed"),
    ])
    func quotasCountMebibytes(value: String, expected: String) {
        let setting = ShellSetting(value: .text(value), origin: "/f:1")
        let settings = CvmfsSettings(
            reader: .files, settings: ["CVMFS_QUOTA_LIMIT": setting], unevaluated: [])
        do throws(Absence) {
            let quota = try settings.quota()
            #expect((quota?.description ?? "none") == expected)
        } catch {
            #expect(error.reason.rawValue == expected)
        }
    }

    @Test(arguments: [("yes", true), ("ON", true), ("1", true), ("no", false), ("off", false)])
    func switchesAreReadAsTheToolDoes(word: String, expected: Bool) throws {
        let setting = ShellSetting(value: .text(word), origin: "/f:1")
        let settings = CvmfsSettings(reader: .files, settings: ["X": setting], unevaluated: [])
        #expect(try settings.flag("X") == expected)
    }
}
