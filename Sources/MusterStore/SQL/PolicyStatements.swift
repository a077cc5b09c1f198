/// The statements of ``PolicyStore``, the same for every engine; arguments are numbered.
enum PolicyStatements {
    static let newest = """
        SELECT digest, since_milliseconds, document FROM policy
        WHERE since_milliseconds <= $1 ORDER BY since_milliseconds DESC, policy_id DESC LIMIT 1
        """
    static let add = """
        INSERT INTO policy (digest, since_milliseconds, document) VALUES ($1, $2, $3)
        """
    static let all = """
        SELECT digest, since_milliseconds FROM policy
        ORDER BY since_milliseconds DESC, policy_id DESC LIMIT $1
        """
}
