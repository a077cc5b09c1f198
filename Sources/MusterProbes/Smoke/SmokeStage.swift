internal import MusterModel

/// What all smokes of one audit have in common: images, binds, and repositories to
/// look at.
struct SmokeStage: Sendable {
    /// Images that may be started, the first that fits a route is taken.
    let images: [SmokeImage]
    /// Binds that are there.
    let binds: BindChoice
    /// Mounted repositories.
    let looks: [String]

    /// Three of them tell as much as thirty.
    private static let looksAtMost = 3

    /// Asks the node for everything that the watch list names.
    init(of node: any NodeView, _ watching: WatchList) async {
        // An image that was named for this is started, whatever is wrong with it; of
        // those that queues name, what is there and needs no download.
        let named = watching.names(of: "smoke.image")
        images =
            named.isEmpty
            ? await SmokeImage.found(
                watching.names(of: "images.image").filter(\.isPlainPath), on: node, only: true)
            : await SmokeImage.found(named, on: node, only: false)
        binds = await BindChoice(of: watching.names(of: "binds.bind"), on: node)
        let path = node.mountTablePath
        let table = try? MountTable(parsing: await node.text(of: path), from: path)
        let mounted = (table?.mounts ?? []).map(\.point).filter {
            $0.hasPrefix("/cvmfs/") && $0.parts(by: "/").count == 2
        }
        let chosen = await BindChoice(of: Set(mounted).sorted(), on: node).paths
        looks = binds.paths.contains("/cvmfs") ? Array(chosen.prefix(Self.looksAtMost)) : []
    }

    /// Starts one container.
    func smoke(_ route: Route, on node: any NodeView) async -> Result<SmokeResult, Absence> {
        await Result.of { () async throws(Absence) in
            if case .success(false) = route.enabled {
                throw Absence(.notTried, "\(route.name): its configuration lets nothing start")
            }
            let launcher = Self.launcher(of: route)
            guard let image = images.first(where: { $0.fits(launcher) }) else {
                throw Self.noImage(for: route, among: images)
            }
            let order = SmokeOrder(
                launcher, program: route.installation, image: image.name, binds: binds.paths,
                looks: looks, folder: OverlayProbe.scratch)
            return SmokeResult(try await node.attempt(.smoke(order)), of: order)
        }
    }

    /// How a route is called; what is no engine is an Apptainer or Singularity.
    static func launcher(of route: Route) -> SmokeOrder.Launcher {
        switch try? route.flavour.get() {
        case .string("podman"): .podman
        case .string("docker"): .docker
        case .string("charliecloud"): .charliecloud
        default: route.mode == .setuid ? .setuid : .userns
        }
    }

    private static func noImage(for route: Route, among images: [SmokeImage]) -> Absence {
        if images.isEmpty {
            return Absence(.notTried, "no image to start: needed --smoke-image, or a site's image")
        }
        let names = images.map(\.name).joined(separator: ", ")
        return Absence(.unsupported, "\(route.name): starts no image of the kind of \(names)")
    }
}

/// An image that may be started.
struct SmokeImage: Hashable, Sendable {
    /// What there is at its place.
    enum Shape: Hashable, Sendable {
        case folder, file, reference
    }

    /// Its path or reference.
    let name: String
    /// Whether it is a tree of files, a file, or in a registry.
    let shape: Shape

    /// Those of `names` that are there, in their order; one that cannot be looked at
    /// counts as a file, so that the runtime says what is wrong with it.
    ///
    /// - Parameter only: leaves out what could not be looked at.
    static func found(
        _ names: [String], on node: any NodeView, only: Bool
    ) async -> [SmokeImage] {
        var found: [SmokeImage] = []
        for name in names where SmokeOrder.isImage(name) {
            guard name.isAbsolute else {
                found.append(SmokeImage(name: name, shape: .reference))
                continue
            }
            do throws(Absence) {
                let attributes = try await node.attributes(of: name)
                found.append(
                    SmokeImage(name: name, shape: attributes.kind == .folder ? .folder : .file))
            } catch {
                if !only, error.reason != .hung {
                    found.append(SmokeImage(name: name, shape: .file))
                }
            }
        }
        return found
    }

    /// Whether a kind of runtime can start it: Charliecloud a folder or a squashfs
    /// file, podman a folder or a reference, docker a reference alone.
    func fits(_ launcher: SmokeOrder.Launcher) -> Bool {
        switch launcher {
        case .setuid, .userns: true
        case .charliecloud: shape != .reference
        case .podman: shape != .file
        case .docker: shape == .reference
        }
    }
}

extension String {
    /// Whether it is a path without a pattern in it.
    fileprivate var isPlainPath: Bool {
        isAbsolute && !utf8.contains { [0x2A, 0x3F, 0x5B].contains($0) }
    }
}
