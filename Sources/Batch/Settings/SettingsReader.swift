public import Foundation

/// Reads settings from the environment and a file, and remembers everything that is wrong with
/// them, so that `check` can say it all at once.
///
///     var reader = try options.settings.reader()
///     let keys = reader.sealKeys()
///     let mail = reader.mail()
///     try reader.check()
///
/// Until `check` has passed, what the accessors returned may be a stand-in. The environment wins
/// over the file. A secret `NAME` may stand in the file that `NAME_FILE` names.
public struct SettingsReader: Sendable {
    private let values: [String: String]

    /// What is wrong, in the order found.
    public private(set) var problems: [String] = []

    /// The settings of an environment and of the file at `path`, if there is one.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        file path: String? = nil
    ) {
        guard let path else {
            values = environment
            return
        }
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let file = SettingsFile(text: text, path: path)
            problems = file.problems
            values = file.values.merging(environment) { _, fromEnvironment in fromEnvironment }
        } catch {
            problems = ["--config \(path): cannot be read as UTF-8 text"]
            values = environment
        }
    }

    /// The names of all settings that are not empty.
    var names: [String] { values.filter { !$0.value.isEmpty }.map(\.key) }

    /// Notes that something is wrong.
    public mutating func note(_ problem: String) { problems.append(problem) }

    /// The setting's text; nil when it is absent or empty.
    public func string(_ name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The setting's text; its absence is noted, with `purpose` to say what it is for.
    public mutating func required(_ name: String, _ purpose: String) -> String {
        guard let text = string(name) else {
            note("\(name) is not set: \(purpose)")
            return ""
        }
        return text
    }

    /// A whole number within `range`.
    public mutating func integer(
        _ name: String,
        in range: ClosedRange<Int>,
        default standard: Int
    ) -> Int {
        guard let text = string(name) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            note("\(name) is \(text): it must be from \(range.lowerBound) to \(range.upperBound)")
            return standard
        }
        return number
    }

    /// A secret from `NAME`, or from the file that `NAME_FILE` names; one trailing newline is
    /// not part of it.
    public mutating func secret(_ name: String) -> Secret<String>? {
        guard let path = string("\(name)_FILE") else { return string(name).map(Secret.init) }
        if string(name) != nil {
            note("\(name) and \(name)_FILE are both set: which one is meant?")
            return nil
        }
        do {
            var text = try String(contentsOfFile: path, encoding: .utf8)
            if text.hasSuffix("\n") { text.removeLast() }
            if text.isEmpty { note("\(name)_FILE: \(path) is empty") }
            return text.isEmpty ? nil : Secret(text)
        } catch {
            note("\(name)_FILE: \(path) cannot be read as UTF-8 text")
            return nil
        }
    }

    /// Ends the reading.
    ///
    /// - Throws: `ProgramError.configuration` with everything that was noted.
    public func check() throws(ProgramError) {
        guard problems.isEmpty else { throw .configuration(problems) }
    }
}
