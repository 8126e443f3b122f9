import Batch
import Foundation
import LocalTokens
import Postgres
import PrivateCluster

/// A shop with members and games enough for every leg, and everything that a leg is run with.
struct OpeningShop: Sendable {
    let conninfo: String
    let programs: String
    let folder: String
    let members: Int
    let connections: Int
    let connection: Connection

    /// The file with a token a line, of the members in order.
    var tokens: String { folder + "/tokens" }

    private var keys: String { folder + "/jwks.json" }

    /// A country, its members, and a game for each leg.
    static func open(
        on cluster: PrivateCluster,
        in folder: String,
        members: Int,
        connections: Int
    ) async throws -> OpeningShop {
        let conninfo = cluster.conninfo(database: "postgres")
        let connection = try await Connection.connect(ConnectionConfiguration(conninfo: conninfo))
        let directory = try SQLDirectory(option: nil, settings: SettingsReader())
        _ = try await Migrator(directory).migrate(on: connection)
        try await connection.script(country)
        try await connection.execute(MakeOpeningMembers(members: members))
        let shop = OpeningShop(
            conninfo: conninfo,
            programs: cluster.programs,
            folder: folder,
            members: members,
            connections: connections,
            connection: connection
        )
        try await shop.writeTokens()
        return shop
    }

    private func writeTokens() async throws {
        let signer = await TokenSigner(lifeDays: 1)
        try signer.keySet().write(to: URL(fileURLWithPath: keys))
        var lines = ""
        for member in try await connection.query(ReadOpeningMembers()) {
            lines += try await signer.token(for: member) + "\n"
        }
        try Data(lines.utf8).write(to: URL(fileURLWithPath: tokens))
    }

    /// The API as its own role, with limits that nobody reaches or with the defaults.
    func serve(withDefaultLimits hasDefaultLimits: Bool) async throws -> ServedAPI {
        var environment = [
            "RESERVOIR_API_DATABASE_URL": conninfo.replacing(
                "user='postgres'",
                with: "user='reservoir_api'"
            ), "RESERVOIR_API_JWKS": keys,
            "RESERVOIR_SEAL_KEYS": "bench:" + Data(repeating: 7, count: 32).base64EncodedString(),
        ]
        if !hasDefaultLimits {
            environment["RESERVOIR_API_CONNECTIONS"] = "\(connections)"
            environment["RESERVOIR_API_REQUESTS"] = "10000"
            environment["RESERVOIR_API_RATE"] = "100000"
            environment["RESERVOIR_API_BURST"] = "100000"
        }
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return try await ServedAPI.start(
            own.deletingLastPathComponent().appendingPathComponent("reservoir-api"),
            environment: environment,
            log: folder + "/api-\(UUID().uuidString).log"
        )
    }

    /// Every leg begins with the same: statistics, and nothing left to write.
    func settle() async throws {
        for command in ["VACUUM ANALYZE", "CHECKPOINT"] { try await connection.script(command) }
    }

    private static let country = """
        INSERT INTO preorder.country (country, name, currency, time_zone, language)
        VALUES ('KR', 'Korea', 'KRW', 'Asia/Seoul', 'ko');
        INSERT INTO preorder.policy VALUES ('KR', 100, 1, 365, 30, 30, 7, 3, 60, 30, 60, 1825);
        INSERT INTO preorder.gateway_account (account, gateway, country, credential_id)
        VALUES ('toss-kr', 'toss', 'KR', 'v1');
        INSERT INTO preorder.payment_method (country, method, account)
        VALUES ('KR', 'card', 'toss-kr'), ('KR', 'tosspay', 'toss-kr');
        INSERT INTO preorder.game (game_id, release_at, created_at)
        SELECT md5('game' || n)::uuid, now() + interval '90 days', now()
        FROM generate_series(1, 400) AS n;
        INSERT INTO preorder.game_text (game_id, language, title, description, system_requirements)
        SELECT md5('game' || n)::uuid, language, 'Game ' || n, 'A game', '16 GB'
        FROM generate_series(1, 400) AS n CROSS JOIN (VALUES ('ko'), ('en')) AS l (language);
        INSERT INTO preorder.game_price (game_id, country, currency, list_minor, sales)
        SELECT md5('game' || n)::uuid, 'KR', 'KRW', 59800,
               tstzrange(now() - interval '1 day', now() + interval '90 days')
        FROM generate_series(1, 400) AS n;
        INSERT INTO preorder.discount (discount_id, game_id, country, policy, amount, period,
            registered_by, registered_at, reason)
        SELECT gen_random_uuid(), md5('game' || n)::uuid, 'KR', 'percent', 1000,
               tstzrange(now() - interval '1 day', now() + interval '90 days'), 'bench', now(), 'sale'
        FROM generate_series(1, 400) AS n;
        """
}

/// Members with a balance each.
struct MakeOpeningMembers: Statement {
    static let sql = """
        WITH member AS (
            INSERT INTO preorder.member (member_id, country, language, name, email, joined_at)
            SELECT md5('member' || n)::uuid, 'KR', 'ko', 'member ' || n,
                   'member' || n || '@mail.example', now()
            FROM generate_series(0, $1::integer - 1) AS n
            RETURNING member_id
        )
        INSERT INTO preorder.point_balance (member_id) SELECT member_id FROM member
        """

    let members: Int

    var bindings: [any Bindable] { [members] }
}

/// All members, in the order of their numbers.
struct ReadOpeningMembers: Statement {
    static let sql = """
        SELECT md5('member' || n)::uuid
        FROM generate_series(0, (SELECT count(*) FROM preorder.member)::integer - 1) AS n
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}
