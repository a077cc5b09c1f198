internal import CCurl
internal import Glibc
internal import MusterModel

/// Carries out one order, once, in this very process: the only place where libcurl is
/// opened, and therefore only ever a child.
public struct DeliveryRun: Sendable {
    private let order: DeliveryOrder
    private let body: [UInt8]

    /// A run that has sent nothing yet.
    public init(_ order: DeliveryOrder, body: [UInt8]) {
        self.order = order
        self.body = body
    }

    /// Sends the body and reads the answer. The process's environment is gone
    /// afterwards.
    public func perform() -> DeliveryOutcome {
        muster_forget_environment()
        let token: String?
        do { token = try bearer() } catch { return .failed(.token, error.description) }
        let list: String?
        do { list = try revocationList() } catch {
            return .failed(.authorities, error.description)
        }
        if let unreadable = [order.certificate, order.key].compactMap(\.self)
            .first(where: { access($0, R_OK) != 0 })
        {
            return .failed(.credential, "\(unreadable): \(String(cString: strerror(errno)))")
        }
        var (content, headers) = (body, ["Accept: application/json"])
        if let asking = order.asking {
            let tags = asking.map { "\"\($0)\"" }.joined(separator: ", ")
            if !tags.isEmpty { headers.append("If-None-Match: \(tags)") }
        } else {
            headers += ["Content-Type: application/json", "Expect:"]
            if let packed = Self.gzip(body) {
                content = packed
                headers.append("Content-Encoding: gzip")
            }
        }
        if let key = order.vouching { headers.append("Muster-Key: \(key)") }
        if let token { headers.append("Authorization: Bearer \(token)") }
        return post(content, headers, list)
    }

    private func bearer() throws(WireError) -> String? {
        switch order.token {
        case nil: return nil
        case .text(let text): return text
        case .file(let path):
            let text = String(decoding: try Self.bytes(of: path, atMost: 32_768), as: UTF8.self)
            let words = text.split(whereSeparator: \.isWhitespace)
            guard words.count == 1, Push.isToken(String(words[0])) else {
                throw WireError("\(path): needed one bearer token (RFC 6750)")
            }
            return String(words[0])
        }
    }

    /// A file that makes libcurl ask for revocation lists; OpenSSL then looks up the
    /// others in the folder by their hash.
    private func revocationList() throws(WireError) -> String? {
        guard order.needsRevocationLists, case .folder(let folder) = order.authorities else {
            return nil
        }
        guard let stream = opendir(folder) else {
            throw WireError("\(folder): \(String(cString: strerror(errno)))")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream), names.count < 10_000 {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".r0") { names.append(folder + "/" + name) }
        }
        let mark = Array("-----BEGIN X509 CRL-----".utf8)
        let list = names.sorted().first { path in
            let head = try? Self.bytes(of: path, atMost: 1 << 24)
            return head?.starts(with: mark) ?? false
        }
        guard let list else {
            throw WireError("\(folder): no revocation list (*.r0, PEM), needed one an authority")
        }
        return list
    }

    /// The whole of a small regular file.
    private static func bytes(of path: String, atMost: Int) throws(WireError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw WireError("\(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw WireError("\(path): needed a file")
        }
        guard status.st_size <= atMost else {
            throw WireError("\(path): \(status.st_size) bytes, needed at most \(atMost)")
        }
        return InputBytes(file).rest(atMost: atMost) ?? []
    }

    /// The body compressed; nil where zlib is missing or it would not become less.
    private static func gzip(_ body: [UInt8]) -> [UInt8]? {
        guard body.count > 256 else { return nil }
        let packed = [UInt8](unsafeUninitializedCapacity: body.count) { room, count in
            let size = muster_gzip(body, body.count, room.baseAddress, room.count)
            count = max(0, size)
        }
        return packed.isEmpty ? nil : packed
    }

    private func post(
        _ content: [UInt8], _ headers: [String], _ list: String?
    ) -> DeliveryOutcome {
        var (file, folder): (String?, String?)
        switch order.authorities {
        case .file(let path): file = path
        case .folder(let path): folder = path
        case nil: break
        }
        let texts = CTexts([
            order.target.url, file, folder, list, order.certificate, order.key,
            order.proxy?.url, "muster/\(order.version)",
        ])
        let lines = CTexts(headers)
        var answer = [UInt8](repeating: 0, count: order.answerAtMost)
        var words = [CChar](repeating: 0, count: 256)
        return answer.withUnsafeMutableBufferPointer { answer in
            words.withUnsafeMutableBufferPointer { words in
                content.withUnsafeBytes { content in
                    var posted = muster_posted()
                    (posted.answer, posted.room) = (answer.baseAddress, answer.count)
                    posted.words = words.baseAddress
                    let code = lines.pointers.withUnsafeBufferPointer { lines in
                        guard let lines = lines.baseAddress else { return Int32(2) }
                        var post = order.post(texts, lines, content)
                        return muster_curl_post(&post, &posted)
                    }
                    return Self.outcome(code, posted, answer, words)
                }
            }
        }
    }

    private static func outcome(
        _ code: Int32, _ posted: muster_posted, _ answer: UnsafeMutableBufferPointer<UInt8>,
        _ words: UnsafeMutableBufferPointer<CChar>
    ) -> DeliveryOutcome {
        if posted.too_large != 0 {
            return .failed(.tooLarge, "an answer of more than \(answer.count >> 10) KiB")
        }
        guard code == 0 else {
            let text = words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            return .failed(
                .init(code: code), String(decoding: text, as: UTF8.self).printable)
        }
        return .answered(
            status: posted.status,
            retryAfter: posted.retry_after < 0 ? nil : Int64(posted.retry_after),
            Array(answer.prefix(posted.length)))
    }
}
