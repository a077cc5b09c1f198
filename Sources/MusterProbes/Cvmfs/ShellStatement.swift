/// One command of a shell file, of the few kinds that configuration files need.
indirect enum ShellStatement: Hashable {
    /// `NAME=value …`, also behind `export` or, then fixed, `readonly`.
    case assign([ShellAssignment], fixed: Bool)
    /// A command and its arguments: a test, an include, or one that is not run.
    case command([ShellWord], line: Int)
    /// Commands joined by `&&` and `||`, which bind alike, from the left.
    case chain([ShellLink])
    /// The opposite of a command's end.
    case not(ShellStatement)
    /// `if`; an `elif` is an `if` in the other branch.
    case choice(
        [ShellStatement], then: [ShellStatement], otherwise: [ShellStatement], line: Int)
    /// Lines that are not evaluated, and the variables that they may set.
    case opaque(ShellStop, names: Set<String>)
}

/// One `NAME=value`.
struct ShellAssignment: Hashable {
    /// The variable.
    let name: String
    /// Whether it was written `+=`.
    let appends: Bool
    /// The right side; nil where `export NAME` names the variable alone.
    let value: ShellWord?
    /// Where it stands, from 1.
    let line: Int
}

/// A command of a chain.
struct ShellLink: Hashable {
    /// How the one before must have ended for this one to run; nil for the first.
    let needs: Bool?
    /// The command.
    let statement: ShellStatement
}

/// A shell file taken apart.
struct ShellScript: Hashable {
    /// The commands in order.
    let statements: [ShellStatement]
    /// The variables that its own text assigns, in whatever branch. A CVMFS client
    /// takes no others from a file, so one that only an included file sets is lost
    /// (config repository, `common.conf`).
    let names: Set<String>
}
