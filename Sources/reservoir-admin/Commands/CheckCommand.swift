import ArgumentParser
import Batch
import Postgres
import Preorder

/// `check`: whether all is well, for Nagios, Icinga and whatever else runs plugins.
struct CheckCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say on one line whether all is well, as a Nagios plugin.",
        discussion: """
            Reads schema report and nothing else, so that the role reservoir_report_reader will \
            do; RESERVOIR_CHECK_DATABASE_URL, else DATABASE_URL, says where. It looks at

              batch      one of outbox.batch_policy has not run for longer than it may
              due        the oldest due message of a channel
              unknown    the oldest call without a verdict
              dead       dead letters that nobody has decided
              refund     refunds refused, near their legal day, or past it
              breaker    destinations that do not answer
              pause      what a configuration error has paused
              partition  days ahead that the outbox can be written to
              alert      alerts that reservoir-sweep alerts could not tell

            A limit is the highest number that is still well (of partitions the lowest). Ages of \
            batches and partitions are real time, all others domain time; a simulation is named.

            EXIT STATUS
              0 OK · 1 WARNING · 2 CRITICAL · 3 UNKNOWN: nothing could be read · 64 usage
            """
    )

    @OptionGroup(title: "Database and settings")
    var database: DatabaseOptions

    @OptionGroup(title: "Database and settings")
    var settings: SettingsOptions

    @OptionGroup(title: "Limits")
    var limits: LimitOptions

    @Option(help: "Seconds for the connection, and for each question to the database.")
    var timeout = 10

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (1...3_600).contains(timeout) else {
            throw ValidationError("--timeout is 1 to 3600 seconds")
        }
    }

    func perform() async throws {
        var level = HealthLevel.unknown
        do {
            let health = Health(try await read(), limits: limits.limits)
            level = health.level
            print(json ? try health.json.text() : health.line)
        } catch {
            // What went wrong is the answer, on standard output like every other.
            let reason = Self.reason(error)
            print(json ? try Self.json(reason).text() : "RESERVOIR \(level.name) - \(reason)")
        }
        if level != .ok { throw ExitCode(level.rawValue) }
    }

    private func read() async throws -> Vitals {
        let reader = settings.reader()
        try reader.check()
        var configuration = database.configuration(
            reader,
            application: "reservoir-admin check",
            channel: "check"
        )
        if let problem = Conninfo.problem(configuration.conninfo) {
            throw ProgramError.configuration(["the database's conninfo: \(problem)"])
        }
        configuration.connectTimeout = .seconds(timeout)
        configuration.statementDeadline = .seconds(timeout)
        let connection = try await Connection.connect(configuration)
        do {
            let vitals = try await Vitals.read(on: connection)
            await connection.close()
            return vitals
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func reason(_ error: any Error) -> String {
        let state = (error as? PostgresError)?.sqlState
        if state == .undefinedTable || state == .undefinedColumn || state == .invalidSchemaName {
            return
                "the schema is older than this program, or not there: run reservoir-admin migrate"
        }
        let lines = ProgramError(error).lines.joined(separator: "; ")
        return lines.split(whereSeparator: \.isNewline).joined(separator: " ")
            .replacing("|", with: "/")
    }

    private static func json(_ reason: String) -> JSONValue {
        .object([
            "status": .string(HealthLevel.unknown.name),
            "code": .integer(Int64(HealthLevel.unknown.rawValue)), "reason": .string(reason),
        ])
    }
}

extension Health {
    /// The same for programs.
    fileprivate var json: JSONValue {
        let metrics = metrics.map { ($0.name, JSONValue.integer($0.value)) }
        return .object([
            "status": .string(level.name), "code": .integer(Int64(level.rawValue)),
            "findings": .array(
                findings.map { finding in
                    .object([
                        "level": .string(finding.level.name), "check": .string(finding.check),
                        "text": .string(finding.text),
                    ])
                }
            ),
            "notes": .array(notes.map(JSONValue.string)),
            "metrics": .object(Dictionary(uniqueKeysWithValues: metrics)),
        ])
    }
}
