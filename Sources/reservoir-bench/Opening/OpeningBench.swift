import Foundation
import Postgres
import PrivateCluster

/// Lets the legs take turns, then lets too many come at once.
struct OpeningBench: Sendable {
    let shop: OpeningShop
    let rounds: Int
    let crowd: Int

    /// Requests of a catalogue leg.
    private var looks: Int { shop.members * 2 }

    func run() async throws -> OpeningReport {
        var report = OpeningReport(
            reservations: shop.members,
            connections: shop.connections,
            crowd: crowd
        )
        let api = try await shop.serve(withDefaultLimits: false)
        do {
            for round in 0..<rounds { try await measure(round, api, &report) }
        } catch {
            api.stop()
            throw error
        }
        api.stop()
        let limited = try await shop.serve(withDefaultLimits: true)
        do {
            try await crowd(at: limited, &report)
        } catch {
            limited.stop()
            throw error
        }
        limited.stop()
        report.refusals = try Refusals(log: limited.log)
        await shop.connection.close()
        return report
    }

    private func measure(
        _ round: Int,
        _ api: ServedAPI,
        _ report: inout OpeningReport
    ) async throws {
        try Task.checkCancellation()
        let game = 10 + round * 3
        try await shop.settle()
        report.inserts.append(try await InsertLoad(shop: shop, game: game).run())
        try await shop.settle()
        let reserved = try await reserve(game + 1, shop.connections, api)
        report.reserves.append(reserved)
        report.expect(reserved, only: [201])
        report.expect(rows: try await rows(game + 1), of: reserved)
        try await shop.settle()
        let gameID = try await shop.connection.only(OpeningGame(game: game + 2))
        report.calls.append(try await CallLoad(shop: shop, gameID: gameID).run())
        for asking in [WrkLoad.Asking.catalogue, .conditional] {
            let looked = try await load(asking, looks, shop.connections, shop.members, api)
            // The first one knows no tag yet.
            let expected: Set<String> = asking == .catalogue ? ["200"] : ["200", "304"]
            report.expect(looked, only: Set(expected.compactMap { Int($0) }))
            if asking == .catalogue {
                report.looks.append(looked)
            } else {
                report.tags.append(looked)
            }
        }
    }

    /// With the limits as they are: many members at once, then one member too often.
    private func crowd(at api: ServedAPI, _ report: inout OpeningReport) async throws {
        try Task.checkCancellation()
        try await shop.settle()
        let many = try await reserve(1, crowd, api)
        report.many = many
        report.expect(many, only: [201, 429, 503])
        report.expect(rows: try await rows(1), of: many)
        let one = try await load(.catalogue, max(200, shop.members / 10), shop.connections, 1, api)
        report.one = one
        report.expect(one, only: [200, 429])
    }

    private func reserve(
        _ game: Int,
        _ connections: Int,
        _ api: ServedAPI
    ) async throws -> WrkLoad.Result {
        let gameID = try await shop.connection.only(OpeningGame(game: game))
        var load = WrkLoad(
            asking: .reservation,
            url: api.url,
            tokens: shop.tokens,
            requests: shop.members,
            connections: connections,
            members: shop.members
        )
        load.game = gameID.uuidString.lowercased()
        return try await load.run(in: shop.folder)
    }

    private func load(
        _ asking: WrkLoad.Asking,
        _ requests: Int,
        _ connections: Int,
        _ members: Int,
        _ api: ServedAPI
    ) async throws -> WrkLoad.Result {
        try await WrkLoad(
            asking: asking,
            url: api.url,
            tokens: shop.tokens,
            requests: requests,
            connections: connections,
            members: members
        ).run(in: shop.folder)
    }

    private func rows(_ game: Int) async throws -> Int {
        try await shop.connection.only(CountOpeningRows(game: game))
    }
}

/// The id of the n-th game.
struct OpeningGame: Statement {
    static let sql =
        "SELECT game_id FROM preorder.game WHERE game_id = md5('game' || $1::integer)::uuid"

    let game: Int

    var bindings: [any Bindable] { [game] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}

/// Reservations of the n-th game that have all that belongs to them: payment, message, queue row
/// and kept answer.
struct CountOpeningRows: Statement {
    static let sql = """
        SELECT count(*)
        FROM preorder.reservation AS r
        JOIN preorder.payment AS p USING (reservation_id)
        JOIN outbox.message AS m ON m.key = r.reservation_id
        JOIN outbox.queue AS q ON q.message_id = m.id
        JOIN preorder.api_request AS a
          ON a.location = '/v1/reservations/' || r.reservation_id
        WHERE r.game_id = md5('game' || $1::integer)::uuid
        """

    let game: Int

    var bindings: [any Bindable] { [game] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
