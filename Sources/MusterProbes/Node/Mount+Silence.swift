internal import MusterModel

extension Mount {
    /// The absence of everything on this mount; without an age, because it is part
    /// of a digest.
    var hung: Absence { Absence(.hung, "\(inWords) does not answer") }

    /// `/cvmfs/x (fuse, connection 47)`: a FUSE connection is the device's minor
    /// number (kernel fuse.rst), and what has to be aborted.
    var inWords: String {
        let minor = device.split(separator: ":").last.map(String.init) ?? device
        return type.hasPrefix("fuse")
            ? "\(point) (\(type), connection \(minor))" : "\(point) (\(type))"
    }

    /// Below an autofs every name is mounted by itself and may hang by itself.
    func automountName(in path: String) -> String {
        guard type == "autofs", point.leads(to: path) else { return "" }
        return Substring(path.utf8.dropFirst(point.utf8.count)).parts(by: "/").first.map(
            String.init) ?? ""
    }
}
