import MusterModel
import Testing

@testable import MusterProbes

/// The kernel's table of mounts, as text.
@Suite struct MountTableTests {
    private static let root = "1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw"

    private static func table(_ lines: String...) throws -> MountTable {
        try MountTable(parsing: ([root] + lines).joined(separator: "\n") + "\n", from: "text")
    }

    @Test func everyFieldIsTaken() throws {
        let line: Substring =
            "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - fuse.sshfs me@host ro,allow_other"
        let mount = try #require(Mount(line: line))
        #expect((mount.id, mount.parent, mount.device) == (36, 35, "98:0"))
        #expect((mount.root, mount.point, mount.type) == ("/mnt1", "/mnt2", "fuse.sshfs"))
        #expect(mount.source == "me@host" && mount.options == ["rw", "noatime"])
        #expect(mount.superOptions == ["ro", "allow_other"] && mount.mayBlock)
    }

    @Test(arguments: [
        (#"/a\040b"#, "/a b"), (#"/a\011b\012c"#, "/a\tb\nc"), (#"/a\134040"#, #"/a\040"#),
        (#"/\303\251"#, "/é"), (#"/a\043"#, "/a#"), (#"/a\04"#, #"/a\04"#), (#"/a\"#, #"/a\"#),
        (#"/a\777"#, #"/a\777"#), (#"/a\+12"#, #"/a\+12"#), (#"/a\089"#, #"/a\089"#),
        (#"/a\377"#, "/a\u{FFFD}"),
    ])
    func octalEscapesAreUndone(written: String, meant: String) throws {
        let line = "2 1 0:5 / \(written) rw - tmpfs none rw"
        #expect(try #require(Mount(line: line[...])).point == meant)
    }

    @Test(arguments: [
        ("", "private"), ("shared:1", "shared"), ("master:7", "slave"),
        ("shared:3 master:7", "shared,slave"), ("master:7 propagate_from:2", "slave"),
        ("unbindable", "unbindable"), ("shared:3 later:1", "shared"), ("later:1", "private"),
    ])
    func tagsBecomeAPropagationWord(tags: String, word: String) throws {
        let line = "2 1 0:5 / /a rw \(tags.isEmpty ? "" : tags + " ")- tmpfs none rw"
        #expect(try #require(Mount(line: line[...])).propagationWord == word)
    }

    @Test func anEmptySourceShiftsNothing() throws {
        let mount = try #require(Mount(line: "2 1 0:5 / /a rw - tmpfs  rw,size=4k"))
        #expect(mount.source == "" && mount.superOptions == ["rw", "size=4k"])
    }

    @Test func aLineWithoutSuperOptionsReads() throws {
        #expect(try #require(Mount(line: "2 1 0:5 / /a rw - tmpfs none")).superOptions == [])
    }

    @Test(arguments: [
        "", " ", "1", "1 0 8:1 / / rw", "1 0 8:1 / / - ext4 x rw", "x 0 8:1 / / rw - ext4 x rw",
        "1 x 8:1 / / rw - ext4 x rw", "1 0 8:1 / relative rw - ext4 x rw", "1 0 8:1 / / rw - ext4",
        "\u{0}\u{1}\u{FF}", "1  0 8:1 / / rw - ext4 x rw", "- - - - - - - - -",
    ])
    func whatIsNoLineIsRefused(_ line: String) {
        #expect(Mount(line: line[...]) == nil)
    }

    @Test(arguments: ["", "\n\n", "junk", root + "\n1 0 8:1 / /x"])
    func aTableWithoutMountsOrWithJunkIsMalformed(_ text: String) {
        let error = #expect(throws: Absence.self) {
            try MountTable(parsing: text, from: "/proc/1/mountinfo")
        }
        #expect(error?.reason == .malformed)
        #expect(error?.detail.hasPrefix("/proc/1/mountinfo: ") == true)
    }

    /// A mount's source is chosen by whoever mounts, ordinary users included: a
    /// combining character must not glue it to the space before it.
    @Test func combiningCharactersGlueNothing() throws {
        let line = "2 1 0:5 / /a rw - fuse.x \u{301}host rw\r"
        let table = try Self.table(line, "3 1 0:6 / /b rw - tmpfs none rw")
        #expect(table.mounts.count == 3)
        #expect(table.mounts[1].type == "fuse.x" && table.mounts[1].source == "\u{301}host")
        #expect(table.covering("/a/\u{301}x")?.point == "/a")
    }

    @Test func namesThatOnlyLookAlikeAreDifferent() throws {
        let table = try Self.table(
            "2 1 0:5 / /caf\u{E9} rw - tmpfs a rw", "3 1 0:6 / /cafe\u{301} rw - fuse b rw")
        #expect(table.covering("/caf\u{E9}/x")?.source == "a")
        #expect(table.mounted(on: "/caf\u{E9}")?.source == "a")
    }

    @Test(arguments: [
        ("/", "/"), ("/etc", "/"), ("/cvmfs", "/cvmfs"), ("/cvmfs/", "/cvmfs"),
        ("/cvmfs2", "/"), ("/cvmfs/a/b", "/cvmfs/a"), ("/cvmfs/ab", "/cvmfs"),
    ])
    func theLongestPointCovers(path: String, point: String) throws {
        let table = try Self.table(
            "2 1 0:5 / /cvmfs rw - autofs /etc/auto.cvmfs rw",
            "3 2 0:6 / /cvmfs/a rw - fuse cvmfs2 ro")
        #expect(table.covering(path)?.point == point)
    }

    @Test func theLastOfSeveralOnOnePointCovers() throws {
        let table = try Self.table(
            "2 1 0:5 / /a rw - tmpfs lower rw", "3 2 0:6 / /a rw - tmpfs upper rw")
        #expect(table.covering("/a/b")?.source == "upper")
        #expect(table.mounted(on: "/a")?.source == "upper")
        #expect(table.mounted(on: "/a/b") == nil)
    }

    /// mount a on /a, b on /a/b, c on /a: b is out of reach although its point is
    /// the longest.
    @Test(arguments: [2, 1])
    func whatIsMountedOverHidesWhatLaysBelow(parentOfUpper: Int) throws {
        let table = try Self.table(
            "2 1 0:5 / /a rw - tmpfs lower rw", "3 2 0:6 / /a/b rw - fuse hidden rw",
            "4 \(parentOfUpper) 0:7 / /a rw - tmpfs upper rw")
        #expect(table.covering("/a/b/c")?.source == "upper")
        #expect(table.covering("/a")?.source == "upper")
    }

    /// move_mount(2) can slip a mount in below the one on top: it comes later in the
    /// table and is not seen.
    @Test func whatWasMountedBeneathIsNotSeen() throws {
        let table = try Self.table(
            "2 3 0:5 / /a rw - tmpfs top rw", "3 1 0:6 / /a rw - fuse beneath rw")
        #expect(table.covering("/a/b")?.source == "top")
        #expect(table.mounted(on: "/a")?.source == "top")
    }

    @Test func aParentFolderMountedOverHidesTheWholeBranch() throws {
        let table = try Self.table(
            "2 1 0:5 / /srv/x/y rw - nfs server:/ rw", "3 2 0:6 / /srv/x/y/z rw - fuse deep rw",
            "4 1 0:7 / /srv rw - tmpfs upper rw", "5 4 0:8 / /srv/x rw - ext4 inner rw")
        #expect(table.covering("/srv/x/y/z")?.source == "inner")
        #expect(table.covering("/srv/other")?.source == "upper")
    }

    /// In a chroot the table has no root, and in a recording ids may be odd.
    @Test func oddParentsStillGiveTheLongestPoint() throws {
        let rootless = try MountTable(
            parsing: "7 6 0:5 / /a rw - tmpfs t rw", from: "text")
        #expect(rootless.covering("/a/b")?.point == "/a" && rootless.covering("/b") == nil)
        let circle = try MountTable(
            parsing: "1 1 0:4 / / rw - rootfs r rw\n3 2 0:5 / /a rw - tmpfs t rw\n"
                + "2 3 0:6 / /a/b rw - tmpfs u rw", from: "text")
        #expect(circle.covering("/a/b/c")?.point == "/a/b")
    }

    @Test func aHugeTableIsReadAndSearchedQuickly() throws {
        let lines = (2...20_000).map { "\($0) 1 0:\($0) / /cvmfs/r\($0) rw - fuse cvmfs2 ro" }
        let start = Moment.now
        let table = try MountTable(
            parsing: ([Self.root] + lines).joined(separator: "\n"), from: "text")
        #expect(table.mounts.count == 20_000)
        #expect(table.covering("/cvmfs/r19999/x")?.device == "0:19999")
        #expect(Moment.now - start < 5_000)
    }

    @Test(arguments: ["nfs", "nfs4", "fuse", "fuse.sshfs", "autofs", "cifs", "lustre", "9p", "new"])
    func whatIsNotKnownAsLocalMayBlock(_ type: String) throws {
        #expect(try #require(Mount(line: "2 1 0:5 / /a rw - \(type) x rw")).mayBlock)
    }

    @Test(arguments: ["ext4", "xfs", "tmpfs", "overlay", "proc", "cgroup2", "squashfs"])
    func localFileSystemsAreTouchedAtOnce(_ type: String) throws {
        #expect(try #require(Mount(line: "2 1 0:5 / /a rw - \(type) x rw")).mayBlock == false)
    }

    @Test(arguments: [
        ("/cvmfs/a/b", "a"), ("/cvmfs/a", "a"), ("/cvmfs", ""), ("/other/a", ""),
    ])
    func namesBelowAnAutomounterAreMountsOfTheirOwn(path: String, name: String) throws {
        let autofs = try #require(Mount(line: "2 1 0:5 / /cvmfs rw - autofs map rw"))
        #expect(autofs.automountName(in: path) == name)
        let fuse = try #require(Mount(line: "2 1 0:5 / /cvmfs rw - fuse map rw"))
        #expect(fuse.automountName(in: path) == "")
        #expect(fuse.hung.detail == "/cvmfs (fuse, connection 5) does not answer")
        #expect(autofs.hung.detail == "/cvmfs (autofs) does not answer")
    }
}
