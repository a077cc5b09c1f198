import MusterModel

/// Nodes of a grid that looks like the real one: some sites are ready, some lack user
/// namespaces, some have old machines, some have one odd node.
struct Fleet: Sendable {
    /// A kind of machine.
    struct Kind: Sendable {
        let template: Template
        let sections: [String: Section]
    }

    private let kinds: [Kind]

    /// A fleet of machines of the field.
    init(_ templates: [Template]) {
        var kinds = templates.map { Kind(template: $0, sections: $0.sections) }
        if let first = templates.first {
            for (name, value) in [
                ("userns.limit.user", FactValue.integer(0)),
                ("cvmfs.cache.limit", .bytes(.mebibytes(4000))),
                ("kernel.vsyscall.mode", .string("none")),
            ] {
                kinds.append(
                    Kind(template: first, sections: first.changing(name, to: value)))
            }
        }
        self.kinds = kinds
    }

    /// The machines of a site: mostly one kind, sometimes a second, seldom a third.
    func kind(of node: Int, at site: Int) -> Kind {
        let main = site % 3 == 0 ? site / 3 % kinds.count : 0
        let second = (site / 2) % kinds.count
        let odd = (site * 7 + node) % 41 == 0
        return kinds[odd ? (site + node) % kinds.count : node % 5 == 4 ? second : main]
    }

    /// A site's name: `DE-SITE-017`.
    static func site(_ number: Int) -> String {
        let countries = ["CH", "DE", "FR", "UK", "IT", "ES", "US", "CA", "NL", "PL", "JP", "SE"]
        let digits = String(1000 + number).suffix(3)
        return "\(countries[number % countries.count])-SITE-\(digits)"
    }

    /// A node's name: `wn0042.site-017.example.org`.
    static func node(_ number: Int, at site: Int) -> String {
        "wn\(String(10_000 + number).dropFirst()).site-\(String(1000 + site).suffix(3)).example.org"
    }

    /// 32 hexadecimal digits that are a node's own.
    static func incarnation(_ number: Int, at site: Int) -> String {
        let digits = String(site * 1_000_003 + number, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
