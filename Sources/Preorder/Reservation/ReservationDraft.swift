import Foundation
import Money
import Outbox
import Postgres

/// A reservation and its payment about to be written.
struct ReservationDraft: Sendable {
    let reservationID: UUID
    let paymentID: UUID
    let giftID: UUID?
    let request: ReserveRequest
    let facts: ReserveFacts
    let decision: ReserveDecision

    init(_ request: ReserveRequest, _ facts: ReserveFacts, _ decision: ReserveDecision) {
        reservationID = .ordered(at: facts.now)
        paymentID = .ordered(at: facts.now)
        giftID = request.gift == nil ? nil : .ordered(at: facts.now)
        self.request = request
        self.facts = facts
        self.decision = decision
    }

    /// The payment's id without hyphens: 32 of 0–9 a–f, which every gateway accepts.
    var orderID: String {
        paymentID.uuidString.lowercased().filter { $0 != "-" }
    }

    var authenticateBy: Timestamp? {
        decision.isCovered ? nil : facts.now + .seconds(60 * facts.authenticateMinutes)
    }

    var receipt: ReserveReceipt {
        ReserveReceipt(
            reservationID: reservationID,
            paymentID: paymentID,
            orderID: orderID,
            amount: decision.charge,
            authenticateBy: authenticateBy?.date,
            isComplete: decision.isCovered,
            giftID: giftID
        )
    }

    /// What follows at once: the report; and where nothing is to be charged, all of completion.
    func messages() throws -> [MessageDraft] {
        var followUps: [FollowUp] = [.report]
        if decision.isCovered {
            if decision.points > 0 { followUps.insert(.spendPoints(decision.points), at: 0) }
            followUps.append(.mail(kind: "payment_completed", reason: nil))
        }
        let drafts = try followUps.map {
            try $0.draft(chargeCase, traceparent: request.traceparent)
        }
        guard decision.isCovered, let giftCase else { return drafts }
        return drafts + [try giftCase.draft(.offered)]
    }

    /// What endpoints are told beside the mails: that a gift which needs no payment is offered.
    var news: [News] {
        guard decision.isCovered, let giftCase else { return [] }
        return GiftPart.allCases.map { giftCase.news(.giftOffered, to: $0) }
    }

    private var giftCase: GiftCase? {
        guard let wish = request.gift, let giftID else { return nil }
        return GiftCase(
            giftID: giftID,
            reservationID: reservationID,
            senderID: request.memberID,
            recipientID: wish.recipientID,
            status: decision.isCovered ? .offered : .awaitingPayment,
            isLapsed: false
        )
    }

    private var chargeCase: ChargeCase {
        ChargeCase(
            paymentID: paymentID,
            reservationID: reservationID,
            memberID: request.memberID,
            status: decision.isCovered ? .completed : .awaitingAuthentication,
            reservationStatus: decision.isCovered ? .reserved : .awaitingPayment,
            isWithdrawn: false,
            isGift: giftID != nil,
            amount: decision.charge,
            pointsUsed: decision.points,
            pointsEarned: 0,
            deadlineAt: nil,
            gatewayPaymentID: nil
        )
    }
}

/// Inserts a reservation with its payment; a second active one of a member and game violates
/// `reservation_one_active`.
struct InsertReservation: Statement {
    static let sql = """
        WITH reserved AS (
            INSERT INTO preorder.reservation (reservation_id, member_id, owner_id, game_id,
                country, currency, list_minor, discount_minor, discount_id, points_used,
                points_minor, charged_minor, is_gift, status, created_at, reserved_at,
                traceparent)
            VALUES ($1, $2::uuid, CASE WHEN NOT $18::boolean THEN $2::uuid END, $3, $4, $5, $6,
                    $7, $8, $9, $10, $11::bigint, $18,
                    CASE WHEN $11::bigint = 0 THEN 'reserved' ELSE 'awaiting_payment' END, $12::timestamptz,
                    CASE WHEN $11::bigint = 0 THEN $12::timestamptz END, $19)
        )
        INSERT INTO preorder.payment (payment_id, reservation_id, country, method, account,
            order_id, currency, amount_minor, status, created_at, authenticate_by, completed_at)
        VALUES ($13, $1, $4, $14, $15, $16, $5, $11::bigint,
                CASE WHEN $11::bigint = 0 THEN 'completed' ELSE 'awaiting_authentication' END, $12::timestamptz, $17,
                CASE WHEN $11::bigint = 0 THEN $12::timestamptz END)
        """

    let draft: ReservationDraft

    var bindings: [any Bindable] {
        let decision = draft.decision
        let method = decision.isCovered ? nil : draft.request.method
        let account = decision.isCovered ? nil : decision.method?.account
        return [
            draft.reservationID, draft.request.memberID, draft.request.gameID,
            draft.facts.country, decision.charge.currency.code, decision.price.list.amountMinor,
            decision.price.discountMinor, draft.facts.discount?.id, decision.points,
            decision.pointsMinor, decision.charge.amountMinor, draft.facts.now, draft.paymentID,
            method, account, draft.orderID, draft.authenticateBy, draft.giftID != nil,
            draft.request.traceparent,
        ]
    }
}

/// Whether there is such a member, not erased.
struct MemberExists: Statement {
    static let sql =
        "SELECT EXISTS (SELECT FROM preorder.member WHERE member_id = $1 AND erased_at IS NULL)"

    let memberID: UUID

    var bindings: [any Bindable] { [memberID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}
