internal import Glibc
public import MusterModel

/// What an audit believes without being told by its caller: a site's own files in their
/// fixed places.
public enum TrustedPlace {
    /// Looks whether anybody but root, or the caller, could have put a file or folder
    /// there or could change it.
    /// - Throws: forbidden with the part of the way that others can change; the kernel's
    ///   reason where it cannot be looked at.
    public static func check(_ path: String) throws(Absence) {
        let walk = TrustedWalk(for: geteuid() == 0 ? .root : .ordinary, stops: { _ in nil })
        _ = try walk.open(path)
    }

    /// Looks whether root alone could have put it there or could change it, whoever asks.
    /// - Throws: as ``check(_:)``.
    public static func checkForRootAlone(_ path: String) throws(Absence) {
        _ = try TrustedWalk(for: .root, stops: { _ in nil }).open(path)
    }
}
