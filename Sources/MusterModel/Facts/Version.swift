/// A version as kernels, distributions and runtimes write it.
///
/// Read as `[epoch:]upstream[-release][tag]`: numbers before the first hyphen are
/// upstream, numbers after it the release; the first word that is not a number
/// (`el9`, `dist`, `amd64`) ends what is compared. `rc`, `alpha`, `beta`, `pre`
/// and a tilde mark a pre-release, which comes before the version itself.
/// So `3.10.0-1160.118.1.el7` is after `3.10.0-957`, `2.6.1-dist` equals `2.6.1`
/// and `1.4.0-rc.2` is before `1.4.0`.
public struct Version: Hashable, Sendable, CustomStringConvertible {
    /// The version as its source wrote it.
    public let text: String

    /// The package epoch; 0 where none is written.
    public let epoch: Int64

    /// The numbers before the first hyphen; empty where the text has none.
    public let upstream: [Int64]

    /// The number of a pre-release with the rank of its word; nil for a release.
    public let preRelease: [Int64]?

    /// The numbers of the release; empty where none is written.
    public let release: [Int64]

    /// Reads `text`; never fails, because a version is also a label.
    public init(_ text: String) {
        var reader = VersionReader(text)
        self.text = text
        epoch = reader.epoch()
        upstream = reader.numbers()
        preRelease = reader.preRelease()
        release = preRelease == nil ? reader.release() : []
    }

    /// Whether there was any number to compare.
    public var isComparable: Bool { !upstream.isEmpty }

    /// The text as written.
    public var description: String { text }

    /// How this version stands to a limit, at the limit's own precision: a limit
    /// without a release says nothing about the release, so `1.3.2-1.el9` is
    /// neither below nor above `1.3.2`.
    public func compared(toLimit limit: Version) -> Int {
        let upstreamOrder = compareUpstream(limit)
        guard upstreamOrder == 0, !limit.release.isEmpty else { return upstreamOrder }
        return Self.compare(release, limit.release)
    }

    private func compareUpstream(_ other: Version) -> Int {
        if epoch != other.epoch { return epoch < other.epoch ? -1 : 1 }
        let order = Self.compare(upstream, other.upstream)
        if order != 0 { return order }
        switch (preRelease, other.preRelease) {
        case (nil, nil): return 0
        case (_?, nil): return -1
        case (nil, _?): return 1
        case (let left?, let right?): return Self.compare(left, right)
        }
    }

    /// Number by number; a missing number counts as 0, so `1.2` equals `1.2.0`.
    private static func compare(_ left: [Int64], _ right: [Int64]) -> Int {
        for index in 0..<max(left.count, right.count) {
            let a = index < left.count ? left[index] : 0
            let b = index < right.count ? right[index] : 0
            if a != b { return a < b ? -1 : 1 }
        }
        return 0
    }
}

extension Version: Comparable {
    /// The order of two versions of one package, release included.
    public static func < (left: Version, right: Version) -> Bool {
        let order = left.compareUpstream(right)
        return order == 0 ? compare(left.release, right.release) < 0 : order < 0
    }
}
