import Foundation
import Money
import Outbox
import Postgres
import Preorder
import Testing

/// A random but repeatable life of a few members: what they reserve, pay with points and give
/// back, and what time does to their points, all through the verbs of the product.
struct PointsLife {
    /// Where the members live.
    struct Office: CustomTestStringConvertible, Sendable {
        let country: String
        let currency: String
        let increment: Int64
        let price: Int64

        var testDescription: String { currency }
    }

    static let offices = [
        Office(country: "KR", currency: "KRW", increment: 1, price: 1_300),
        Office(country: "US", currency: "USD", increment: 1, price: 999),
        Office(country: "KW", currency: "KWD", increment: 10, price: 1_500),
        Office(country: "JP", currency: "JPY", increment: 1, price: 880),
    ]

    let store: Store
    let office: Office
    let members: [UUID]
    let games: [UUID]
    let pointMinor: Int64
    var random: SplitMix
    var now: Timestamp

    /// Reservations in their order, with who made each.
    var purchases: [(reservation: UUID, member: UUID)] = []

    init(_ office: Office, seed: UInt64) async throws {
        var random = SplitMix(seed: seed &* 1_000 &+ UInt64(office.price))
        let store = try await Store.open()
        pointMinor = [1, 1, 3][random.below(3)]
        let rate = [100, 4_000, 10_000][random.below(3)]
        try await store.connection.script(
            """
            UPDATE preorder.policy SET earn_rate_basis_points = \(rate), point_minor = \(pointMinor),
                point_validity_days = 4, grace_lot_days = 1, points_notice_days = 2;
            UPDATE outbox.retry_policy SET attempts_max = 1 WHERE kind = 'refund_refused'
            """
        )
        var (members, games): ([UUID], [UUID]) = ([], [])
        for _ in 0..<3 { members.append(try await store.join(office.country)) }
        for step in 0..<8 as Range<Int64> {
            let price = office.price + step * 10 * office.increment
            games.append(try await store.addGame([(office.country, office.currency, price)]))
        }
        (self.store, self.office, self.random) = (store, office, random)
        (self.members, self.games) = (members, games)
        now = try Store.instant("2026-11-23T12:00:00Z")
    }

    /// One thing that a member, the gateway, the staff, a batch or time does.
    mutating func step() async throws {
        switch random.below(20) {
        case 0: try await grant()
        case 1: try await adjust()
        case 2...7: try await buy()
        case 8...13: try await goOn()
        case 14, 15: try await drain()
        case 16, 17: try await wait(hours: 1 + random.below(30))
        default: try await sweep()
        }
    }

    /// Everything that is on its way arrives, and every lot lapses.
    mutating func end() async throws {
        try await drain()
        try await wait(hours: 24 * 30)
        try await drain()
        try await wait(hours: 24 * 3)
        try await sweep()
        try await store.drainReports()
    }

    private mutating func anyMember() -> UUID { members[random.below(members.count)] }

    private mutating func grant() async throws {
        let grant = PointGrant(memberID: anyMember(), points: random.within(1...400))
        try await Members().grant([grant], by: .setUp, on: store.connection).get()
    }

    private mutating func adjust() async throws {
        let points = random.within(-120...80)
        guard points != 0 else { return }
        let outcome = try await AdjustPoints(by: .setUp)(
            points,
            of: anyMember(),
            on: store.connection
        )
        switch outcome {
        case .success: return
        case .failure(.notEnough(let available)): #expect(available < -points)
        case .failure(let refusal): throw refusal
        }
    }

    /// Reserves; mostly the charge has its verdict at once.
    private mutating func buy() async throws {
        let known = purchases.count
        try await reserve()
        guard purchases.count > known, !random.chance(8), let last = purchases.last else { return }
        for _ in 0..<2 { _ = try await goOn(with: last.reservation, of: last.member) }
    }

