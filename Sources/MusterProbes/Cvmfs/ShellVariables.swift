internal import MusterModel

/// What a shell variable holds after a file was read, or why that is not known.
enum ShellValue: Hashable {
    case text(String)
    case doubt(Absence)
}

/// The value of one variable and where it was set.
struct ShellSetting: Hashable {
    /// The value.
    let value: ShellValue
    /// `file:line` of the assignment that counts.
    let origin: String
    /// Whether `readonly` set it.
    var isFixed = false
}

/// The variables of a shell at one moment.
struct ShellVariables: Hashable {
    /// The variables that are set, or that may be, by name.
    private(set) var settings: [String: ShellSetting] = [:]

    /// Why any other variable may be set too; nil where none is.
    private(set) var flood: ShellSetting?

    /// No variable set.
    init() {}

    /// The setting of a variable; nil where it is certainly not set.
    subscript(_ name: String) -> ShellSetting? {
        get { settings[name] ?? flood }
        set { settings[name] = newValue }
    }

    /// Nothing is certain any more, for a file that could have set everything
    /// could not be read.
    mutating func drown(_ absence: Absence, from origin: String) {
        let setting = ShellSetting(value: .doubt(absence), origin: origin)
        flood = setting
        settings = settings.mapValues { _ in setting }
    }

    /// Forgets a variable.
    mutating func unset(_ name: String) {
        settings[name] = flood.map { _ in ShellSetting(value: .text(""), origin: "unset") }
    }

    /// Every variable on whose value this and `other` differ becomes uncertain:
    /// nobody knows which of two branches a shell takes.
    mutating func merge(_ other: ShellVariables, why: Absence, at origin: String) {
        flood = flood ?? other.flood
        for name in Set(settings.keys).union(other.settings.keys)
        where self[name]?.value != other[name]?.value {
            settings[name] = ShellSetting(value: .doubt(why), origin: origin)
        }
    }

    /// Takes the values of `names` from `other`, and what other has lost.
    mutating func adopt(_ names: Set<String>, from other: ShellVariables) {
        flood = other.flood
        if flood != nil { settings = other.settings }
        for name in names { settings[name] = other.settings[name] }
    }
}
