internal import MusterModel

/// Image files: their header, and what it leads to.
extension ImageSurvey {
    /// Recognises a file and looks at what its format tells.
    func lookAtFile(_ size: Int64, into notes: inout ImageNotes) async {
        let header: ImageHeader
        do throws(Absence) {
            let bytes =
                size == 0
                ? [] : try await node.bytes(of: name, at: 0, count: ImageHeader.bytesNeeded)
            header = try ImageHeader(bytes, name)
        } catch {
            return notes.lack(ImageCards.all, error, from: name)
        }
        switch header {
        case .sif(let header):
            notes.set(ImageCards.format, .string("sif"), from: name)
            note(launchLine: header.launchLine, into: &notes)
            await look(at: header, size, into: &notes)
        case .squashfs(let block, let offset, let line):
            notes.set(ImageCards.format, .string("squashfs"), from: name)
            note(launchLine: line, into: &notes)
            noteUnsigned(&notes)
            noteBuilt(Int64(block.made), "\(name): superblock", into: &notes)
            notes.set(ImageCards.compressor, .string(block.compressor), from: name)
            await lookIntoSquashfs(at: Int64(offset), into: &notes)
        case .ext3(let block, _, let line): note(block, line, into: &notes)
        case .unrecognised:
            notes.set(ImageCards.format, .string("unrecognised"), from: name)
            let why = Absence(.malformed, "\(name): neither SIF, squashfs nor ext3 by its bytes")
            notes.lack(ImageCards.all, why, from: name)
        }
    }

    private func note(launchLine line: String, into notes: inout ImageNotes) {
        notes.set(ImageCards.launchLine, .string(line.isEmpty ? "none" : line), from: name)
    }

    private func noteUnsigned(_ notes: inout ImageNotes) {
        notes.set(ImageCards.signature, .string("none"), from: "\(name): no SIF")
        notes.set(ImageCards.signers, .list([]), from: "\(name): no SIF")
    }

    private func noteBuilt(_ seconds: Int64?, _ origin: String, into notes: inout ImageNotes) {
        do throws(Absence) {
            let day = try ImageBuildDate.day(ofSeconds: seconds, origin)
            note(built: day, from: origin, into: &notes)
        } catch {
            // A label in the image may still say it.
            if error.reason != .absent {
                notes.lack([ImageCards.built, ImageCards.age], error, from: origin)
            }
        }
    }

    private func note(_ block: ExtSuperblock, _ line: String, into notes: inout ImageNotes) {
        let origin = block.obstacle.map { "\(name): \($0)" } ?? name
        notes.set(
            ImageCards.format, .string(block.obstacle == nil ? "ext3" : "ext"), from: origin)
        note(launchLine: line, into: &notes)
        noteUnsigned(&notes)
        noteBuilt(Int64(block.made), "\(name): superblock", into: &notes)
        let why = Absence(.unsupported, "\(name): folders of ext3 images are not read")
        notes.lack(
            [
                ImageCards.architecture, ImageCards.os, ImageCards.osVersion,
                ImageCards.generation, ImageCards.bindPoints, ImageCards.missingBindPoints,
                ImageCards.holdsBindPoints,
            ], why, from: name)
    }
}

// MARK: - SIF

extension ImageSurvey {
    private func look(
        at header: SIFHeader, _ size: Int64, into notes: inout ImageNotes
    ) async {
        let origin = "\(name): SIF header"
        if let uuid = header.uuid { notes.set(ImageCards.uuid, .string(uuid), from: origin) }
        if let word = header.architecture {
            notes.set(ImageCards.architecture, .string(word), from: origin)
        }
        noteBuilt(header.made, origin, into: &notes)
        do throws(Absence) {
            let objects = try await objects(header)
            let partitions = objects.compactMap { object in
                if case .partition(let it) = object.content { it } else { nil }
            }
            notes.set(
                ImageCards.partitions, .list(partitions.map(\.inWords)),
                from: "\(name): descriptors")
            await noteSignature(objects, size, into: &notes)
            let primary = objects.first { object in
                if case .partition(let it) = object.content { it.role == "primary" } else { false }
            }
            guard let primary, case .partition(let partition) = primary.content else {
                throw Absence(.malformed, "\(name): no primary system partition")
            }
            try await look(at: partition, primary, size, into: &notes)
        } catch {
            if notes.value(of: ImageCards.partitions) == nil {
                let signature = [
                    ImageCards.partitions, ImageCards.signature, ImageCards.signers,
                    ImageCards.digest, ImageCards.verifier, ImageCards.verifierAnswer,
                ]
                notes.lack(signature, error, from: name)
            }
            notes.lack([ImageCards.compressor] + ImageCards.content, error, from: name)
        }
    }

    private func objects(_ header: SIFHeader) async throws(Absence) -> [SIFDescriptor] {
        let count = header.count * SIFDescriptor.size
        if count == 0 { return [] }
        let bytes = try await node.bytes(of: name, at: header.descriptors, count: count)
        return try SIFDescriptor.all(
            in: ByteRecord(bytes, of: "\(name): descriptor"), count: header.count)
    }

    private func look(
        at partition: SIFDescriptor.Partition, _ object: SIFDescriptor, _ size: Int64,
        into notes: inout ImageNotes
    ) async throws(Absence) {
        guard object.offset + object.length <= size else {
            throw Absence(
                .malformed,
                "\(name): \(size) bytes, needed \(object.offset + object.length) for its partition")
        }
        if let word = partition.architecture, notes.value(of: ImageCards.architecture) == nil {
            notes.set(ImageCards.architecture, .string(word), from: "\(name): descriptors")
        }
        guard partition.filesystem == "squashfs" else {
            throw Absence(
                .unsupported, "\(name): folders of \(partition.filesystem) partitions are not read")
        }
        let bytes = try await node.bytes(
            of: name, at: object.offset, count: SquashfsSuperblock.size)
        let block = try SquashfsSuperblock(bytes, name)
        notes.set(ImageCards.compressor, .string(block.compressor), from: "\(name): superblock")
        if notes.value(of: ImageCards.built) == nil {
            noteBuilt(Int64(block.made), "\(name): superblock", into: &notes)
        }
        await lookIntoSquashfs(at: object.offset, into: &notes)
    }
}