    private mutating func reserve() async throws {
        let (member, game) = (anyMember(), random.below(games.count))
        let price = office.price + Int64(game) * 10 * office.increment
        let available = try await number(
            "SELECT available FROM preorder.point_balance WHERE member_id = '\(member)'"
        )
        var points = random.within(0...min(available, price / pointMinor))
        if random.chance(4) { points = min(available, price / pointMinor) }
        for _ in 0..<3 {
            let isCovered = points * pointMinor == price
            let request = try store.request(
                member,
                game: games[game],
                method: isCovered ? nil : "card",
                points: points,
                shown: price,
                in: office.currency
            )
            switch try await Reserve()(request, on: store.connection) {
            case .reserved(let receipt): return purchases.append((receipt.reservationID, member))
            case .refused(.alreadyReserved): return
            case .refused(.notEnoughPoints(let available)): points = min(points - 1, available)
            case .refused(.pointsLeaveRemainder(let below, _)): points = below ?? 0
            case .refused(let refusal): throw refusal
            }
            if points < 0 { return }
        }
    }

    private func drain() async throws {
        let counts = try await store.drainPoints()
        #expect(counts.retried == 0 && counts.dead == 0)
        #expect(try await store.brokenVerdict() == [])
    }

    private mutating func wait(hours: Int) async throws {
        now = now + .seconds(3_600 * hours)
        try await store.setClock("\(now)")
        _ = try await AbandonPayments.run(asOf: nil, limit: 100, on: store.connection)
    }

    private func sweep() async throws {
        let expired = try await ExpirePoints.run(asOf: nil, limit: 1_000, on: store.connection)
        #expect(expired.lots == expired.found)
        _ = try await ExpiryNotice.run(asOf: nil, limit: 1_000, on: store.connection)
    }

    /// What happens next to one reservation with which something can happen.
    private mutating func goOn() async throws {
        for purchase in purchases.shuffled(using: &random).prefix(8) {
            if try await goOn(with: purchase.reservation, of: purchase.member) { return }
        }
    }

    /// Whether anything happened.
    private mutating func goOn(with reservation: UUID, of member: UUID) async throws -> Bool {
        let facts = try await state(reservation)
        let (payment, refund) = (facts.payment, facts.refund)
        switch (facts.status, facts.refundStatus) {
        case ("awaiting_authentication", _):
            _ = try await store.submit(payment, by: member, token: "token")
        case ("pending", _): try await charge(reservation, payment, member)
        case ("completed", _):
            guard random.chance(2) else { return false }
            try await requestRefund(reservation, member)
        case ("refunding", "pending"), ("reversing", "pending"):
            let isRefused = facts.status == "refunding" && random.chance(2)
            try await settle(
                refund,
                isRefused
                    ? .refused(FailureReason(rawValue: "card_declined"))
                    : .applied(gatewayRefundID: "re")
            )
        case ("refund_failed", "refused"):
            let taken = [.stands, .settledOutside(reference: "bank"), .takenUp] as [RefundEvent]
            try await settle(refund, facts.isLate ? .takenUp : taken[random.below(3)])
        case ("refunded", "completed") where facts.cash > 0 && random.chance(3):
            try await settle(refund, .failedLate(FailureReason(rawValue: "taken_back")))
        default: return false
        }
        return true
    }

    private mutating func charge(_ reservation: UUID, _ payment: UUID, _ member: UUID) async throws
    {
        if random.chance(8) {
            // The gateway knows it, so that what is charged in the end is given back.
            try await store.connection.script(
                """
                UPDATE preorder.payment SET gateway_payment_id = payment_id::text
                WHERE payment_id = '\(payment)'
                """
            )
            _ = try await Withdraw()(
                reservationID: reservation,
                memberID: member,
                on: store.connection
            )
        }
        let isApplied = !random.chance(5)
        let finding = ChargeFinding(
            paymentID: payment,
            messageID: nil,
            event: isApplied
                ? .applied(gatewayPaymentID: payment.uuidString.lowercased())
                : .failed(FailureReason(rawValue: "card_declined"))
        )
        let instant = now
        let moved = try await store.connection.transaction { tx in
            try tx.settleCharges([finding], at: instant)
        }
        #expect(moved == [payment])
    }

