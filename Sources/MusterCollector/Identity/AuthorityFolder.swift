internal import Foundation
internal import NIOSSL
internal import Synchronization
internal import X509

/// A folder of authorities and what they took back, as IGTF lays it out.
final class AuthorityFolder: Sendable {
    private struct Lists {
        var read: Date
        var lists: [RevocationList]
        var unread: [String]
    }

    private let path: String
    private let lists = Mutex<Lists?>(nil)

    /// Lists are read anew after so long: fetch-crl renews them a few times a day.
    private static let freshFor: TimeInterval = 60

    init(_ path: String) { self.path = path }

    /// Every authority, once.
    /// - Throws: Foundation's and NIOSSL's errors.
    func authorities() throws -> [NIOSSLCertificate] {
        var seen: Set<[UInt8]> = []
        var all: [NIOSSLCertificate] = []
        for name in try names(where: { $0.hasSuffix(".pem") || $0.hasSuffix(".0") }) {
            for one in try NIOSSLCertificate.fromPEMFile(path + "/" + name)
            where seen.insert(try one.toDERBytes()).inserted {
                all.append(one)
            }
        }
        return all
    }

    /// Why a certificate is worth nothing though its chain is whole; nil where it is good.
    ///
    /// A list that does not read, or is older than it may be, makes every certificate of
    /// its authority worthless: nobody knows what was taken back.
    func objection(to certificate: Certificate, at now: Date) -> String? {
        if now > certificate.notValidAfter { return "the certificate has expired" }
        let current = current(at: now)
        if let first = current.unread.first { return "\(first): no revocation list" }
        let serial = RevocationList.plain(certificate.serialNumber.bytes)
        for list in current.lists where list.issuer == certificate.issuer {
            if let end = list.nextUpdate, now > end {
                return "the revocation list of \(list.issuer) ended \(end)"
            }
            if list.serials.contains(serial) { return "the certificate was revoked" }
        }
        return nil
    }

    private func current(at now: Date) -> Lists {
        lists.withLock { lists in
            if let lists, now.timeIntervalSince(lists.read) < Self.freshFor { return lists }
            let fresh = read(at: now)
            lists = fresh
            return fresh
        }
    }

    private func read(at now: Date) -> Lists {
        var result = Lists(read: now, lists: [], unread: [])
        for name in (try? names(where: { $0.hasSuffix(".r0") })) ?? [] {
            do {
                let data = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
                result.lists.append(try RevocationList(data))
            } catch { result.unread.append(name) }
        }
        return result
    }

    private func names(where isMeant: (String) -> Bool) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter(isMeant).sorted()
    }
}
