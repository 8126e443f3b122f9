import AsyncHTTPClient
import Foundation
import Money
import NIOCore
import NIOHTTP1
import Postgres
import Preorder

/// Members who reserve games: through the same code as the API, and through the sandbox's
/// authentication as a buyer's browser would.
struct Buyers: Sendable {
    let environment: [String: String]
    let seed: UInt64

    /// Which of the story's reservations are made now.
    let numbers: Range<Int>
    let members: Int

    /// The games to choose from; all, one after the other, when there are none here.
    var games: [Int] = []

    /// One reservation in this many is a gift to the next member; 0 for none.
    let givesOneIn: Int

    /// What the buyers did.
    struct Tally: Sendable {
        var submitted = 0
        var covered = 0
        var leftUnpaid = 0
        var refused = 0
        var gifts = 0
    }

    /// One buyer in this many never submits.
    private static let abandonedOneIn = 50

    func run(vault: Vault, connections: [Connection], client: HTTPClient) async throws -> Tally {
        try await withThrowingTaskGroup(of: Tally.self) { group in
            for (lane, connection) in connections.enumerated() {
                group.addTask {
                    var tally = Tally()
                    for place in stride(from: lane, to: numbers.count, by: connections.count) {
                        try Task.checkCancellation()
                        let number = numbers.lowerBound + place
                        try await buy(number, Submit(vault: vault), connection, client, &tally)
                    }
                    return tally
                }
            }
            return try await group.reduce(into: Tally()) { sum, part in
                sum.submitted += part.submitted
                sum.covered += part.covered
                sum.leftUnpaid += part.leftUnpaid
                sum.refused += part.refused
                sum.gifts += part.gifts
            }
        }
    }

    private func buy(
        _ number: Int,
        _ submit: Submit,
        _ connection: Connection,
        _ client: HTTPClient,
        _ tally: inout Tally
    ) async throws {
        var random = SplitMix(seed: seed &+ UInt64(number))
        let game = games.randomElement(using: &random) ?? 1 + (number / members) % 6
        let buyer = try await connection.only(ReadBuyer(member: number % members, game: game))
        let method = buyer.methods.randomElement(using: &random) ?? "card"
        var request = ReserveRequest(
            memberID: buyer.memberID,
            gameID: buyer.gameID,
            method: method,
            points: random.next() % 3 == 0 ? 0 : buyer.available,
            shown: buyer.list
        )
        if givesOneIn > 0, number % givesOneIn == 0 {
            let recipient = try await connection.only(ReadMember(member: (number + 1) % members))
            request.gift = GiftWish(recipientID: recipient, message: "생일 축하해! \u{1F382}")
        }
        guard let receipt = try await reserve(&request, connection) else {
            tally.refused += 1
            return
        }
        if receipt.giftID != nil { tally.gifts += 1 }
        guard !receipt.isComplete else {
            tally.covered += 1
            return
        }
        guard number % Self.abandonedOneIn != 7 else {
            tally.leftUnpaid += 1
            return
        }
        let token = try await authenticate(receipt, buyer, method, client)
        let outcome = try await submit(
            paymentID: receipt.paymentID,
            memberID: buyer.memberID,
            token: token,
            on: connection
        )
        guard case .accepted = outcome else { throw DemoError.refused("submit: \(outcome)") }
        tally.submitted += 1
    }

    /// Reserves as a buyer does who is told what to change: the price, the points, the method.
    private func reserve(
        _ request: inout ReserveRequest,
        _ connection: Connection
    ) async throws -> ReserveReceipt? {
        for _ in 0..<6 {
            switch try await Reserve()(request, on: connection) {
            case .reserved(let receipt): return receipt
            case .refused(.priceChanged(let price)): request.shown = price
            case .refused(.pointsOutOfRange(let max)): request.points = max
            case .refused(.pointsLeaveRemainder(let below, let above)):
                request.points = below ?? above ?? 0
            case .refused(.notEnoughPoints(let available)): request.points = available
            case .refused(.nothingToCharge): request.method = nil
            case .refused(let refusal):
                switch refusal {
                case .alreadyReserved, .recipientHasGame, .alreadyGiven: return nil
                default: throw DemoError.refused("reserve: \(refusal)")
                }
            }
        }
        return nil
    }

    private struct Authenticated: Decodable {
        let paymentKey: String?
        let paymentMethod: String?
    }

    private func authenticate(
        _ receipt: ReserveReceipt,
        _ buyer: Buyer,
        _ method: String,
        _ client: HTTPClient
    ) async throws -> String {
        let url = environment["RESERVOIR_SANDBOX_URL"] ?? ""
        var call = HTTPClientRequest(url: url + "/_authenticate")
        call.method = .POST
        call.headers.add(name: "content-type", value: "application/json")
        var fields = [
            "\"gateway\":\"\(buyer.gateway)\"", "\"account\":\"\(buyer.account)\"",
            "\"orderId\":\"\(receipt.orderID)\"", "\"amount\":\(receipt.amount.decimalString)",
            "\"currency\":\"\(receipt.amount.currency)\"",
        ]
        if buyer.gateway == "toss" { fields.append("\"method\":\"\(method.uppercased())\"") }
        call.body = .bytes(ByteBuffer(string: "{\(fields.joined(separator: ","))}"))
        let response = try await client.execute(call, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 65_536)
        let answer = try JSONDecoder().decode(
            Authenticated.self,
            from: Data(body.readableBytesView)
        )
        guard let token = answer.paymentKey ?? answer.paymentMethod else {
            throw DemoError.refused("the sandbox's authentication: \(String(buffer: body))")
        }
        return token
    }
}

/// A member with a game in mind.
struct Buyer: Sendable {
    let memberID: UUID
    let gameID: UUID
    let list: Money
    let available: Int64
    let account: String
    let gateway: String
    let methods: [String]
}

/// The n-th member, the n-th game and how the member's country pays.
struct ReadBuyer: Statement {
    static let sql = """
        SELECT m.member_id, p.game_id, p.list_minor, p.currency, b.available, a.account, a.gateway,
               array_agg(w.method ORDER BY w.method)
        FROM preorder.member AS m
        JOIN preorder.game_price AS p
          ON p.country = m.country AND p.game_id = md5('game' || $2::integer)::uuid
        JOIN preorder.point_balance AS b USING (member_id)
        JOIN preorder.payment_method AS w ON w.country = m.country
        JOIN preorder.gateway_account AS a ON a.account = w.account
        WHERE m.member_id = md5('member' || $1::integer)::uuid
        GROUP BY m.member_id, p.game_id, p.list_minor, p.currency, b.available, a.account, a.gateway
        """

    let member: Int
    let game: Int

    var bindings: [any Bindable] { [member, game] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Buyer {
        let memberID: UUID = try row.next()
        let gameID: UUID = try row.next()
        let listMinor: Int64 = try row.next()
        let code: String = try row.next()
        guard let currency = Currency(code) else {
            throw .unexpectedResult(statement: Self.name, reason: "unknown currency \(code)")
        }
        return try Buyer(
            memberID: memberID,
            gameID: gameID,
            list: Money(listMinor, currency),
            available: row.next(),
            account: row.next(),
            gateway: row.next(),
            methods: row.next()
        )
    }
}