    /// Asks for a refund; what it comes to must be what the oracle says.
    ///
    /// Once in a while a point is worth more meanwhile, so that what was spent is worth more than
    /// the cash.
    private mutating func requestRefund(_ reservation: UUID, _ member: UUID) async throws {
        let worth = random.chance(3) ? pointMinor * 4 : pointMinor
        try await store.connection.script("UPDATE preorder.policy SET point_minor = \(worth)")
        let expected = try await oracle(reservation, member, worth)
        let quoted = try await QuoteRefund()(
            reservationID: reservation,
            memberID: member,
            on: store.connection
        )
        let refund = try await store.requestRefund(reservation, by: member)
        let written = try await store.lines(
            """
            SELECT cash_minor, points_restored, points_clawed_back, points_deducted,
                   points_written_off
            FROM preorder.refund WHERE refund_id = '\(refund)'
            """
        )
        #expect(
            written == [
                """
                \(expected.cashMinor)|\(expected.pointsRestored)|\(expected.pointsClawedBack)\
                |\(expected.pointsDeducted)|\(expected.pointsWrittenOff)
                """
            ]
        )
        let quote = quoted.quote
        #expect(
            written == [
                """
                \(quote.cashMinor)|\(quote.pointsRestored)|\(quote.pointsClawedBack)\
                |\(quote.pointsDeducted)|\(quote.pointsWrittenOff)
                """
            ],
            "what was quoted just before"
        )
        try await store.connection.script("UPDATE preorder.policy SET point_minor = \(pointMinor)")
    }

    private func oracle(
        _ reservation: UUID,
        _ member: UUID,
        _ worth: Int64
    ) async throws -> RefundOracle {
        let charged = try await number(
            "SELECT charged_minor FROM preorder.reservation WHERE reservation_id = '\(reservation)'"
        )
        let used = try await number(
            "SELECT points_used FROM preorder.reservation WHERE reservation_id = '\(reservation)'"
        )
        let earned = try await number(
            """
            SELECT coalesce(sum(amount), 0) FROM preorder.point_entry
            WHERE reservation_id = '\(reservation)' AND kind = 'earn'
            """
        )
        let unused = try await number(
            """
            SELECT coalesce(sum(expired), 0) + coalesce(sum(remaining) FILTER (
                       WHERE expires_at <= outbox.now()), 0)
            FROM preorder.point_lot WHERE earned_by = '\(reservation)'
            """
        )
        let atHand = try await number(
            """
            SELECT coalesce(sum(remaining), 0) FROM preorder.point_lot
            WHERE member_id = '\(member)' AND expires_at > outbox.now()
            """
        )
        return RefundOracle(
            charged: charged,
            increment: office.increment,
            pointMinor: worth,
            used: used,
            earned: earned - unused,
            atHand: atHand
        )
    }

    private func settle(_ refund: UUID?, _ event: RefundEvent) async throws {
        try await store.settleRefund(try #require(refund), event, at: now)
    }

    private func number(_ query: String) async throws -> Int64 {
        let rows = try await store.lines(query)
        return try #require(rows.first.flatMap { Int64($0) })
    }

    private struct State {
        let payment: UUID
        let status: String
        let refund: UUID?
        let refundStatus: String
        let isLate: Bool
        let cash: Int64
    }

    private func state(_ reservation: UUID) async throws -> State {
        let rows = try await store.lines(
            """
            SELECT p.payment_id, p.status, f.refund_id, f.status, f.failed_late_at IS NOT NULL,
                   coalesce(f.cash_minor, 0)
            FROM preorder.payment AS p
            LEFT JOIN preorder.refund AS f
              ON f.payment_id = p.payment_id AND f.status <> 'withdrawn'
            WHERE p.reservation_id = '\(reservation)'
            """
        )
        let columns = try #require(rows.first).split(
            separator: "|",
            omittingEmptySubsequences: false
        ).map(String.init)
        return State(
            payment: try #require(UUID(uuidString: columns[0])),
            status: columns[1],
            refund: UUID(uuidString: columns[2]),
            refundStatus: columns[3],
            isLate: columns[4] == "t",
            cash: try #require(Int64(columns[5]))
        )
    }
}
