internal import MusterModel

/// Whether autofs's master map hands a folder to CVMFS's own map.
enum CvmfsAutofs {
    /// The master map (auto.master(5)).
    static let master = "/etc/auto.master"
    /// CVMFS's map: a program that knows every repository.
    static let map = "/etc/auto.cvmfs"
    /// Drop-ins that are read; a site has a handful.
    private static let dropInsAtMost = 100

    /// What one line of a master map says.
    enum Line: Hashable {
        /// A mount point and its map, without the map's type.
        case entry(point: String, map: String)
        /// `+dir:FOLDER`: the `*.autofs` files in there belong to the map.
        case folder(String)
    }

    /// The lines of a master map that say something here; comments, built-in and
    /// network maps are left out.
    static func lines(of text: String) -> [Line] {
        joined(text).compactMap { line in
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let first = words.first, !first.hasPrefix("#") else { return nil }
            if first.hasPrefix("+dir:") {
                return .folder(String(first.dropFirst("+dir:".count)).plainPath)
            }
            guard first.hasPrefix("/"), words.count > 1 else { return nil }
            // `type[,format]:map`; a bare name is looked for in /etc.
            let map = words[1].split(separator: ":", maxSplits: 1).last ?? words[1]
            let path = map.hasPrefix("/") ? String(map) : "/etc/" + map
            return .entry(point: String(first).plainPath, map: path.plainPath)
        }
    }

    /// Lines with those that a backslash continues put together.
    private static func joined(_ text: String) -> [String] {
        var lines: [String] = []
        var open = ""
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let line = open + String(decoding: bytes, as: UTF8.self)
            if line.utf8.last == UInt8(ascii: "\\") {
                open = String(line.dropLast())
            } else {
                lines.append(line)
                open = ""
            }
        }
        return open.isEmpty ? lines : lines + [open]
    }

    /// The file that hands `point` to CVMFS's map; nil where none does.
    /// - Throws: why a map could not be read; one that is not there says nothing.
    static func reference(
        to point: String, on node: any NodeView
    ) async throws(Absence) -> String? {
        let lines = try await lines(in: master, on: node)
        let wanted = Line.entry(point: point, map: map)
        if lines.contains(wanted) { return master }
        for case .folder(let folder) in lines.prefix(dropInsAtMost) {
            for name in try await dropIns(in: folder, on: node) {
                let path = "\(folder)/\(name)"
                if try await Self.lines(in: path, on: node).contains(wanted) { return path }
            }
        }
        return nil
    }

    private static func lines(
        in path: String, on node: any NodeView
    ) async throws(Absence) -> [Line] {
        do throws(Absence) {
            return lines(of: try await node.text(of: path))
        } catch where error.reason == .absent {
            return []
        }
    }

    private static func dropIns(
        in folder: String, on node: any NodeView
    ) async throws(Absence) -> [String] {
        do throws(Absence) {
            let names = try await node.names(in: folder)
            return Array(names.filter { $0.hasSuffix(".autofs") }.prefix(dropInsAtMost))
        } catch where error.reason == .absent {
            return []
        }
    }
}
