internal import HTTPTypes
internal import Hummingbird
internal import MusterModel

extension Response {
    /// An answer in canonical JSON.
    init(_ json: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        self.init(bytes: json.canonicalBytes, type: "application/json", status, headers)
    }

    /// An answer in bytes of some type.
    init(
        bytes: [UInt8], type: String, _ status: HTTPResponse.Status = .ok,
        _ headers: HTTPFields = [:]
    ) {
        var headers = headers
        headers[.contentType] = type
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        self.init(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A refusal that a client may read: `{"error":…}`.
    static func refusal(
        _ status: HTTPResponse.Status, _ words: String, pause: Int64? = nil
    ) -> Response {
        var headers: HTTPFields = [:]
        if let pause { headers[.retryAfter] = String(pause) }
        return Response(.object(["error": .string(words)]), status: status, headers: headers)
    }
}
