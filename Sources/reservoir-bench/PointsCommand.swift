import ArgumentParser
import Batch
import Postgres
import PrivateCluster

/// `reservoir-bench points`: the points drain.
struct PointsCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "points",
        abstract: "The points drain, against its pure effect.",
        discussion: """
            The floor writes the same ledger, lot and balance rows in sets of the same size \
            without an outbox.
            """
    )

    @Option(help: "Messages to drain.")
    var messages = 100_000

    @Option(help: "Members, each with an account.")
    var accounts = 50_000

    @Option(help: "Messages in a set, on both sides.")
    var batchSize = 1_000

    func validate() throws {
        guard (1...10_000_000).contains(messages), (1...10_000_000).contains(accounts),
            (1...100_000).contains(batchSize)
        else { throw ValidationError("counts are positive; --batch-size is at most 100000") }
    }

    mutating func perform() async throws {
        let cluster = try await PrivateCluster.start(settings: ["max_wal_size": "8GB"])
        do {
            let connection = try await Connection.connect(
                ConnectionConfiguration(conninfo: cluster.conninfo(database: "postgres"))
            )
            let bench = PointsBench(
                messages: messages,
                accounts: accounts,
                batchSize: batchSize
            )
            for line in try await bench.run(on: connection) { print(line) }
            await connection.close()
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
    }
}
