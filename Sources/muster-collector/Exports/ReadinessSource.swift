import ArgumentParser
import MusterCollector
import MusterModel

/// Where a report comes from: the store of this machine, or another collector.
struct ReadinessSource {
    let store: StoreOption
    let file: ConfigurationOption
    let remote: RemoteOption

    /// The report of a moment, milliseconds since 1970.
    ///
    /// - Parameters:
    ///   - at: nil for now.
    ///   - since: from when on changes are told.
    ///   - hours: over how many hours the trend is told.
    func report(
        under profile: String, at asked: Int64? = nil, since: Int64,
        trend hours: Int64 = ReportMaker.trendHours
    ) async throws -> ReadinessReport {
        if let url = remote.url {
            let path = ReadinessReport.path(
                under: profile, at: asked, since: since, trend: hours)
            return try ReadinessReport(
                reading: try await remote.client(of: url).answer(at: path))
        }
        let bench = try Bench(of: file.places, version: CollectorProgram.version)
        let moment = asked ?? Clock.now()
        return try await store.opened { store in
            let maker = ReportMaker(store, bench: bench)
            if let report = try await maker.report(
                under: profile, at: moment, since: since, trend: hours)
            {
                return report
            }
            let known = try await Bench.inForce(at: moment, in: store, otherwise: bench)
            throw Self.unknown(profile, among: known)
        }
    }

    /// Why a profile cannot be meant.
    static func unknown(_ profile: String, among bench: Bench) -> ValidationError {
        let all = bench.profiles.map(\.id).joined(separator: ", ")
        return ValidationError("--profile: \(profile.printable), needed one of \(all)")
    }
}
