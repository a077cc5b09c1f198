/// The statements of ``RegistryStore``, the same for every engine; arguments are numbered.
enum RegistryStatements {
    static let add = """
        INSERT INTO registry (source, since_milliseconds, who, digest, document)
        VALUES ($1, $2, $3, $4, $5)
        """
    static let newestNumbers = """
        SELECT MAX(registry_id) FROM registry WHERE since_milliseconds <= $1
        GROUP BY source ORDER BY source
        """
    static let newest = """
        SELECT registry_id, source, since_milliseconds, who, digest, document FROM registry
        WHERE registry_id IN (\(newestNumbers)) ORDER BY source
        """
    static let unregister = """
        UPDATE site SET trust = 'unregistered', tier = NULL, country = '', region = ''
        WHERE trust = 'registered'
        """
    static let setSite = """
        INSERT INTO site (name, trust, first_seen_milliseconds, tier, country, region)
        VALUES ($1, 'registered', $2, $3, $4, $5)
        ON CONFLICT (name) DO UPDATE SET trust = excluded.trust, tier = excluded.tier,
            country = excluded.country, region = excluded.region
        RETURNING site_id
        """
    static let clearVOs = "DELETE FROM site_vo"
    static let addVO = "INSERT INTO site_vo (site_id, vo) VALUES ($1, $2) ON CONFLICT DO NOTHING"
    static let clearAliases = "DELETE FROM site_alias"
    static let addAlias = """
        INSERT INTO site_alias (name, site_id) VALUES ($1, $2) ON CONFLICT DO NOTHING
        """
    static let retire = """
        UPDATE node SET retired_milliseconds = $3
        WHERE site_id = (SELECT site_id FROM site WHERE name = $1) AND name = $2
            AND retired_milliseconds IS NULL
        RETURNING site_id, node_id
        """
    static let isRetired = """
        SELECT 1 FROM node
        WHERE site_id = $1 AND node_id = $2 AND retired_milliseconds IS NOT NULL
        """
    static let recall = """
        UPDATE node SET retired_milliseconds = NULL WHERE site_id = $1 AND node_id = $2
        """
}
