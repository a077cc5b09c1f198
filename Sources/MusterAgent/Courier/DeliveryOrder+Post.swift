internal import CCurl
internal import Glibc

/// Texts for C, as long as this lives.
final class CTexts {
    /// One pointer a text, nil where there was none, and nil behind the last.
    private(set) var pointers: [UnsafePointer<CChar>?]
    private let copies: [UnsafeMutablePointer<CChar>?]

    /// Copies of some texts.
    init(_ texts: [String?]) {
        copies = texts.map { $0.flatMap { strdup($0) } }
        pointers = copies.map { UnsafePointer($0) } + [nil]
    }

    deinit { for copy in copies { free(copy) } }
}

extension DeliveryOrder {
    /// The order for C: `texts` are the address, file and folder of authorities,
    /// revocation list, certificate, key, proxy and our name, in this order.
    func post(
        _ texts: CTexts, _ headers: UnsafePointer<UnsafePointer<CChar>?>,
        _ content: UnsafeRawBufferPointer
    ) -> muster_post {
        muster_post(
            url: texts.pointers[0], plain: target.isPlain ? 1 : 0, get: asking == nil ? 0 : 1,
            ca_file: texts.pointers[1],
            ca_folder: texts.pointers[2], crl_file: texts.pointers[3],
            certificate: texts.pointers[4], key: texts.pointers[5], proxy: texts.pointers[6],
            user_agent: texts.pointers[7], headers: headers, body: content.baseAddress,
            size: content.count, connect_milliseconds: Int(connectMilliseconds),
            total_milliseconds: Int(totalMilliseconds))
    }
}

extension DeliveryOutcome.Trouble {
    /// What libcurl's code is about (libcurl-errors(3)); negative where it is missing.
    init(code: Int32) {
        switch code {
        case ..<0: self = .library
        case 5, 6: self = .resolve
        case 7: self = .connect
        case 28: self = .timeout
        case 35: self = .tls
        case 51, 60, 83, 90, 91: self = .certificate
        case 58: self = .credential
        case 77, 82: self = .authorities
        case 16, 18, 52, 55, 56: self = .broken
        default: self = .other
        }
    }
}
