public import ArgumentParser
public import Postgres

/// Which database a program works on.
public struct DatabaseOptions: ParsableArguments, Sendable {
    /// Overrides the environment.
    @Option(
        name: .customLong("database"),
        help: ArgumentHelp(
            "libpq conninfo or URI; else DATABASE_URL, else libpq's PG* variables.",
            valueName: "conninfo"
        )
    )
    public var conninfo: String?

    /// The environment decides.
    public init() {}

    /// How `application` reaches the database of `channel`, or the one that all share.
    public func configuration(
        _ settings: SettingsReader,
        application: String,
        channel: String? = nil
    ) -> ConnectionConfiguration {
        ConnectionConfiguration(
            conninfo: conninfo ?? settings.conninfo(channel: channel),
            applicationName: application
        )
    }

    /// A connection to a database that has been checked; see `CheckedConnection`.
    ///
    /// - Throws: `unavailable` when nothing answers, `configuration` when the database is not fit.
    public func connect(
        _ settings: SettingsReader,
        application: String,
        channel: String? = nil
    ) async throws(ProgramError) -> Connection {
        try await CheckedConnection.open(
            configuration(settings, application: application, channel: channel)
        )
    }
}
