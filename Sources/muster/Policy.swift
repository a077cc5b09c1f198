import ArgumentParser
import Glibc
import MusterChecks
import MusterModel
import MusterProbes

/// By what a node is judged: profiles, advisories, demands, waivers and the day.
struct Policy {
    /// The probes there are, a site's own among them.
    let probes: SiteProbes
    /// The profiles asked.
    let profiles: [Profile]
    /// What judging depends on beside them.
    let circumstances: Circumstances
    /// What the reader should know about how it was judged.
    let remarks: [String]
    /// Whose checks the profiles are made of.
    let origin: PolicyOrigin
    /// What is looked at only when it is asked for: routes to start containers on with
    /// the images named for it, and servers of images.
    private let asked: WatchList

    /// The word that stands for every profile.
    private static let everything = "all"

    /// Where a site keeps its own check files and accepted exceptions.
    private static let siteFolder = "/etc/muster/checks.d"
    private static let siteWaivers = "/etc/muster/waivers.yaml"

    /// Reads everything that `options` name, the built-in check files first.
    ///
    /// - Parameter bundle: a proven one that the service has; nil leaves it to the options.
    /// - Throws: a usage error for what was typed; ``AuditFailure`` for files that do
    ///   not read, because a check that is left out would count as passed.
    init(_ options: CheckOptions, bundle: ProvenBundle? = nil) throws {
        probes = try options.probes.load()
        let bundle = try bundle ?? options.bundle.map(Self.namedBundle)
        origin = bundle.map { .bundle($0.mark) } ?? .builtIn
        let library = try Self.library(
            checks: options.checks, waivers: options.waivers, probes.vocabulary,
            bundle: bundle?.bundle)
        profiles = try Self.chosen(
            CheckOptions.split(options.profiles), from: library,
            default: library.profiles.filter(\.isDefault))
        let bound = try options.binds.map { (text: $0, demand: try Self.demand($0)) }
        let images = try options.images.compactMap { try Self.imageDemand($0) }
        let demands = bound.compactMap(\.demand) + images
        circumstances = Circumstances(
            demands: demands, waivers: library.waivers, advisories: library.advisories,
            date: options.date ?? .today)
        let idle = bound.filter { $0.demand?.binds.isEmpty ?? true }
        remarks =
            demands.flatMap(\.remarks) + circumstances.endedWaivers.map(\.ending)
            + (bundle == nil ? [] : ["judged by \(origin.words)"])
            + idle.map { "--binds \"\($0.text.prefix(60))\" asks for no directory" }
        var subjects: [String: Set<String>] = [:]
        if options.smoke {
            subjects = ["smoke.route": ["*"], "smoke.image": Set(options.smokeImages)]
        }
        if options.remoteImages { subjects["images.server"] = ["*"] }
        asked = WatchList(subjects)
    }

    /// The subjects to look at: all profiles', and the demands' binds.
    var watchList: WatchList {
        var list = profiles.reduce(asked) { $0.union($1.watchList) }
        let binds = circumstances.demands.flatMap(\.binds)
        list.add(circumstances.demands.flatMap(\.images), of: "images.image")
        // What an image has to hold is where a bind arrives, not where it begins.
        if !list.names(of: "images.image").isEmpty {
            list.add(
                list.names(of: "binds.bind") + binds.map(\.destination), of: "images.bind-point")
        }
        list.add(binds.map(\.source), of: "binds.bind")
        return list
    }

    /// The built-in files, a bundle's, a site's own and those of `checks` and `waivers`.
    /// - Throws: ``AuditFailure``: what cannot be read of the command line, else every
    ///   mistake in a line each.
    static func library(
        checks: String?, waivers: String?, _ vocabulary: Vocabulary, bundle: CheckBundle? = nil
    ) throws -> ChecksLibrary {
        let site = siteFiles(waivers: waivers == nil)
        var files = site.files
        if let checks {
            let read = CheckFile.inFolder(checks, by: .named)
            guard read.errors.isEmpty else { throw unreadable(read.errors) }
            files += read.files
        }
        if let waivers { files.append(try named(waivers)) }
        let library = ChecksLibrary(
            CheckFile.builtIn, under: bundle, files, vocabulary: vocabulary)
        let strangers = (bundle?.checkFiles ?? []).compactMap(\.bundleObjection)
        let all = site.errors + (strangers + library.errors).map(\.description)
        guard all.isEmpty else { throw AuditFailure(.configuration, all.joined(separator: "\n")) }
        return library
    }

