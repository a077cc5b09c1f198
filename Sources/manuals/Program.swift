import Foundation

/// The built program, asked about itself.
struct Program {
    /// The executable.
    let path: String

    /// Every command that help shows, parents first, in the order of help.
    /// - Throws: ``ManualError`` where the program does not describe itself.
    func commands() throws -> [CommandSheet] {
        let text = try output(of: ["--experimental-dump-help"])
        let dump: Dump
        do { dump = try JSONDecoder().decode(Dump.self, from: Data(text.utf8)) } catch {
            throw ManualError("\(path) --experimental-dump-help: \(error)")
        }
        return Self.shown(dump.command)
    }

    /// `0.1.0`.
    func version() throws -> String {
        try output(of: ["--version"]).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The script that a shell reads. It is read and never run, so that it has no line
    /// that names an interpreter.
    func completion(of shell: Shell) throws -> String {
        let text = try output(of: ["--generate-completion-script", shell.rawValue])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let isScript = lines.first?.hasPrefix("#!") ?? false
        return lines.dropFirst(isScript ? 1 : 0).joined(separator: "\n") + "\n"
    }

    private struct Dump: Decodable {
        let command: CommandSheet
    }

    /// Without hidden ones, and without `help`, which the parser adds.
    private static func shown(_ command: CommandSheet) -> [CommandSheet] {
        guard command.shouldDisplay, command.commandName != "help" else { return [] }
        return [command] + (command.subcommands ?? []).flatMap(shown)
    }

    private func output(of words: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = words
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        do { try process.run() } catch {
            throw ManualError("\(path): \(error.localizedDescription)")
        }
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0, !data.isEmpty
        else {
            throw ManualError(
                "\(path) \(words.joined(separator: " ")): ended with "
                    + "\(process.terminationStatus), needed text and 0")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// A shell that completes.
enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// Where distributions look for the script of a program, below `/usr`.
    func place(of name: String) -> String {
        switch self {
        case .bash: "share/bash-completion/completions/\(name)"
        case .zsh: "share/zsh/vendor-completions/_\(name)"
        case .fish: "share/fish/vendor_completions.d/\(name).fish"
        }
    }
}
