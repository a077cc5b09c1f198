// Writes man pages, the reference of commands and shell completions from the program's
// own description of its commands; called by packaging/man/build and by tests.
// usage: manuals PROGRAM SECTIONS FOLDER YYYY-MM-DD
import Foundation

/// The tool behind `packaging/man/build`.
@main
enum Manuals {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            guard words.count == 4 else {
                throw ManualError("usage: manuals PROGRAM SECTIONS FOLDER YYYY-MM-DD")
            }
            try write(
                of: Program(path: words[0]), sections: URL(filePath: words[1]),
                to: URL(filePath: words[2]), day: ManualDay(words[3]))
        } catch {
            FileHandle.standardError.write(Data("manuals: \(error)\n".utf8))
            exit(1)
        }
    }

    /// Writes everything below `folder`, in the places of a `/usr`.
    private static func write(
        of program: Program, sections: URL, to folder: URL, day: ManualDay
    ) throws {
        let commands = try program.commands()
        let name = commands.first?.commandName ?? "muster"
        let pages = try commands.map { command in
            ManualPage(
                command: command,
                sections: try HandSections.read(
                    sections.appending(path: command.page + ".md")))
        }
        try refuseStrangers(in: sections, beside: pages.map(\.command.page))
        let version = try program.version()
        for page in pages {
            let text = Mdoc.page(page, among: pages, version: version, day: day)
            try put(text, folder.appending(path: "share/man/man1/\(page.command.page).1"))
        }
        try put(
            MarkdownReference.text(of: pages, in: sections.path),
            folder.appending(path: name + ".md"))
        for shell in Shell.allCases {
            let text = try program.completion(of: shell)
            try put(text, folder.appending(path: shell.place(of: name)))
        }
    }

    /// A file that belongs to no command is one that a command lost.
    private static func refuseStrangers(in folder: URL, beside pages: [String]) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        for name in names.sorted() where name.hasSuffix(".md") {
            guard pages.contains(String(name.dropLast(3))) else {
                throw ManualError(
                    "\(folder.path)/\(name): no such command, needed one of the program's")
            }
        }
    }

    private static func put(_ text: String, _ file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }
}

/// What is wrong, as `source: what was found, what was needed`.
struct ManualError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
