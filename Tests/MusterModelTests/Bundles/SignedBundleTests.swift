import MusterModel
import Testing

/// Bundles between whoever signs them and whoever believes a key.
@Suite struct SignedBundleTests {
    private let secret = BundleSecret()

    private static let file = CheckBundle.File(name: "a.yaml", text: "format: muster-checks/1\n")

    private func bundle(
        _ version: Int64 = 3, until: CalendarDate? = nil, note: String = "",
        of files: [CheckBundle.File] = [file]
    ) throws -> CheckBundle {
        try CheckBundle(
            version: version, made: 1_795_000_000, until: until, note: note, files: files)
    }

    private func signed(_ bundle: CheckBundle) throws -> SignedBundle {
        try #require(SignedBundle(bundle, by: secret))
    }

    /// The same by somebody who signs whatever bytes there are.
    private func forged(_ body: [UInt8], by secret: BundleSecret? = nil) throws -> SignedBundle {
        let secret = secret ?? self.secret
        let bytes = try #require(Hexadecimal.bytes(in: secret.text))
        let signature = try #require(
            Envelope.Signature(of: body, by: bytes, named: secret.key.id))
        let json = JSONValue.object([
            "format": .string(SignedBundle.format), "body": .string(Base64.text(of: body)),
            "key_id": .string(signature.keyID),
            "signature": .string(Base64.text(of: signature.bytes)),
        ])
        return try SignedBundle(reading: json.canonicalBytes)
    }

    @Test func aBundleIsReadAsItWasMade() throws {
        let made = try bundle(
            7, until: day("2027-03-31"), note: "kernels of March",
            of: [Self.file, .init(name: "b-2.yaml", text: "naïve \u{1F600} \\ \"\n")])
        let sent = try signed(made)
        let taken = try SignedBundle(reading: sent.bytes)
        #expect(taken == sent)
        let proven = try taken.proven(byOneOf: [BundleSecret().key, secret.key])
        #expect(proven.bundle == made)
        #expect(proven.mark.version == 7 && proven.mark.digest == Digest(of: made.bytes))
        #expect(proven.mark.keyID == secret.key.id)
        #expect(proven.objection(on: day("2027-03-31")) == nil)
        #expect(proven.objection(on: day("2027-04-01"))?.contains("until 2027-03-31") == true)
    }

    @Test func keysAreReadAsTheyAreWritten() throws {
        #expect(BundleSecret(text: secret.text)?.key == secret.key)
        #expect(BundleKey(text: secret.key.text) == secret.key)
        #expect(BundleKey(text: secret.key.text.uppercased()) == secret.key)
        for text in ["", "00", secret.key.text + "00", String(repeating: "g", count: 64)] {
            #expect(BundleKey(text: text) == nil && BundleSecret(text: text) == nil)
        }
    }

    @Test func nobodyElseSigns() throws {
        let sent = try signed(bundle())
        let other = BundleSecret()
        #expect(throws: WireError.self) { try sent.proven(byOneOf: []) }
        #expect(throws: WireError.self) { try sent.proven(byOneOf: [other.key]) }
        // One that calls itself by the pinned key's name.
        let bytes = try #require(Hexadecimal.bytes(in: other.text))
        let forged = try #require(
            Envelope.Signature(of: sent.body, by: bytes, named: secret.key.id))
        let json = JSONValue.object([
            "format": .string(SignedBundle.format), "body": .string(Base64.text(of: sent.body)),
            "key_id": .string(forged.keyID), "signature": .string(Base64.text(of: forged.bytes)),
        ])
        let taken = try SignedBundle(reading: json.canonicalBytes)
        #expect(throws: WireError.self) { try taken.proven(byOneOf: [secret.key]) }
    }

    /// Whatever bit turns on the way, nothing of it is believed.
    @Test func everyChangedBitIsNoticed() throws {
        let bytes = try signed(bundle()).bytes
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << bit
                #expect(throws: WireError.self, "byte \(place), bit \(bit)") {
                    try SignedBundle(reading: changed).proven(byOneOf: [secret.key])
                }
            }
        }
    }

    @Test func whatWasCutOffIsNone() throws {
        let bytes = try signed(bundle()).bytes
        for count in 0..<bytes.count {
            #expect(throws: WireError.self) { try SignedBundle(reading: Array(bytes[..<count])) }
        }
    }

    @Test(arguments: [
        "../a.yaml", "a/b.yaml", "/etc/a.yaml", ".a.yaml", "..yaml", "a.yml", "a.yaml\0",
        "a b.yaml", "a\\b.yaml", "-a.yaml", "ä.yaml", "", ".yaml", "a.yaml/",
        String(repeating: "a", count: 96) + ".yaml",
    ])
    func aNameIsNoPath(_ name: String) {
        #expect(throws: WireError.self) { try bundle(of: [.init(name: name, text: "x")]) }
    }

    @Test func everyBoundHolds() throws {
        #expect(throws: WireError.self) { try bundle(0) }
        #expect(throws: WireError.self) { try bundle(-1) }
        #expect(throws: WireError.self) { try bundle(.max) }
        #expect(throws: WireError.self) { try bundle(note: "two\nlines") }
        #expect(throws: WireError.self) { try bundle(note: String(repeating: "n", count: 501)) }
        #expect(throws: WireError.self) { try bundle(of: []) }
        #expect(throws: WireError.self) { try bundle(of: [Self.file, Self.file]) }
        let many = (0...CheckBundle.filesAtMost).map {
            CheckBundle.File(name: "f\($0).yaml", text: "")
        }
        #expect(throws: WireError.self) { try bundle(of: many) }
        #expect(try bundle(of: Array(many.dropLast())).files.count == CheckBundle.filesAtMost)
        let large = CheckBundle.File(
            name: "a.yaml", text: String(repeating: "x", count: SignedBundle.bodyAtMost))
        #expect(SignedBundle(try bundle(of: [large]), by: secret) == nil)
        #expect(throws: WireError.self) { try forged(try bundle(of: [large]).bytes) }
        #expect(throws: WireError.self) {
            try SignedBundle(reading: [UInt8](repeating: 0x20, count: SignedBundle.bytesAtMost + 1))
        }
    }

    /// What is signed by the right key and is nevertheless no bundle.
    @Test func signedNonsenseIsNone() throws {
        let text = String(decoding: try bundle().bytes, as: UTF8.self)
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        let table = [
            "", "{}", "null", "[]", deep, text + " ", " " + text, #"{"format":"muster-bundle/1"}"#,
            text.replacing("muster-bundle/1", with: "muster-bundle/2"),
            text.replacing(#""version":3"#, with: #""version":"3""#),
            text.replacing(#""version":3"#, with: #""version":3.0"#),
            text.replacing(#""version":3"#, with: #""version":3,"version":4"#),
            text.replacing(#""version":3"#, with: #""version":3,"waivers":[]"#),
            text.replacing(#""name":"a.yaml""#, with: #""mode":"0755","name":"a.yaml""#),
            text.replacing(#""name":"a.yaml""#, with: #""name":"../a.yaml""#),
            text.replacing(#""made":"#, with: #""made":-"#),
            text.replacing(#""version":3"#, with: #""until":"2027-02-30","version":3"#),
            text.replacing(#""version":3"#, with: #""note":7,"version":3"#),
            text.replacing(#""version":3"#, with: #""configuration":{},"version":3"#),
        ]
        for body in table {
            try #require(body != text)
            #expect(throws: WireError.self, "\(body.prefix(80))") {
                try forged(Array(body.utf8)).proven(byOneOf: [secret.key])
            }
        }
        #expect(try forged(Array(text.utf8)).proven(byOneOf: [secret.key]).bundle == bundle())
    }

    @Test func anEnvelopeWithMoreInItIsNone() throws {
        let text = String(decoding: try signed(bundle()).bytes, as: UTF8.self)
        for changed in [
            text.replacing(#""format""#, with: #""fetch":"https://x/","format""#),
            text.replacing(#""key_id""#, with: #""key""#),
            text.replacing("muster-signed-bundle/1", with: "muster-signed-bundle/2"),
        ] {
            #expect(throws: WireError.self) { try SignedBundle(reading: Array(changed.utf8)) }
        }
    }

    @Test func whoseChecksItIsTravelsWithAReport() throws {
        let mark = PolicyOrigin.Mark(
            version: 3, digest: Digest(of: [1]), keyID: secret.key.id)
        for origin in [PolicyOrigin.builtIn, .bundle(mark)] {
            #expect(PolicyOrigin(json: origin.json) == origin)
        }
        #expect(PolicyOrigin(json: nil) == nil)
        #expect(PolicyOrigin(json: .string("bundle")) == nil)
        #expect(PolicyOrigin(json: .object(["origin": .string("bundle")])) == nil)
    }
}
