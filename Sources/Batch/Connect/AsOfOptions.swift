public import ArgumentParser
public import Postgres

/// The instant that a run works for instead of now.
public struct AsOfOptions: ParsableArguments, Sendable {
    /// Domain time; nil for the database's.
    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp(
            "Work as if it were this instant (2026-11-23T03:00:00Z), to make up for a missed run.",
            discussion: "An instant in the future is accepted only by a simulation.",
            valueName: "instant"
        ),
        transform: { (text) throws(ValidationError) in try AsOfOptions.instant(text) }
    )
    public var instant: Timestamp?

    /// Now.
    public init() {}

    /// The instant, once it is known that the database may be worked on as of then.
    ///
    /// - Throws: `ProgramError.usage` for an instant in the future of a real database.
    public func check(on connection: Connection) async throws -> Timestamp? {
        guard let instant else { return nil }
        let clock = try await connection.only(ReadClock())
        guard clock.isSimulation || instant <= clock.now else {
            throw ProgramError.usage(
                "--as-of \(instant) is in the future; only a simulation accepts that"
            )
        }
        return instant
    }

    static func instant(_ text: String) throws(ValidationError) -> Timestamp {
        guard let instant = Timestamp(text) else {
            throw ValidationError(
                "\(text) is not an ISO 8601 instant with its offset, such as 2026-11-23T03:00:00Z"
            )
        }
        return instant
    }
}

/// Domain time and whether it is simulated; one row.
public struct ReadClock: Statement {
    /// The database's clock.
    public static let sql = """
        SELECT outbox.now(), EXISTS (SELECT FROM outbox.clock WHERE simulated_at IS NOT NULL)
        """

    /// The statement.
    public init() {}

    /// Reads the clock.
    public func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (now: Timestamp, isSimulation: Bool) {
        try (row.next(), row.next())
    }
}
