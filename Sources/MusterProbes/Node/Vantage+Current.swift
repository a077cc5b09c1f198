internal import Glibc
public import MusterModel

extension Vantage {
    /// Where this process stands: in a container, in a batch job, or on the host.
    public static func current() -> Vantage { VantageSigns.current.vantage(of: geteuid()) }

    /// Where the caller says that this process stands.
    public static func typed(_ place: Place) -> Vantage {
        Vantage(place, user: geteuid(), sign: "--vantage")
    }
}
