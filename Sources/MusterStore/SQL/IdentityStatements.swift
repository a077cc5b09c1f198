/// The statements of ``IdentityStore``, the same for every engine; arguments are numbered.
enum IdentityStatements {
    private static let columns = """
        SELECT credential_id, role, site, digest, label, made_milliseconds,
            expires_milliseconds, uses_left, revoked_milliseconds
        FROM credential
        """
    static let add = """
        INSERT INTO credential (role, site, digest, label, made_milliseconds,
            expires_milliseconds, uses_left)
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING credential_id
        """
    static let credential = "\(columns) WHERE digest = $1"
    static let credentials = "\(columns) ORDER BY credential_id DESC"
    static let revoke = """
        UPDATE credential SET revoked_milliseconds = $2
        WHERE credential_id = $1 AND revoked_milliseconds IS NULL
        """
    static let use = """
        UPDATE credential SET uses_left = uses_left - 1
        WHERE credential_id = $1 AND uses_left > 0
        """
    static let key = """
        SELECT key, site, node, since_milliseconds, revoked_milliseconds FROM known_key
        WHERE key = $1
        """
    static let goodKeyOfNode = """
        SELECT key FROM known_key
        WHERE site = $1 AND node = $2 AND revoked_milliseconds IS NULL
        """
    static let addKey = """
        INSERT INTO known_key (key, site, node, credential_id, since_milliseconds)
        VALUES ($1, $2, $3, $4, $5)
        """
    static let revokeKeys = """
        UPDATE known_key SET revoked_milliseconds = $3
        WHERE site = $1 AND node = $2 AND revoked_milliseconds IS NULL
        """
    static let lastNote = "SELECT audit_id, digest FROM audit ORDER BY audit_id DESC LIMIT 1"
    static let note = """
        INSERT INTO audit (audit_id, at_milliseconds, who, deed, document, digest)
        VALUES ($1, $2, $3, $4, $5, $6)
        """
    static let audit = """
        SELECT audit_id, at_milliseconds, who, deed, document, digest FROM audit
        WHERE audit_id > $1 ORDER BY audit_id LIMIT $2
        """
}
