internal import JWTKit

/// What a WLCG token says, as far as anything follows from it here.
struct IssuedClaims: JWTPayload {
    /// Who made it.
    let issuer: String
    /// Who it is about.
    let subject: String
    /// Whom it is for.
    let audiences: [String]
    /// When it was made, begins to hold and ends, seconds since 1970.
    let made: Double, begins: Double, ends: Double
    /// What it is good for.
    let scopes: Set<String>
    /// The groups of its VO.
    let groups: Set<String>
    /// The version of the profile that it keeps to.
    let version: String

    private enum CodingKeys: String, CodingKey {
        case issuer = "iss"
        case subject = "sub"
        case audiences = "aud"
        case made = "iat"
        case begins = "nbf"
        case ends = "exp"
        case scopes = "scope"
        case groups = "wlcg.groups"
        case version = "wlcg.ver"
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        issuer = try members.decode(String.self, forKey: .issuer)
        subject = try members.decode(String.self, forKey: .subject)
        if let one = try? members.decode(String.self, forKey: .audiences) {
            audiences = [one]
        } else {
            audiences = try members.decode([String].self, forKey: .audiences)
        }
        made = try members.decode(Double.self, forKey: .made)
        begins = try members.decodeIfPresent(Double.self, forKey: .begins) ?? made
        ends = try members.decode(Double.self, forKey: .ends)
        let scope = try members.decodeIfPresent(String.self, forKey: .scopes) ?? ""
        scopes = Set(scope.split(separator: " ").map(String.init))
        groups = Set(try members.decodeIfPresent([String].self, forKey: .groups) ?? [])
        version = try members.decode(String.self, forKey: .version)
    }

    /// Nothing is written here.
    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(issuer, forKey: .issuer)
    }

    /// Looked at by ``objection(at:for:)``, by a clock that tests can set.
    func verify(using algorithm: some JWTAlgorithm) {}

    /// Why it is worth nothing though its signature is good; nil where it is.
    func objection(at now: Double, for wanted: Set<String>) -> String? {
        guard version.hasPrefix("1.") else { return "it keeps to no version 1 of the profile" }
        if wanted.isDisjoint(with: audiences) { return "it is for another audience" }
        if now >= ends + Self.skew { return "it has expired" }
        if now < begins - Self.skew || now < made - Self.skew { return "it does not hold yet" }
        if ends - made > Self.longest { return "it holds for more than a day" }
        return nil
    }

    /// By so much clocks may differ, seconds.
    private static let skew = 60.0
    /// Nobody can take back a token, so that none may hold for longer, seconds.
    private static let longest = 86_400.0
}
