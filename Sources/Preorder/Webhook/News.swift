import Foundation
import Outbox
import Postgres

/// Something that the endpoints of one member are told of.
struct News: Sendable {
    let event: WebhookEvent

    /// The ordering key, which an endpoint is not told; the payload says what is.
    let reservationID: UUID

    /// Whose endpoints; nil for those of who pays.
    let memberID: UUID?

    let payload: MessagePayload

    init(
        event: WebhookEvent,
        reservationID: UUID,
        memberID: UUID?,
        payload: MessagePayload
    ) {
        self.event = event
        self.reservationID = reservationID
        self.memberID = memberID
        self.payload = payload
    }

    /// What a mail about a result tells who pays; nil for every other message.
    ///
    /// Mails about gifts go to one of two members, and not each to both: their news are apart.
    init?(_ draft: MessageDraft) throws {
        guard draft.channel == "mail", let event = WebhookEvent(rawValue: draft.kind),
            !event.isOfGift
        else { return nil }
        self.event = event
        reservationID = draft.key
        memberID = nil
        payload = try MessagePayload(draft.payload)
    }

    /// The webhook that tells an endpoint.
    func webhook(to endpoint: NewsEndpoint, at now: Timestamp) throws -> NewWebhook {
        var payload = payload
        let eventID = UUID.ordered(at: now)
        payload.endpointID = endpoint.endpointID
        payload.eventID = eventID
        payload.giftID = payload.giftID ?? endpoint.giftID
        let draft = MessageDraft(
            channel: "webhooks",
            kind: event.rawValue,
            key: reservationID,
            payload: try payload.json()
        )
        return NewWebhook(draft: draft, endpointID: endpoint.endpointID, eventID: eventID)
    }
}

/// A webhook about to be written.
struct NewWebhook: Sendable {
    let draft: MessageDraft
    let endpointID: UUID
    let eventID: UUID
}
