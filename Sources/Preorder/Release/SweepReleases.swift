import Foundation
public import Outbox
public import Postgres

/// What follows from games that come out, are moved or are cancelled: `reservoir-sweep releases`.
///
/// Everything is done in sets of a bounded size, each in a transaction of its own. What a set did
/// is no longer found by the next one, so a run that stops or dies half-way goes on with the next
/// run, and several hosts share the work: what somebody else has in hand is passed over.
public struct SweepReleases: Sendable {
    /// What a run did.
    public struct Result: Sendable, Hashable {
        /// Games that came out.
        public var gamesOut = 0

        /// Reservations of games that are out, handed to their owners.
        public var released = 0

        /// Refunds that were opened because a game was cancelled.
        public var refunds = 0

        /// Reservations of cancelled games that were withdrawn before they were paid.
        public var withdrawn = 0

        /// Members told that a release was moved.
        public var told = 0

        /// Nothing yet.
        public init() {}
    }

    /// What one transaction did with a game's reservations.
    struct Step: Sendable {
        /// Reservations that it found; fewer than the limit means that none is left.
        var found = 0

        /// The last one of them; the next step begins after it.
        var last: UUID?

        /// What it did.
        var result = Result()
    }

    private let limit: Int

    /// A sweep that takes at most `limit` reservations into one transaction.
    public init(limit: Int = 300) { self.limit = limit }

    /// Brings games out, gives back the money of cancelled ones, hands out what is out and tells
    /// of what was moved, until nothing is left to do or `stop` is asked for.
    ///
    /// - Throws: `PostgresError`.
    public func run(
        asOf: Timestamp?,
        stop: StopSignal,
        on connection: Connection
    ) async throws -> Result {
        var result = Result()
        while !stop.isAsked {
            let games = try await BringGamesOut.run(asOf: asOf, limit: limit, on: connection)
            result.gamesOut += games
            if games < limit { break }
        }
        for gameID in try await connection.query(FindCancelled()) {
            result += try await work(stop) {
                try await CallOffReservations.run(
                    of: gameID,
                    after: $0,
                    asOf: asOf,
                    limit: limit,
                    on: connection
                )
            }
        }
        for gameID in try await connection.query(FindOut()) {
            result += try await work(stop) {
                try await ReleaseReservations.run(
                    of: gameID,
                    after: $0,
                    asOf: asOf,
                    limit: limit,
                    on: connection
                )
            }
        }
        while !stop.isAsked {
            guard let told = try await TellOfMove.run(asOf: asOf, limit: limit, on: connection)
            else { break }
            result.told += told
        }
        return result
    }

    /// Takes one step after the other through a game's reservations, in id order.
    private nonisolated(nonsending) func work(
        _ stop: StopSignal,
        _ step: (UUID?) async throws -> Step
    ) async throws -> Result {
        var (result, last) = (Result(), UUID?.none)
        while !stop.isAsked {
            let done = try await step(last)
            result += done.result
            last = done.last
            if done.found < limit { break }
        }
        return result
    }
}

extension SweepReleases.Result {
    static func += (sum: inout Self, other: Self) {
        sum.gamesOut += other.gamesOut
        sum.released += other.released
        sum.refunds += other.refunds
        sum.withdrawn += other.withdrawn
        sum.told += other.told
    }
}

extension UUID {
    /// Before every other id.
    static let first = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}

/// Games whose reservations are to be released, in id order; one look into an index a game.
///
/// The order within makes it the index: games are so different that the planner expects to come
/// upon a reservation soon, and would read them all where there is none.
struct FindOut: Statement {
    static let sql = """
        SELECT g.game_id FROM preorder.game AS g
        CROSS JOIN LATERAL (SELECT FROM preorder.reservation AS r
                            WHERE r.game_id = g.game_id AND r.status = 'reserved'
                              AND r.owner_id IS NOT NULL
                            ORDER BY r.reservation_id LIMIT 1) AS unreleased
        WHERE g.status = 'released'
        ORDER BY g.game_id
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}

/// Cancelled games with reservations that are neither given back nor on their way there, in id
/// order.
///
/// Nothing marks a cancelled game as done: a reservation that was just being made when the game
/// was cancelled, or whose refund was just being denied, is found by a later run.
struct FindCancelled: Statement {
    static let sql = """
        SELECT g.game_id FROM preorder.game AS g
        CROSS JOIN LATERAL (SELECT FROM preorder.reservation AS r
                            WHERE r.game_id = g.game_id
                              AND r.status IN ('awaiting_payment', 'pending', 'reserved',
                                               'released')
                            ORDER BY r.reservation_id LIMIT 1) AS standing
        WHERE g.status = 'cancelled'
        ORDER BY g.game_id
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}
