import API
import ArgumentParser
import Batch
import Foundation
import Logging
import Postgres

/// The program: reads its settings, serves until SIGTERM or SIGINT, exits 0.
@main
struct APICommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "reservoir-api",
        abstract: "Serve the HTTP API.",
        discussion: Manual.discussion
    )

    @Option(help: "Address of this machine to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port = 8_080

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var log: LogOptions

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("a port is from 0 to 65535")
        }
    }

    mutating func perform() async throws {
        let reader = settings.reader()
        let connection = database.configuration(
            reader,
            application: "reservoir-api",
            channel: "api"
        )
        var configuration = try APISettings(reader, host: host).configuration(connection)
        configuration.host = host
        configuration.port = port
        let logger = log.start(program: "reservoir-api")
        // What is wrong with the database is said at once and not to the first caller.
        await (try CheckedConnection.open(connection)).close()
        let server: APIServer
        do throws(APIError) {
            server = try await APIServer(configuration, logger: logger) { port in
                logger.info("listening", metadata: ["port": "\(port)"])
            }
        } catch {
            throw ProgramError.configuration(["RESERVOIR_API_JWKS: \(error)"])
        }
        do {
            try await server.runUntilSignalled()
        } catch {
            throw ProgramError.unavailable("cannot serve on \(host):\(port): \(error)")
        }
    }
}
