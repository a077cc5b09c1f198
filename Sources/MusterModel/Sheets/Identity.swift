/// Which machine was audited. Never part of a fact or a digest.
public struct Identity: Hashable, Sendable {
    /// The host name as the kernel has it.
    public let hostName: String?

    /// The machine id hashed with Muster's own application id (libsystemd,
    /// `sd_id128_get_machine_app_specific`); the raw id never leaves the node.
    public let machineID: String?

    /// The kernel's boot id.
    public let bootID: String?

    /// An identity from what could be read.
    public init(hostName: String?, machineID: String?, bootID: String?) {
        self.hostName = hostName
        self.machineID = machineID
        self.bootID = bootID
    }

    /// The members that are known.
    public var json: JSONValue {
        let members = [
            ("host_name", hostName), ("machine_id", machineID), ("boot_id", bootID),
        ]
        return .object(
            Dictionary(
                uniqueKeysWithValues: members.compactMap { name, value in
                    value.map { (name, JSONValue.string($0)) }
                }))
    }
}
