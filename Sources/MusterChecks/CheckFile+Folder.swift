extension CheckFile {
    /// More files than a site has; a folder with more is probably the wrong one.
    public static let filesAtMost = 64

    /// What touches a site's folder for ``inFolder(_:by:)``: this part reads no files.
    public struct FolderReader: Sendable {
        /// The names in a folder.
        public let names: @Sendable (String) throws(ChecksError) -> [String]
        /// The text of a regular file.
        public let text: @Sendable (String) throws(ChecksError) -> String

        /// A reader of the two; what they throw names the file.
        public init(
            names: @escaping @Sendable (String) throws(ChecksError) -> [String],
            text: @escaping @Sendable (String) throws(ChecksError) -> String
        ) {
            self.names = names
            self.text = text
        }
    }

    /// The `*.yaml` files of a site's folder, by name, hidden ones left out, and
    /// what could not be read.
    ///
    /// A name that ends in `.yaml` and is no readable file is an error, never silence.
    public static func inFolder(
        _ path: String, by reader: FolderReader
    ) -> (files: [CheckFile], errors: [ChecksError]) {
        var files: [CheckFile] = []
        var errors: [ChecksError] = []
        do throws(ChecksError) {
            let names = try reader.names(path)
                .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
            guard names.count <= filesAtMost else {
                throw ChecksError(
                    whole: path, .size, "more than \(filesAtMost) check files in one folder")
            }
            for full in names.sorted().map({ path + "/" + $0 }) {
                do { files.append(CheckFile(name: full, text: try reader.text(full))) } catch {
                    errors.append(error)
                }
            }
        } catch {
            errors.append(error)
        }
        return (files, errors)
    }
}

extension ChecksError {
    /// A mistake of a file or folder as a whole.
    public init(whole file: String, _ code: Code, _ detail: String) {
        self.init(file: file, line: 0, column: 0, code: code, detail: detail)
    }
}
