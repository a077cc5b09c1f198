internal import MusterModel

/// Who signed a SIF, and whether anybody here can tell that it is so.
extension ImageSurvey {
    /// Verifying reads the whole file; a larger one would take longer than an audit
    /// may, and would draw it through a cache.
    private static let verifiedAtMost: Int64 = 256 << 20

    /// Notes signatures, digest and what a runtime says of them.
    func noteSignature(
        _ objects: [SIFDescriptor], _ size: Int64, into notes: inout ImageNotes
    ) async {
        var fingerprints: [String?] = []
        for object in objects {
            if case .signature(let key) = object.content { fingerprints.append(key) }
        }
        let origin = "\(name): descriptors"
        notes.set(
            ImageCards.signers, .list(Set(fingerprints.compactMap(\.self)).sorted()), from: origin)
        guard !fingerprints.isEmpty else {
            notes.set(ImageCards.signature, .string("none"), from: origin)
            return notes.lack(
                [ImageCards.digest, ImageCards.verifier, ImageCards.verifierAnswer],
                Absence(.absent, "\(name): not signed"), from: origin)
        }
        await noteDigest(objects, into: &notes)
        await verify(size, into: &notes)
    }

    private func noteDigest(_ objects: [SIFDescriptor], into notes: inout ImageNotes) async {
        let origin = "\(name): signature"
        do throws(Absence) {
            guard let primary = objects.first(where: { $0.isPrimary }) else { return }
            let least = objects.filter { $0.group == primary.group }.map(\.id).min() ?? primary.id
            for case let object in objects where object.isSignature && object.length > 0 {
                let bytes = try await node.bytes(
                    of: name, at: object.offset,
                    count: Int(min(object.length, Int64(SIFSignature.bytesAtMost))))
                let text = String(decoding: bytes, as: UTF8.self)
                let number = Int64(primary.id) - Int64(least)
                if let digest = SIFSignature.digest(ofObject: number, in: text) {
                    return notes.set(ImageCards.digest, .string(digest), from: origin)
                }
            }
            throw Absence(.absent, "\(origin): states no digest of the primary partition")
        } catch {
            notes.lack([ImageCards.digest], error, from: origin)
        }
    }

    private func verify(_ size: Int64, into notes: inout ImageNotes) async {
        do throws(Absence) {
            guard let verifier = scene.verifier else {
                throw Absence(.absent, "no apptainer or singularity is installed here")
            }
            guard ImageReference.repository(of: name) == nil else {
                throw Absence(.notTried, "\(name): verifying would draw all of it from CernVM-FS")
            }
            guard size <= Self.verifiedAtMost, !name.contains(" ") else {
                throw Absence(.notTried, "\(name): \(Bytes(size)), or a name that cannot be given")
            }
            let end = try await node.run(verifier, "verify", "--local", name)
            let answer = SignatureAnswer(end)
            notes.set(
                ImageCards.signature, .string(answer.word), from: "\(verifier) verify --local")
            notes.set(ImageCards.verifier, .string(verifier), from: verifier)
            notes.set(ImageCards.verifierAnswer, .string(answer.line), from: verifier)
        } catch {
            notes.set(ImageCards.signature, .string("present"), from: "\(name): descriptors")
            notes.lack([ImageCards.verifier, ImageCards.verifierAnswer], error, from: name)
        }
    }
}

extension SIFDescriptor {
    fileprivate var isPrimary: Bool {
        if case .partition(let partition) = content { partition.role == "primary" } else { false }
    }

    fileprivate var isSignature: Bool {
        if case .signature = content { true } else { false }
    }
}

/// What a runtime's `verify` came to.
struct SignatureAnswer: Hashable, Sendable {
    /// `verified`, `failed`, or `present` where the verifier lacks the key.
    let word: String
    /// The last line that it said.
    let line: String

    /// Exit 0 alone is a proof. That the content was changed is said in words
    /// (apptainer/sif, pkg/integrity/result.go: "integrity compromised").
    init(_ end: ProgramEnd) {
        let lines = (end.output + "\n" + end.errors).split(whereSeparator: \.isNewline)
            .map { $0.trimmingSpace }.filter { !$0.isEmpty }
        line = String((lines.last ?? "").prefix(200)).printable
        let isChanged = lines.contains { $0.contains("integrity compromised") }
        word = end.exit == 0 ? "verified" : isChanged ? "failed" : "present"
    }
}
