internal import MusterModel

/// Takes some gauges out of canonical JSON without reading the rest.
enum GaugeReader {
    /// The facts of these kinds in an array of facts.
    static func facts(of kinds: Set<String>, in bytes: [UInt8]) -> [Fact] {
        let marks = kinds.map { Array("\"name\":\"\($0).".utf8) }
        var facts: [Fact] = []
        bytes.withUnsafeBufferPointer { bytes in
            forEachElement(of: bytes) { element in
                guard marks.contains(where: { holds(element, $0) }),
                    let json = try? JSONReader.value(in: Array(element)),
                    let fact = Fact(json: json), kinds.contains(fact.key.name.kind)
                else { return }
                facts.append(fact)
            }
        }
        return facts
    }

    /// The objects of an outermost array.
    private static func forEachElement(
        of bytes: UnsafeBufferPointer<UInt8>,
        _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Void
    ) {
        var (depth, start, place) = (0, 0, 0)
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                    place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
                }
            case UInt8(ascii: "{"):
                if depth == 0 { start = place }
                depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { body(bytes[start...place]) }
            default: break
            }
            place += 1
        }
    }

    private static func holds(
        _ text: Slice<UnsafeBufferPointer<UInt8>>, _ mark: [UInt8]
    ) -> Bool {
        guard text.count >= mark.count else { return false }
        return mark.withUnsafeBufferPointer { mark in
            for start in text.startIndex...(text.endIndex - mark.count)
            where text[start] == mark[0] {
                var length = 1
                while length < mark.count, text[start + length] == mark[length] { length += 1 }
                if length == mark.count { return true }
            }
            return false
        }
    }
}
