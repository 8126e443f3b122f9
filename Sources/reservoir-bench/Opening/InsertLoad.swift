import Foundation
import PrivateCluster

/// The floor: pgbench inserts the rows that a reservation leaves, and decides nothing.
///
/// The same tables with the same constraints and indexes, ids in the order of time as ours are,
/// prepared statements, as many connections.
struct InsertLoad: Sendable {
    let shop: OpeningShop

    /// The number of the game.
    let game: Int

    /// What came of it.
    struct Result: Sendable {
        let perSecond: Double
        let p50: Double
        let p99: Double
    }

    func run() async throws -> Result {
        let script = shop.folder + "/insert.sql"
        try Data(Self.script.utf8).write(to: URL(fileURLWithPath: script))
        let log = shop.folder + "/insert-\(game)"
        let each = shop.members / shop.connections
        let output = try await Program.run(
            try Tool.find("pgbench", in: shop.programs),
            [
                "--no-vacuum", "--protocol=prepared", "--client=\(shop.connections)", "--jobs=1",
                "--transactions=\(each)", "--file=\(script)", "--define=i=0",
                "--define=game=\(game)", "--define=each=\(each)", "--log", "--log-prefix=\(log)",
                shop.conninfo,
            ]
        )
        guard let match = output.firstMatch(of: #/tps = ([0-9.]+)/#), let rate = Double(match.1)
        else { throw PrivateClusterError.programFailed("pgbench", output: output) }
        let (p50, p99) = try latencies(log)
        return Result(perSecond: rate, p50: p50, p99: p99)
    }

    /// The third column of a line is a transaction's microseconds.
    private func latencies(_ log: String) throws -> (p50: Double, p99: Double) {
        let names = try FileManager.default.contentsOfDirectory(atPath: shop.folder)
            .filter { (shop.folder + "/" + $0).hasPrefix(log + ".") }
        let text = try names.map {
            try String(contentsOfFile: shop.folder + "/" + $0, encoding: .utf8)
        }.joined()
        let times = text.split(separator: "\n").compactMap { line in
            line.split(separator: " ").dropFirst(2).first.flatMap { Double($0) }
        }.sorted()
        guard !times.isEmpty else { return (0, 0) }
        let at = { (share: Double) in
            times[min(times.count - 1, Int(share * Double(times.count)))] / 1e6
        }
        return (at(0.5), at(0.99))
    }

    private static let id = """
        overlay(gen_random_uuid()::text PLACING overlay(lpad(to_hex((extract(epoch FROM \
        clock_timestamp()) * 1000)::bigint), 12, '0') PLACING '-' FROM 9 FOR 0) FROM 1 FOR 13)::uuid
        """

    private static let script = """
        \\set i :i + 1
        \\set n :client_id * :each + :i - 1
        BEGIN;
        WITH reserved AS (
            INSERT INTO preorder.reservation (reservation_id, member_id, owner_id, game_id,
                country, currency, list_minor, discount_minor, points_used,
                points_minor, charged_minor, is_gift, status, created_at)
            SELECT \(id), member_id, member_id, md5('game' || :game)::uuid, 'KR', 'KRW',
                   59800, 5980, 0, 0, 53820, false, 'awaiting_payment', now()
            FROM (SELECT md5('member' || :n)::uuid AS member_id) AS m
            RETURNING reservation_id
        )
        INSERT INTO preorder.payment (payment_id, reservation_id, country, method, account,
            order_id, currency, amount_minor, status, created_at, authenticate_by)
        SELECT payment_id, reservation_id, 'KR', 'card', 'toss-kr',
               replace(payment_id::text, '-', ''), 'KRW', 53820, 'awaiting_authentication', now(),
               now() + interval '1 hour'
        FROM (SELECT reservation_id, \(id) AS payment_id FROM reserved) AS p
        RETURNING reservation_id AS r, payment_id AS p \\gset
        WITH draft AS MATERIALIZED (
            SELECT outbox.next_message_id() AS id, outbox.today() AS day, :r::uuid AS key
        ), written AS (
            INSERT INTO outbox.message (id, day, channel, kind, key, payload, traceparent, created_at)
            SELECT id, day, 'reports', 'reservation', key,
                   jsonb_build_object('member_id', md5('member' || :n)::uuid, 'payment_id', :p::text,
                                      'reservation_id', :r::text),
                   '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', now()
            FROM draft
        )
        INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key, state)
        SELECT 'reports', outbox.lane_of(key), id, day, 'reservation', key, 'ready' FROM draft;
        INSERT INTO preorder.api_request
            (caller, route, key, fingerprint, status, location, answer, created_at)
        VALUES ('member:' || md5('member' || :n)::uuid, 'POST /v1/reservations',
                'floor-' || :game::text || '-' || :n::text, sha256(:r::text::bytea), 201,
                '/v1/reservations/' || :r::text,
                json_build_object('reservation_id', :r::text, 'payment_id', :p::text, 'order_id',
                    replace(:p::text, '-', ''), 'amount', json_build_object('amount_minor', 53820,
                    'currency', 'KRW', 'value', '53820'), 'authenticate_by', now(),
                    'is_complete', false, 'gift_id', NULL), now());
        COMMIT;
        """
}
