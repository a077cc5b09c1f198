import Glibc
import MusterModel
import Testing

@testable import MusterProbes

/// The small parts that observers are made of.
@Suite struct ObserverPartsTests {
    /// The kernel cuts a process name behind 15 bytes (TASK_COMM_LEN, prctl(2)),
    /// and a cut name is never found again.
    @Test(arguments: [
        "0:0", "0:47", "0:1048575", "8:1", "253:12", "259:1048575", "4095:1048575", "junk", "",
    ])
    func anObserversNameFitsTheKernel(_ device: String) {
        let name = StuckObserver.name(of: device)
        #expect(name.utf8.count <= 15 && name.hasPrefix("muster:"), "\(name)")
    }

    @Test func everyDeviceHasANameOfItsOwn() {
        let devices = ["0:1", "1:0", "0:17", "1:1", "17:0", "0:4097", "4095:1048575", "4095:1"]
        #expect(Set(devices.map(StuckObserver.name)).count == devices.count)
    }

    @Test func nobodyIsStuckOnADeviceThatIsNone() {
        #expect(StuckObserver.find("4094:1048574") == nil)
        #expect(StuckObserver(0) == nil && StuckObserver(-1) == nil)
    }

    @Test func aLivingProcessHasAnAgeAndNoPendingKill() throws {
        let found = try #require(StuckObserver(getpid()))
        #expect(found.age >= 0 && found.age < 3_600_000 && !found.isKilled)
    }

    @Test func requestsAreReadBack() throws {
        for account in [nil, Account.ordinary] {
            let request = Observer.Request(.run(["/bin/x", "é\n"]), as: account, patience: 700)
            let read = try #require(Observer.Request(line: request.line))
            #expect(read.question == request.question && read.account == account)
            #expect(read.patience == 700 && !request.line.contains(UInt8(ascii: "\n")))
        }
    }

    @Test(arguments: [
        "", "{}", "[1]", #"{"question":"read /a"}"#, #"{"patience":1}"#,
        #"{"question":"read a","patience":1}"#, #"{"question":"read /a","patience":"1"}"#,
        #"{"question":"read /a","patience":1}{"#,
    ])
    func whatIsNoRequestIsRefused(_ text: String) {
        #expect(Observer.Request(line: Array(text.utf8)) == nil)
    }

    @Test func aMomentCountsMilliseconds() {
        let start = Moment(milliseconds: 100)
        #expect(start + 50 - start == 50 && start < start + 1 && start + -1 < start)
        #expect((Moment.now + -1_000).pollTimeout == 0)
        let ahead = (Moment.now + 60_000).pollTimeout
        #expect(ahead > 50_000 && ahead <= 60_000)
        #expect((Moment.now + .max / 2).pollTimeout == .max)
        let before = Moment.now
        #expect(before <= Moment.now)
    }

    @Test(arguments: [
        ("attempt userns", true), ("attempt overlay-privileged /tmp", true), ("userns", false),
        ("attempt", false), ("read /etc/passwd", false), ("attempt overlay-privileged tmp", false),
    ])
    func onlyAttemptsAreMade(text: String, isOne: Bool) {
        #expect((AttemptRun(text) != nil) == isOne)
    }

    @Test(arguments: [
        (EPERM, "EPERM"), (ENOSPC, "ENOSPC"), (EUSERS, "EUSERS"), (77, "errno 77"), (0, "errno 0"),
    ])
    func errorsHaveNames(code: Int32, name: String) { #expect(ErrnoName.of(code) == name) }

    @Test(arguments: [
        (ENOENT, Absence.Reason.absent), (ENOTDIR, .absent), (ENODATA, .absent),
        (EACCES, .forbidden), (EPERM, .forbidden), (EOPNOTSUPP, .unsupported),
        (ENOSYS, .unsupported), (ETIMEDOUT, .timedOut), (EIO, .malformed), (ELOOP, .malformed),
        (ESTALE, .malformed), (ENOTCONN, .malformed),
    ])
    func errorsBecomeAbsences(code: Int32, reason: Absence.Reason) {
        let absence = Absence(errno: code, "/a")
        #expect(absence.reason == reason && absence.detail.hasPrefix("/a: "))
    }
}

/// Lines over real pipes.
@Suite struct LineBufferTests {
    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw Absence(errno: errno, "pipe") }
        return (ends[0], ends[1])
    }

    private func send(_ text: String, to end: Int32) {
        #expect(write(end, text, text.utf8.count) == text.utf8.count)
    }

    @Test func aLineIsWholeWhenItsEndCame() throws {
        let (input, output) = try Self.pipe()
        defer { close(input) }
        var buffer = LineBuffer()
        for part in ["a", "b\u{0}", "é"] {
            send(part, to: output)
            #expect(buffer.read(from: input) == .waiting)
        }
        send("\n", to: output)
        #expect(buffer.read(from: input) == .line(Array("ab\u{0}é".utf8)))
        send("\n", to: output)
        #expect(buffer.read(from: input) == .line([]))
        send("no end", to: output)
        close(output)
        #expect(buffer.read(from: input) == .waiting)
        #expect(buffer.read(from: input) == .ended)
    }

    @Test func aClosedPipeHasEnded() throws {
        let (input, output) = try Self.pipe()
        close(output)
        var buffer = LineBuffer()
        #expect(buffer.read(from: input) == .ended)
        close(input)
        #expect(buffer.read(from: -1) == .ended)
    }

    @Test func aLineWithoutBoundEnds() throws {
        let (input, output) = try Self.pipe()
        defer {
            close(input)
            close(output)
        }
        let block = [UInt8](repeating: 120, count: 65_536)
        var (buffer, taken) = (LineBuffer(), 0)
        while taken <= 2 * LineBuffer.bytesAtMost {
            #expect(block.withUnsafeBytes { write(output, $0.baseAddress, $0.count) } > 0)
            if buffer.read(from: input) == .ended { break }
            taken += block.count
        }
        #expect(taken <= LineBuffer.bytesAtMost + block.count)
    }

    @Test func nothingToReadIsNoEnd() throws {
        let (input, output) = try Self.pipe()
        defer {
            close(input)
            close(output)
        }
        #expect(fcntl(input, F_SETFL, O_NONBLOCK) == 0)
        var buffer = LineBuffer()
        #expect(buffer.read(from: input) == .waiting)
    }

    @Test func aLineIsWrittenWhole() throws {
        let (input, output) = try Self.pipe()
        defer {
            close(input)
            close(output)
        }
        #expect(writeLine(Array("x y".utf8), to: output))
        var buffer = LineBuffer()
        #expect(buffer.read(from: input) == .line(Array("x y".utf8)))
        #expect(!writeLine([1], to: -1))
    }
}
