import AsyncHTTPClient
import Foundation
import Postgres
import Preorder

extension Story {
    /// What members do on one day, each by chance.
    private enum Chance {
        /// One who has reserved a game asks for their money back.
        static let refund = 0.002

        /// One who submitted this day changes their mind before the charge.
        static let withdrawal = 0.02

        /// An open gift is accepted, declined or cancelled.
        static let answer = 0.04
    }

    /// Tells a long story day by day: members reserve, give, answer and ask for refunds as they
    /// please, games come out, one is moved and one is cancelled, and the batches run every day.
    func tellDays(_ days: Int) async throws -> Verdict {
        let connection = try await connect()
        let members = max(10, reservations / 3)
        let catalogue = DemoCatalogue(
            members: members,
            releaseEvery: max(1, days / 7),
            opensAt: opensAt
        )
        try await catalogue.create(on: connection)
        progress.say("5 countries, 6 games, \(members) members, \(days) days")
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            for day in 0..<days {
                try Task.checkCancellation()
                try await live(day, of: days, members, client, on: connection)
                if (day + 1) % 30 == 0 { progress.say("day \(day + 1)") }
            }
            try await runBatches(until: connection)
            // Whoever was told of a gift on the last day has its whole period to answer.
            try await waitForGifts(on: connection)
            let verdict = try await Verdict.reach(
                connection,
                truth: try await truth(client),
                seed: seed
            )
            try await client.shutdown()
            await connection.close()
            return verdict
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    private func live(
        _ day: Int,
        of days: Int,
        _ members: Int,
        _ client: HTTPClient,
        on connection: Connection
    ) async throws {
        var random = SplitMix(seed: seed &+ UInt64(day) &* 5_000_011)
        let games = try await connection.query(ReadOnSale())
        let first = reservations * day / days
        let numbers = games.isEmpty ? 0..<0 : first..<(reservations * (day + 1) / days)
        _ = try await takeReservations(numbers, members, games, client)
        try await changeMinds(&random, on: connection)
        try await runDay()
        try await connection.execute(MoveClock(seconds: 43_200))
        try await askForRefunds(&random, on: connection)
        try await answerSomeGifts(&random, on: connection)
        try await decideOnGames(day, of: days, on: connection)
        try await runDay()
        try await connection.execute(MoveClock(seconds: 43_200))
    }

    /// Every batch once, each as its own process.
    private func runDay() async throws {
        let programs = ProgramRunner(environment: world.environment)
        let quiet = ["--log-level", "warning"]
        _ = try await programs.must("reservoir-drain", quiet + ["payments"])
        _ = try await programs.must("reservoir-drain", quiet + ["points", "mail", "reports"])
        _ = try await programs.must("reservoir-sweep", quiet + Self.sweeps)
    }

    private func changeMinds(_ random: inout SplitMix, on connection: Connection) async throws {
        for pending in try await connection.query(ReadOwned(status: "pending"))
        where random.draws(Chance.withdrawal) {
            _ = try await Withdraw()(
                reservationID: pending.reservationID,
                memberID: pending.memberID,
                on: connection
            )
        }
    }

    private func askForRefunds(_ random: inout SplitMix, on connection: Connection) async throws {
        for reserved in try await connection.query(ReadOwned(status: "reserved"))
        where random.draws(Chance.refund) {
            let outcome = try await RequestRefund()(
                reservationID: reserved.reservationID,
                by: .member(reserved.memberID),
                on: connection
            )
            guard case .accepted = outcome else { throw DemoError.refused("refund: \(outcome)") }
        }
    }

    private func answerSomeGifts(
        _ random: inout SplitMix,
        on connection: Connection
    ) async throws {
        for gift in try await connection.query(ReadOffered()) where random.draws(Chance.answer) {
            try await answer(gift, Int(random.next() % 3), on: connection)
        }
    }

    /// The shop moves one game's release before it comes out, and cancels another.
    private func decideOnGames(_ day: Int, of days: Int, on connection: Connection) async throws {
        let programs = ProgramRunner(environment: world.environment)
        let staff = ["--by", "alice", "--reason", "demo"]
        if day == days * 2 / 5 {
            let game = try await connection.only(ReadRelease(game: 4, laterBy: days / 12))
            _ = try await programs.must(
                "reservoir-admin",
                ["game", "move", game.id, "--release-at", game.releaseAt] + staff
            )
            progress.say("day \(day + 1): game 4 comes out later")
        }
        if day == days * 3 / 5 {
            let game = try await connection.only(ReadRelease(game: 5, laterBy: 0))
            _ = try await programs.must("reservoir-admin", ["game", "cancel", game.id] + staff)
            progress.say("day \(day + 1): game 5 is cancelled")
        }
    }
}

extension SplitMix {
    /// Whether something of this probability happens.
    mutating func draws(_ probability: Double) -> Bool {
        Double(next() >> 11) / Double(1 << 53) < probability
    }
}

/// The numbers of the games that can be reserved now.
struct ReadOnSale: Statement {
    static let sql = """
        SELECT n FROM generate_series(1, 6) AS n
        JOIN preorder.game AS g ON g.game_id = md5('game' || n)::uuid
        WHERE g.status = 'announced'
          AND EXISTS (SELECT FROM preorder.game_price AS p
                      WHERE p.game_id = g.game_id AND p.sales @> outbox.now())
        ORDER BY n
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}

/// The n-th game's id, and when it comes out, or some days later, as a command takes both.
struct ReadRelease: Statement {
    static let sql = """
        SELECT game_id::text,
               to_char((release_at + $2::integer * interval '1 day') AT TIME ZONE 'UTC',
                       'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        FROM preorder.game WHERE game_id = md5('game' || $1::integer)::uuid
        """

    let game: Int
    let laterBy: Int

    var bindings: [any Bindable] { [game, laterBy] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> (id: String, releaseAt: String) {
        try (row.next(), row.next())
    }
}