    /// A site's own check files and, unless others are named, its accepted
    /// exceptions; and what of them cannot be read.
    static func siteFiles(waivers: Bool = true) -> (files: [CheckFile], errors: [String]) {
        var read: (files: [CheckFile], errors: [ChecksError]) = ([], [])
        if SmallFile.exists(siteFolder) { read = CheckFile.inFolder(siteFolder, by: .trusted) }
        if waivers, SmallFile.exists(siteWaivers) {
            do { read.files.append(try CheckFile(trusted: siteWaivers)) } catch {
                read.errors.append(error)
            }
        }
        return (read.files, read.errors.map(\.description))
    }

    /// The built-in files with those that were named.
    /// - Throws: ``AuditFailure`` where one cannot be read.
    static func files(with paths: [String]) throws -> [CheckFile] {
        try CheckFile.builtIn + paths.map(named)
    }

    /// A file that the command line names.
    /// - Throws: ``AuditFailure`` where it cannot be read.
    static func named(_ path: String) throws -> CheckFile {
        do { return try CheckFile(named: path) } catch { throw unreadable([error]) }
    }

    /// A bundle that the command line names, and that is believed for that.
    /// - Throws: ``AuditFailure`` where it cannot be read or is none.
    static func namedBundle(_ path: String) throws -> ProvenBundle {
        let text: String
        do { text = try SmallFile.text(path) } catch {
            throw AuditFailure(.noInput, "--bundle: \(error)")
        }
        do { return try SignedBundle(reading: Array(text.utf8)).unproven() } catch {
            throw AuditFailure(.configuration, "--bundle: \(path): \(error)")
        }
    }

    private static func unreadable(_ errors: [ChecksError]) -> AuditFailure {
        AuditFailure(.noInput, errors.map(\.description).joined(separator: "\n"))
    }

    /// The profiles of these ids, each once; all of them for the word `all`.
    /// - Throws: a usage error that names the stranger.
    static func chosen(
        _ ids: [String], from library: ChecksLibrary, default usual: [Profile]
    ) throws -> [Profile] {
        if ids.isEmpty { return usual }
        if ids.contains(everything) { return library.profiles }
        var seen: Set<String> = []
        return try ids.filter { seen.insert($0).inserted }.map { id in
            if let profile = library.profile(id) { return profile }
            let nearest = library.nearestProfile(to: id).map { ", did you mean \($0)?" } ?? "."
            let known = library.profiles.map(\.id).joined(separator: ", ")
            throw ValidationError(
                "--profile: no profile \(id)\(nearest) There are: \(known), and all")
        }
    }

    private static func imageDemand(_ text: String) throws -> Demand? {
        try written(text, "--images") { (text, origin) throws(DemandError) in
            try Demand.parse(images: text, origin: origin)
        }
    }

    /// What one `--binds` asks for; nil where that is nothing, as in a queue whose
    /// field says `None`.
    private static func demand(_ text: String) throws -> Demand? {
        try written(text, "--binds") { (text, origin) throws(DemandError) in
            try Demand.parse(text, origin: origin)
        }
    }

    /// A demand that was typed, or that a file holds.
    private static func written(
        _ text: String, _ option: String,
        _ parse: (String, String) throws(DemandError) -> Demand?
    ) throws -> Demand? {
        guard text.hasPrefix("@") else {
            do { return try parse(text, option) } catch { throw ValidationError("\(error)") }
        }
        let path = String(text.dropFirst())
        let content: String
        do { content = try SmallFile.text(path) } catch {
            throw AuditFailure(.noInput, "\(option): \(error)")
        }
        do { return try parse(content, path) } catch {
            throw AuditFailure(.configuration, "\(option): \(error)")
        }
    }
}

extension CalendarDate {
    /// The day in UTC.
    static var today: CalendarDate { CalendarDate(secondsSince1970: Int64(time(nil))) }
}
