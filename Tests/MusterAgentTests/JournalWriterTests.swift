import AuditExamples
import CSystemd
import Foundation
import MusterModel
import Testing

@testable import MusterAgent

struct JournalWriterTests {
    private let entries = AuditExample.troubled.report.journalEntries

    /// A datagram socket on which somebody listens and never reads, in a folder
    /// of its own.
    private func withListener(_ body: (_ path: String, _ descriptor: Int32) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "muster-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "socket").path
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        try body(path, descriptor)
    }

    private func connected(to path: String) throws -> Int32 {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let answer = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(answer == 0)
        return descriptor
    }

    @Test(arguments: ["/nowhere/socket", "", "/" + String(repeating: "x", count: 200)])
    func missingSocketIsNoJournal(path: String) {
        let writer = JournalWriter(socket: path, patience: .zero) { _, _ in 0 }
        #expect(writer.write(entries) == .noJournal)
    }

    @Test func socketThatNobodyHoldsIsNoJournal() throws {
        var left = ""
        try withListener { path, descriptor in
            close(descriptor)
            left = path
            let writer = JournalWriter(socket: left, patience: .zero) { _, _ in 0 }
            #expect(writer.write(entries) == .noJournal)
        }
    }

    @Test func everyFieldIsFramedByItsOwnLength() throws {
        try withListener { path, _ in
            let fields = entries[0].fields
            let expected = fields.map { "\($0.name)=\($0.value)" }
            let writer = JournalWriter(socket: path, patience: .zero) { vectors, count in
                let sent = UnsafeBufferPointer(start: vectors, count: Int(count)).map {
                    String(
                        decoding: UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len),
                        as: UTF8.self)
                }
                return sent == expected ? 0 : -EBADMSG
            }
            #expect(writer.write([entries[0]]) == .delivered(1))
        }
    }

    @Test(arguments: [
        (-ENOSYS, JournalWriter.Delivery.noLibrary), (-EPERM, .refused(EPERM, after: 0)),
        (0, .delivered(6)),
    ])
    func answersAreTold(answer: Int32, expected: JournalWriter.Delivery) throws {
        try withListener { path, _ in
            let writer = JournalWriter(socket: path, patience: .zero) { _, _ in answer }
            #expect(writer.write(entries) == expected)
        }
    }

    @Test func fullQueueIsStuckAndNeverBlocks() throws {
        try withListener { path, _ in
            let filler = try connected(to: path)
            defer { close(filler) }
            var sent = 0
            while sent < 100_000, send(filler, "x", 1, 0) == 1 { sent += 1 }
            try #require(sent > 0 && sent < 100_000)
            let writer = JournalWriter(socket: path, patience: .zero) { _, _ in 0 }
            #expect(writer.write(entries) == .stuck(after: 0))
        }
    }

    @Test func nothingToSendIsDelivered() throws {
        try withListener { path, _ in
            let writer = JournalWriter(socket: path, patience: .zero) { _, _ in -EPERM }
            #expect(writer.write([]) == .delivered(0))
        }
    }
}
