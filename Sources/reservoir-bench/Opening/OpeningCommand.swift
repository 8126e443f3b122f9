import ArgumentParser
import Batch
import Foundation
import PrivateCluster

/// `reservoir-bench opening`: the minute in which the sale opens.
struct OpeningCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "opening",
        abstract: "The API in a sale's opening minute, against inserting the same rows.",
        discussion: """
            Members, each with a token and a key of their own, look at the catalogue and reserve \
            over HTTP, driven by wrk. The floor is pgbench, which inserts the rows that a \
            reservation leaves (reservation, payment, message, queue and kept answer) over as many \
            connections; beside it stands the same reservation without HTTP. The legs take turns, \
            and the median of the rounds counts.

            Then the API has its default limits and more callers than they allow: who is refused \
            is told so at once with 429 or 503. In the end the database has exactly the \
            reservations that were answered with 201.

            Needs wrk and pgbench (PG_BINDIR, PATH).

            EXIT STATUS
              0 measured · 64 usage · 65 an answer was other than expected, or rows and answers \
            differ · 75 wrk or pgbench is missing, or it was ended before it was done
            """
    )

    @Option(help: "Reservations of each leg, each by another member.")
    var reservations = 10_000

    @Option(help: "How often the legs take turns.")
    var rounds = 3

    @Option(help: "Connections, on both sides.")
    var connections = 16

    @Option(help: "Callers at once where there are too many.")
    var crowd = 400

    func validate() throws {
        guard (100...1_000_000).contains(reservations), (1...99).contains(rounds),
            (1...100).contains(connections), (connections...10_000).contains(crowd)
        else {
            throw ValidationError(
                "--reservations is 100 to 1000000, --rounds 1 to 99, --connections 1 to 100, "
                    + "--crowd at least --connections"
            )
        }
    }

    mutating func perform() async throws {
        let ending = Ending()
        let folder = NSTemporaryDirectory() + "reservoir-bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let cluster = try await PrivateCluster.start(
            settings: ["max_wal_size": "8GB", "max_connections": "300"]
        )
        let result: Result<OpeningReport, any Error>
        let (members, connections, rounds, crowd) = (reservations, connections, rounds, crowd)
        do {
            let report = try await ending.cancelling {
                let shop = try await OpeningShop.open(
                    on: cluster,
                    in: folder,
                    members: members,
                    connections: connections
                )
                return try await OpeningBench(shop: shop, rounds: rounds, crowd: crowd).run()
            }
            result = .success(report)
        } catch {
            result = .failure(error)
        }
        await cluster.stop()
        try FileManager.default.removeItem(atPath: folder)
        if case .failure = result, ending.hasCome {
            throw ProgramError.unavailable("ended before everything was measured")
        }
        let report = try result.get()
        print(report.page)
        guard report.faults.isEmpty else {
            throw ProgramError.breaksFound(report.faults.joined(separator: "; "))
        }
    }
}
