extension SectionTests {
    /// The bytes of a section with a fact of every kind, format 1; written by
    /// another implementation of RFC 8785. Without the ends of lines.
    static let golden = #"""
        {"facts":[
        {"detail":"made up","missing":"absent","name":"cvmfs.cache.alien","origin":"/made/up"},
        {"kind":"paths","name":"cvmfs.cache.folders","origin":"/made/up","value":["/a","/b"]},
        {"kind":"bool","name":"cvmfs.cache.limited","origin":"/made/up","value":true},
        {"kind":"integer","name":"cvmfs.client.retries","origin":"/made/up","value":-1},
        {"kind":"duration","name":"cvmfs.client.timeout","origin":"/made/up","value":5000},
        {"kind":"version","name":"cvmfs.client.version","origin":"/made/up",
        "value":"2.11.5-1.el9"},
        {"kind":"string","name":"cvmfs.config.proxy","origin":"/made/up",
        "value":"http://squid:3128;DIRECT \"é\"\n"},
        {"kind":"list","name":"cvmfs.config.repositories","origin":"/made/up",
        "value":["sft","atlas"]},
        {"kind":"bytes","name":"cvmfs.repository.quota","origin":"/made/up",
        "subject":"atlas.cern.ch","value":4194304000}
        ],"format":1,"probe":"cvmfs"}
        """#.split(separator: "\n").joined()

    /// Their SHA-256.
    static let goldenDigest =
        "368daef51dc59697da1b0599519b1069905dd247eb423bccd0ae1d6c04f9ce50"
}
