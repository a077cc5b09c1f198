/// The statements of ``BundleStore``, the same for every engine; arguments are numbered.
enum BundleStatements {
    static let newest = """
        SELECT version, digest, published_milliseconds FROM bundle ORDER BY version DESC LIMIT $1
        """
    static let signed = "SELECT signed FROM bundle WHERE version = $1"
    static let add = """
        INSERT INTO bundle (version, digest, published_milliseconds, signed)
        VALUES ($1, $2, $3, $4)
        """
}
