public import ArgumentParser

/// Where settings come from beside the environment.
public struct SettingsOptions: ParsableArguments {
    /// A file of `KEY=VALUE` lines.
    @Option(help: "File of KEY=VALUE lines with RESERVOIR_* settings; the environment wins.")
    public var config: String?

    /// No file.
    public init() {}

    /// A reader of the environment and the file.
    public func reader() -> SettingsReader { SettingsReader(file: config) }
}
