import ArgumentParser
import Glibc
import MusterChecks
import MusterModel
import MusterProbes

/// By what a node is judged: profiles, advisories, demands, waivers and the day.
struct Policy {
    /// The profiles asked.
    let profiles: [Profile]
    /// What judging depends on beside them.
    let circumstances: Circumstances
    /// What the reader should know about how it was judged.
    let remarks: [String]
    /// Routes to start containers on, and the images named for it.
    private let smoked: WatchList

    /// Where a site keeps its own check files and accepted exceptions.
    private static let siteFolder = "/etc/muster/checks.d"
    private static let siteWaivers = "/etc/muster/waivers.yaml"

    /// Reads everything that `options` name, the built-in check files first.
    /// - Throws: a usage error for what was typed; ``AuditFailure`` for files that do
    ///   not read, because a check that is left out would count as passed.
    init(_ options: CheckOptions) throws {
        let library = try Self.library(checks: options.checks, waivers: options.waivers)
        profiles = try Self.chosen(CheckOptions.split(options.profiles), from: library)
        let demands = try options.binds.compactMap { try Self.demand($0) }
        circumstances = Circumstances(
            demands: demands, waivers: library.waivers, advisories: library.advisories,
            date: options.date ?? .today)
        remarks = demands.flatMap(\.remarks)
        smoked = WatchList(
            options.smoke
                ? ["smoke.route": ["*"], "smoke.image": Set(options.smokeImages)] : [:])
    }

    /// The subjects to look at: all profiles', and the demands' binds.
    var watchList: WatchList {
        var list = profiles.reduce(smoked) { $0.union($1.watchList) }
        list.add(circumstances.demands.flatMap { $0.binds.map(\.source) }, of: "binds.bind")
        return list
    }

    /// The built-in files, a site's own and those of `checks` and `waivers`.
    /// - Throws: ``AuditFailure`` with every mistake, a line each.
    static func library(checks: String?, waivers: String?) throws -> ChecksLibrary {
        let (files, errors) = files(checks: checks, waivers: waivers)
        let library = ChecksLibrary(files, vocabulary: ProbeCatalogue.vocabulary)
        let all = errors + library.errors.map(\.description)
        guard all.isEmpty else {
            throw AuditFailure(description: all.joined(separator: "\n"))
        }
        return library
    }

    /// The files themselves, and what could not be read.
    static func files(checks: String?, waivers: String?) -> ([CheckFile], errors: [String]) {
        var files = CheckFile.builtIn
        var errors: [String] = []
        let folders =
            (SmallFile.exists(siteFolder) ? [siteFolder] : []) + [checks].compactMap(\.self)
        for folder in folders {
            let read = CheckFile.inFolder(folder, by: .named)
            files += read.files
            errors += read.errors.map(\.description)
        }
        let written = waivers ?? (SmallFile.exists(siteWaivers) ? siteWaivers : nil)
        if let written {
            do { files.append(CheckFile(name: written, text: try SmallFile.text(written))) } catch {
                errors.append(error.description)
            }
        }
        return (files, errors)
    }

    private static func chosen(
        _ ids: [String], from library: ChecksLibrary
    ) throws -> [Profile] {
        if ids.isEmpty { return library.profiles }
        return try ids.map { id in
            if let profile = library.profile(id) { return profile }
            let nearest = library.nearestProfile(to: id).map { "; did you mean \($0)?" } ?? ""
            let known = library.profiles.map(\.id).joined(separator: ", ")
            throw ValidationError("--profile: no profile \(id)\(nearest) There are: \(known)")
        }
    }

    private static func demand(_ text: String) throws -> Demand? {
        do {
            guard text.hasPrefix("@") else { return try Demand.parse(text, origin: "--binds") }
            let path = String(text.dropFirst())
            return try Demand.parse(SmallFile.text(path), origin: path)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

extension CalendarDate {
    /// The day in UTC.
    static var today: CalendarDate { CalendarDate(secondsSince1970: Int64(time(nil))) }
}
