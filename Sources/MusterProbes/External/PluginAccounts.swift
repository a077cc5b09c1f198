internal import MusterModel

/// Which account each external probe of one audit runs as.
struct PluginAccounts: Sendable {
    private var given: [String: Account] = [:]

    /// The account of a probe: always the same, and no other's. Beyond as many as
    /// there are, which no audit has, the last one.
    mutating func account(of probe: String) -> Account {
        let all = Account.ofExternalProbes
        let account = given[probe] ?? all[min(given.count, all.count - 1)]
        given[probe] = account
        return account
    }
}
