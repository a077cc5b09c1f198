internal import MusterModel

extension CvmfsSettings {
    /// Where CVMFS's packages put the tool.
    static let tool = "/usr/bin/cvmfs_config"

    /// The parameters in the output of `cvmfs_config showconfig -s`: lines of
    /// `NAME=value    # from FILE`. Its exit code says nothing: it is 1 beside
    /// correct output (field guide §9).
    /// - Throws: malformed where the output shows no parameter, or another
    ///   repository's.
    init(showconfig output: String, of repository: CvmfsName) throws(Absence) {
        let command = "\(Self.tool) showconfig -s \(repository.text)"
        var settings: [String: ShellSetting] = [:]
        for line in output.utf8.split(separator: UInt8(ascii: "\n")) {
            guard let (name, setting) = Self.setting(String(decoding: line, as: UTF8.self)) else {
                continue
            }
            settings[name] = setting
        }
        let named = settings.removeValue(forKey: "CVMFS_REPOSITORY_NAME")?.value
        if let named, named != .text(repository.text) {
            throw Absence(.malformed, "\(command): showed another repository")
        }
        guard settings.keys.contains(where: { $0.hasPrefix("CVMFS_") }) else {
            throw Absence(.malformed, "\(command): showed no parameter")
        }
        self.init(reader: .showconfig, settings: settings, unevaluated: [])
    }

    private static func setting(_ line: String) -> (name: String, ShellSetting)? {
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let name = String(line[..<equals])
        guard name.isShellName else { return nil }
        var value = line[line.index(after: equals)...]
        var origin = tool
        if let mark = value.ranges(of: "    # from ").last {
            origin = String(value[mark.upperBound...].trimmingSpace)
            value = value[..<mark.lowerBound]
        }
        return (name, ShellSetting(value: .text(String(value)), origin: origin))
    }

    /// What the tool shows for `repository`.
    /// - Throws: why it could not be asked, or malformed.
    static func shown(
        of repository: CvmfsName, on node: any NodeView
    ) async throws(Absence) -> CvmfsSettings {
        _ = try await node.attributes(of: tool)
        let end = try await node.run(tool, "showconfig", "-s", repository.text)
        return try CvmfsSettings(showconfig: end.output, of: repository)
    }
}
