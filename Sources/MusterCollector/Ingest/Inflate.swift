internal import CZlib

/// Unpacks what clients sent compressed, within bounds.
enum Inflate {
    /// Why bytes were not unpacked.
    enum Failure: Error, Hashable {
        /// It would become more than is taken.
        case tooLarge
        /// It is no gzip, or ends too early.
        case malformed
    }

    /// A body of ours becomes about nine times as large; what grows by more than this
    /// beyond the first 64 KiB is a bomb.
    private static let ratioAtMost = 100
    private static let free = 64 << 10
    private static let step = 64 << 10

    /// The bytes of a gzip stream (RFC 1952), of all its members.
    /// - Throws: ``Failure``.
    static func gzip(_ packed: [UInt8], atMost: Int) throws(Failure) -> [UInt8] {
        let limit = min(
            atMost,
            free
                + packed.count.multipliedReportingOverflow(
                    by: ratioAtMost
                ).partialValue)
        var stream = z_stream()
        // 16 beyond the window's bits asks for gzip's own frame.
        guard
            inflateInit2_(
                &stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw .malformed }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var input = packed
        var end = Z_OK
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            var room = [UInt8](repeating: 0, count: step)
            while end == Z_OK, output.count <= limit {
                let count = room.withUnsafeMutableBufferPointer { room in
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(room.count)
                    end = inflate(&stream, Z_NO_FLUSH)
                    return room.count - Int(stream.avail_out)
                }
                output += room[..<count]
                if count == 0, stream.avail_in == 0 { break }
            }
        }
        guard output.count <= limit else { throw .tooLarge }
        guard end == Z_STREAM_END, stream.avail_in == 0 else { throw .malformed }
        return output
    }
}
