internal import MusterModel

/// What `/proc/cpuinfo` says about the processors.
struct ProcessorText: Hashable, Sendable {
    /// The flags that the first processor has; empty where it lists none, as on other
    /// machines than x86.
    let flags: Set<Substring>

    /// Whether a hypervisor told the processor's flags; false also where flags are
    /// not listed.
    var underHypervisor: Bool { flags.contains("hypervisor") }

    /// Reads the text; the first `flags` line speaks for all processors.
    init(parsing text: String) {
        let line = text.split(separator: "\n").first { $0.hasPrefix("flags") }
        let words = line?.split(separator: ":", maxSplits: 1).dropFirst().first
        flags = Set(words?.split(separator: " ") ?? [])
    }

    /// Flags as the kernel names them, level by level: System V ABI, AMD64 supplement,
    /// table of micro-architecture levels (LZCNT is `abm`, SSE3 `pni`, OSXSAVE shows
    /// as `xsave`).
    private static let levels: [(name: String, flags: Set<Substring>)] = [
        ("x86-64-v1", ["lm", "cmov", "cx8", "fpu", "fxsr", "mmx", "syscall", "sse", "sse2"]),
        ("x86-64-v2", ["cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"]),
        ("x86-64-v3", ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"]),
        ("x86-64-v4", ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]),
    ]

    /// The highest level whose flags, and those of all lower ones, are there.
    /// - Throws: malformed where not even the first level is.
    func level(from source: String) throws(Absence) -> String {
        guard let highest = Self.levels.prefix(while: { flags.isSuperset(of: $0.flags) }).last
        else { throw Absence(.malformed, "\(source): no flags of a 64-bit x86 processor") }
        return highest.name
    }
}

/// A list of processors as sysfs writes it, `0-3,8`.
enum ProcessorRange {
    /// More processors than any kernel is built for (Linux `NR_CPUS` ends at 8192).
    static let highest = 1 << 16

    /// How many processors the list names.
    /// - Throws: malformed where it is no list of rising ranges.
    static func count(in text: String, from source: String) throws(Absence) -> Int64 {
        var count = 0
        for range in text.trimmingSpace.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = range.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil,
                0 <= first, first <= last, last < highest
            else { throw Absence(.malformed, "\(source): \(text.excerpt), needed 0-3,8") }
            count += last - first + 1
        }
        return Int64(count)
    }
}
