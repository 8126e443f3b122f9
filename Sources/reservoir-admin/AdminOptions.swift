import ArgumentParser
import Batch
import Foundation
import Postgres
import Preorder

/// What every command of this program takes.
struct AdminOptions: ParsableArguments {
    @OptionGroup(title: "Database and settings")
    var database: DatabaseOptions

    @OptionGroup(title: "Database and settings")
    var settings: SettingsOptions

    @Flag(help: "Print JSON.")
    var json = false

    /// A connection to a database that is fit.
    func connect() async throws -> Connection {
        let reader = settings.reader()
        try reader.check()
        return try await database.connect(reader, application: "reservoir-admin")
    }

    /// Prints a line, or the JSON in its place.
    func say(_ line: String, _ fields: [String: JSONValue]) throws {
        print(json ? try JSONValue.object(fields).text() : line)
    }

    /// Prints a table, or the JSON in its place.
    func show(_ table: TextTable, _ values: [JSONValue]) throws {
        if json {
            print(try JSONValue.array(values).text())
        } else {
            for line in table.lines { print(line) }
        }
    }
}

/// Who does it and why; asked of everything that touches money.
struct StaffOptions: ParsableArguments {
    @Option(help: "Who: a manager's id, or an administrator's name.")
    var by: String

    @Option(help: "Why.")
    var reason: String

    var staff: Staff { UUID(uuidString: by).map(Staff.manager) ?? .administrator(by) }

    var act: StaffAct { StaffAct(by: staff, reason: reason) }

    func validate() throws {
        guard by.contains(where: { !$0.isWhitespace }),
            reason.contains(where: { !$0.isWhitespace })
        else { throw ValidationError("--by and --reason must not be blank") }
    }
}

extension Result {
    /// The value of what was accepted.
    ///
    /// - Throws: `ProgramError.usage` with the refusal's text.
    func accepted() throws(ProgramError) -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let refusal): throw .usage("refused: \(refusal)")
        }
    }
}

extension UUID {
    /// The id as PostgreSQL prints it.
    var text: String { uuidString.lowercased() }
}
