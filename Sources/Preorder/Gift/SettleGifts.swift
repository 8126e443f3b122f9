import Foundation
import Outbox
import Postgres

/// What came of events about gifts.
struct SettledGifts: Sendable {
    /// The gifts as they were found, under their locks.
    var gifts: [GiftCase] = []

    /// What changed.
    var moves: [GiftMove] = []

    /// The refunds that were opened, by reservation.
    var refundIDs: [UUID: UUID] = [:]
}

/// A gift and what an event comes to for it.
struct GiftMove: Sendable {
    let gift: GiftCase
    let step: GiftStep

    /// The mails and, where the owner changes, the report.
    func drafts() throws -> [MessageDraft] {
        var drafts = try step.mails.map { try gift.draft($0) }
        if step.givesGame {
            var payload = MessagePayload()
            payload.reservationID = gift.reservationID
            drafts.append(
                MessageDraft(
                    channel: "reports",
                    kind: "reservation",
                    key: gift.reservationID,
                    payload: try payload.json()
                )
            )
        }
        return drafts
    }
}

extension GiftMove {
    /// What the endpoints of its two members are told: where the gift stands now.
    ///
    /// Nobody is told of what was never offered.
    var news: [News] {
        guard let event = step.status.event else { return [] }
        return GiftPart.allCases.map { part in
            gift.news(event, to: part, isOwned: step.givesGame || gift.status == .accepted)
        }
    }
}

extension GiftCase {
    /// What the endpoints of one of its members are told.
    ///
    /// The reservation is its sender's, and its recipient's when they own it.
    func news(_ event: WebhookEvent, to part: GiftPart, isOwned: Bool = false) -> News {
        var payload = MessagePayload()
        payload.giftID = giftID
        payload.part = part
        if part == .sender || isOwned { payload.reservationID = reservationID }
        return News(
            event: event,
            reservationID: reservationID,
            memberID: part == .sender ? senderID : recipientID,
            payload: payload
        )
    }

    /// A mail about it, to whoever reads that kind.
    func draft(_ mail: GiftMail) throws -> MessageDraft {
        var payload = MessagePayload()
        payload.reservationID = reservationID
        payload.giftID = giftID
        payload.memberID = mail.isForRecipient ? recipientID : senderID
        return MessageDraft(
            channel: "mail",
            kind: mail.rawValue,
            key: reservationID,
            payload: try payload.json()
        )
    }
}

extension Transaction {
    /// Writes what happened to gifts into the books, in sets: the gifts, their owners, their
    /// refunds and all messages that follow.
    ///
    /// The reservations are locked, and `refundables` are those whose gifts an event may have
    /// refunded. An event that changes nothing writes nothing.
    ///
    /// Takes at most one event a reservation.
    @discardableResult
    borrowing func settleGifts(
        _ events: [UUID: GiftEvent],
        of refundables: [Refundable] = [],
        by requestedBy: String = "system",
        traceparent: String? = nil,
        at now: Timestamp
    ) throws -> SettledGifts {
        var settled = try moveGifts(events, traceparent: traceparent, at: now)
        settled.refundIDs = try refund(settled.moves, of: refundables, by: requestedBy)
        return settled
    }

    /// The same without the refunds, which the caller opens.
    borrowing func moveGifts(
        _ events: [UUID: GiftEvent],
        traceparent: String? = nil,
        at now: Timestamp
    ) throws -> SettledGifts {
        guard !events.isEmpty else { return SettledGifts() }
        let gifts = try query(LockGifts(reservationIDs: events.keys.sorted(), now: now))
        let moves = gifts.compactMap { gift in
            events[gift.reservationID].flatMap { GiftMachine.step(gift, $0) }
                .map { GiftMove(gift: gift, step: $0) }
        }
        guard !moves.isEmpty else { return SettledGifts(gifts: gifts) }
        try execute(MoveGifts(moves: moves, now: now))
        for move in moves { try noteTrace(traceparent, of: move.gift.reservationID) }
        let given = moves.filter(\.step.givesGame).map(\.gift)
        if !given.isEmpty {
            try execute(
                SetOwners(gifts: given),
                refusing: "reservation_one_active",
                as: GiftRefusal.alreadyOwned
            )
        }
        try writeAndTell(
            try moves.flatMap { try $0.drafts() },
            news: moves.flatMap(\.news),
            at: now
        )
        return SettledGifts(gifts: gifts, moves: moves)
    }

    private borrowing func refund(
        _ moves: [GiftMove],
        of refundables: [Refundable],
        by requestedBy: String
    ) throws -> [UUID: UUID] {
        let causes = moves.reduce(into: [UUID: RefundCause]()) { causes, move in
            causes[move.gift.reservationID] = move.step.refund
        }
        return try openRefunds(
            refundables.compactMap { found in
                causes[found.reservationID].map { (found, $0) }
            },
            by: requestedBy
        )
    }
}
