import Foundation
import Postgres
import TestTurns
import Testing

@testable import Preorder

@Suite("The life of a gift", .inTurn)
struct GiftMachineTests {
    private static func gift(_ status: GiftStatus, isLapsed: Bool = false) -> GiftCase {
        GiftCase(
            giftID: UUID(),
            reservationID: UUID(),
            senderID: UUID(),
            recipientID: UUID(),
            status: status,
            isLapsed: isLapsed
        )
    }

    /// Every step that there is, written down a second time.
    private static func expected(
        _ status: GiftStatus,
        _ event: GiftEvent,
        isLapsed: Bool
    ) -> GiftStep? {
        switch (status, event) {
        case (.awaitingPayment, .paid): return GiftStep(status: .offered, mails: [.offered])
        case (.awaitingPayment, .unpaid), (.awaitingPayment, .gameCancelled):
            return GiftStep(status: .void)
        case (.offered, .accept), (.offered, .expire):
            if isLapsed {
                return GiftStep(
                    status: .expired,
                    refund: .giftExpired,
                    mails: [.expired, .closed]
                )
            }
            guard event == .accept else { return nil }
            return GiftStep(status: .accepted, givesGame: true, mails: [.accepted])
        case (.offered, .decline):
            return GiftStep(status: .declined, refund: .giftDeclined, mails: [.declined])
        case (.offered, .cancel):
            return GiftStep(
                status: .cancelled,
                refund: .giftCancelled,
                mails: [.cancelled, .closed]
            )
        case (.offered, .gameCancelled):
            return GiftStep(status: .cancelled, refund: .gameCancelled, mails: [.revoked])
        case (.accepted, .gameCancelled):
            return GiftStep(status: .revoked, refund: .gameCancelled, mails: [.revoked])
        default: return nil
        }
    }

    @Test("its steps, each with owner, refund and mail; every other one is refused")
    func steps() {
        for isLapsed in [false, true] {
            for status in GiftStatus.allCases {
                for event in GiftEvent.allCases {
                    let step = GiftMachine.step(Self.gift(status, isLapsed: isLapsed), event)
                    let expected = Self.expected(status, event, isLapsed: isLapsed)
                    #expect(step == expected, "\(status) \(event)")
                }
            }
        }
    }

    @Test("money goes back for every way to close an offer but acceptance")
    func refunds() {
        for event in GiftEvent.allCases {
            for isLapsed in [false, true] {
                let gift = Self.gift(.offered, isLapsed: isLapsed)
                guard let step = GiftMachine.step(gift, event) else { continue }
                #expect((step.refund == nil) == step.givesGame)
            }
        }
    }

    @Test("the database allows exactly the steps of the machine and refuses every other one")
    func database() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        let allowed = Self.allowed()
        let listed = try await store.lines(
            "SELECT from_status, to_status FROM preorder.transition WHERE machine = 'gift'"
        )
        #expect(Set(listed) == allowed)
        for (from, to) in Self.pairs {
            let isRefused = try await isRefused(from, to, of: given, in: store)
            let isAllowed = allowed.contains("\(from.rawValue)|\(to.rawValue)")
            #expect(isRefused != isAllowed, "\(from) to \(to)")
        }
        await store.close()
    }

    /// Any two states.
    private static let pairs = GiftStatus.allCases.flatMap { from in
        GiftStatus.allCases.filter { $0 != from }.map { (from, $0) }
    }

    /// The steps of the machine, as `from|to`.
    private static func allowed() -> Set<String> {
        var allowed: Set<String> = []
        for status in GiftStatus.allCases {
            for event in GiftEvent.allCases {
                for isLapsed in [false, true] {
                    let step = GiftMachine.step(gift(status, isLapsed: isLapsed), event)
                    if let step { allowed.insert("\(status.rawValue)|\(step.status.rawValue)") }
                }
            }
        }
        return allowed
    }

    /// Sets the gift to a state, with whatever else that state needs.
    private static func update(_ given: Given, to status: GiftStatus) -> String {
        let wasOffered = ![.awaitingPayment, .void].contains(status)
        let isOpen = [.awaitingPayment, .offered].contains(status)
        return """
            UPDATE preorder.gift SET status = '\(status.rawValue)', message = NULL,
                offered_at = \(wasOffered ? "outbox.now()" : "NULL"),
                expires_at = \(wasOffered ? "outbox.now() + interval '30 days'" : "NULL"),
                closed_at = \(isOpen ? "NULL" : "outbox.now()")
            WHERE gift_id = '\(given.giftID)'
            """
    }

    /// Whether the trigger refuses a step; the gift is put into its first state without it.
    private func isRefused(
        _ from: GiftStatus,
        _ to: GiftStatus,
        of given: Given,
        in store: Store
    ) async throws -> Bool {
        try await store.connection.script(
            """
            ALTER TABLE preorder.gift DISABLE TRIGGER gift_transition;
            \(Self.update(given, to: from));
            ALTER TABLE preorder.gift ENABLE TRIGGER gift_transition
            """
        )
        do {
            try await store.connection.script(Self.update(given, to: to))
        } catch {
            guard case .server(let server) = error, server.constraint == "gift_transition" else {
                throw error
            }
            return true
        }
        return false
    }
}
