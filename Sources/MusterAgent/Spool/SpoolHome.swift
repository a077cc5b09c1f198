public import MusterModel

/// Where the spools lie: a folder for each incarnation, of which one is in use.
public enum SpoolHome {
    /// The spool of the incarnation in use below `path`; a new one where none has a
    /// report yet, because then no number of it was ever seen.
    ///
    /// Where several have, which nobody but a person brings about, the first by name goes on.
    /// - Throws: ``SpoolFault`` where the folder cannot be made, entered or listed.
    public static func open(
        _ path: String, limits: SpoolLimits = .usual,
        new incarnation: () -> String = ReportID.newIncarnation
    ) throws(SpoolFault) -> (incarnation: String, spool: Spool<SpoolFolder>) {
        let home = try SpoolFolder(path)
        for name in try home.names().sorted() where ReportID.isIncarnation(name) {
            let folder = try SpoolFolder("\(path)/\(name)")
            // A file that nobody but a spool makes: its numbers have begun.
            if try folder.names().contains(where: { SpoolName($0) != nil }) {
                return (name, try Spool(in: folder, limits: limits))
            }
        }
        let name = incarnation()
        let folder = try SpoolFolder("\(path)/\(name)")
        try home.settle()
        return (name, try Spool(in: folder, limits: limits))
    }
}
