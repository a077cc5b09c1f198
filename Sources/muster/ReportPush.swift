import CLinux
import Glibc
import MusterAgent
import MusterModel
import MusterProbes

/// One report on its way to a collector, prepared before the audit so that mistakes in
/// the call cost no audit.
struct ReportPush {
    private let push: Push
    private let authority: String

    /// A push as asked; nil where none was.
    /// - Throws: a usage error, or ``AuditFailure`` for a file that cannot be read.
    init?(_ options: PushOptions) throws {
        guard let target = try options.target() else { return nil }
        authority = target.authority
        push = Push(
            to: target, token: try options.tokenFile.map(Self.token),
            trusting: try options.pushCA.map(Self.authorities), within: options.patience,
            version: Muster.version)
    }

    /// Sends the report.
    ///
    /// - Parameter vocabulary: tells the kinds of gauges that are missing.
    /// - Throws: ``PushFailure``.
    func send(
        _ report: AuditReport, by vocabulary: Vocabulary
    ) throws(PushFailure) -> String {
        guard let host = report.identity.hostName,
            let id = ReportID(
                site: report.site, node: host, incarnation: ReportID.newIncarnation(),
                sequence: 1)
        else { throw .notSent("this machine has no host name to report under") }
        let envelope: Envelope
        do {
            envelope = try Envelope(report, as: id, at: Int64(time(nil)), by: vocabulary)
        } catch { throw .notSent(error.description) }
        // The audit has taken them; whoever waits for a slow collector may still say so.
        muster_give_signals_back()
        let receipt = try push.send(envelope, by: try Self.carrier())
        let known = receipt == .known ? "had it already" : "stored"
        return "\(known) as \(id.incarnation)/\(id.sequence)"
    }

    /// Libcurl where libraries load, else the program.
    private static func carrier() throws(PushFailure) -> Push.Carrier {
        if muster_loads_libraries() != 0 { return .ourselves }
        guard let curl = NamedProgram.path(of: "curl") else {
            throw .notSent("no program curl on PATH, and this build carries no TLS of its own")
        }
        return .curl(curl)
    }

    /// Sends the report and says on standard error what came of it.
    /// - Returns: whether the collector has it.
    func tell(_ report: AuditReport, by vocabulary: Vocabulary) -> Bool {
        do throws(PushFailure) {
            Terminal.say("muster: pushed to \(authority): \(try send(report, by: vocabulary))\n")
            return true
        } catch {
            Terminal.say("muster: not pushed to \(authority): \(error)\n")
            return false
        }
    }

    private static func token(in path: String) throws -> String {
        let text: String
        do { text = try SmallFile.text(path) } catch {
            throw AuditFailure(.noInput, "--token-file: \(error)")
        }
        let token = String(text.drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
        let rest = text.drop(while: \.isWhitespace).dropFirst(token.count)
        guard Push.isToken(token), rest.allSatisfy(\.isWhitespace) else {
            throw AuditFailure(
                .configuration, "--token-file: \(path): needed one bearer token (RFC 6750)")
        }
        return token
    }

    /// A file or folder of certificates that a person named.
    /// - Throws: ``AuditFailure`` where there is neither.
    static func authorities(at path: String) throws -> Push.Authorities {
        do {
            let whole = try NamedPath.absolute(path)
            switch try SmallFile.kind(of: path) {
            case .folder: return .folder(whole)
            case .file: return .file(whole)
            case nil: throw AuditFailure(.noInput, "--push-ca: \(path): no such file or folder")
            default: throw AuditFailure(.noInput, "--push-ca: \(path): needed a file or folder")
            }
        } catch let error as SmallFile.Unreadable {
            throw AuditFailure(.noInput, "--push-ca: \(error)")
        } catch let error as Absence {
            throw AuditFailure(.noInput, "--push-ca: \(error.detail)")
        }
    }
}
