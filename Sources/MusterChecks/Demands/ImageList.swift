public import MusterModel

extension Demand {
    /// More images than any queue names.
    static let imagesAtMost = 256

    /// The images in a list: names with commas or line ends between, `#` begins a
    /// comment. A name is an absolute path, a pattern of paths, or a reference with
    /// its scheme. Nil where there is none.
    /// - Throws: ``DemandError``: `relative`, `path` or `size`.
    public static func parse(
        images text: String, origin: String
    ) throws(DemandError) -> Demand? {
        let bytes = text.utf8.count
        guard bytes <= bytesAtMost else {
            throw DemandError(origin, .size, "\(bytes) bytes, at most \(bytesAtMost) are read")
        }
        var images: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let trimmed = String(line).trimmed
            if trimmed.hasPrefix("#") { continue }
            for part in trimmed.split(separator: ",") {
                let name = try image(String(part).trimmed, origin)
                if let name, !images.contains(name) { images.append(name) }
            }
        }
        guard images.count <= imagesAtMost else {
            throw DemandError(origin, .size, "more than \(imagesAtMost) images")
        }
        return images.isEmpty ? nil : Demand(origin: origin, binds: [], images: images)
    }

    /// One name; a path with single slashes and none at its end.
    private static func image(_ text: String, _ origin: String) throws(DemandError) -> String? {
        if text.isEmpty { return nil }
        let shown = text.prefix(60)
        guard text.utf8.count <= BindList.pathAtMost else {
            throw DemandError(
                origin, .size,
                "a name of \(text.utf8.count) bytes, at most \(BindList.pathAtMost) are possible")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
            throw DemandError(
                origin, .path, "\"\(shown)\", a name without control characters is needed")
        }
        if let scheme = text.firstRange(of: "://") {
            let word = text[..<scheme.lowerBound]
            guard !word.isEmpty, word.utf8.allSatisfy({ (97...122).contains($0) }),
                scheme.upperBound < text.endIndex
            else {
                throw DemandError(
                    origin, .relative, "\"\(shown)\", a reference as docker://name is needed")
            }
            return text
        }
        guard text.hasPrefix("/") else {
            throw DemandError(
                origin, .relative,
                "\"\(shown)\", an absolute path or a reference as docker://name is needed")
        }
        let folders = text.split(separator: "/")
        guard !folders.contains("..") else {
            throw DemandError(origin, .path, "\"\(shown)\", a path without .. is needed")
        }
        return "/" + folders.filter { $0 != "." }.joined(separator: "/")
    }
}
