import Foundation
import Outbox
import Postgres

extension Transaction {
    /// Writes messages, and tells the endpoints of the members concerned.
    ///
    /// Who is mailed about a result of their payment has their endpoints told of it; of gifts `news`
    /// says who is told what. A message that has no trace belongs to that of its reservation: to
    /// the request that last acted on it.
    ///
    /// - Returns: the ids of `drafts`, in their order.
    @discardableResult
    borrowing func writeAndTell(
        _ drafts: [MessageDraft],
        news: [News] = [],
        at now: Timestamp
    ) throws -> [Int64] {
        let news = try drafts.compactMap { try News($0) } + news
        let webhooks = news.isEmpty ? [] : try webhooks(news, at: now)
        let ids = try write(traced(drafts + webhooks.map(\.draft)), at: now)
        if !webhooks.isEmpty {
            let begun = zip(webhooks, ids.dropFirst(drafts.count))
            try execute(BeginDeliveries(webhooks: begun.map { ($0, $1) }, now: now))
        }
        return Array(ids.prefix(drafts.count))
    }

    private borrowing func webhooks(_ news: [News], at now: Timestamp) throws -> [NewWebhook] {
        try query(FindEndpoints(news: news)).map { try news[$0.place].webhook(to: $0, at: now) }
    }
}

/// An endpoint that is to be told of something.
struct NewsEndpoint: Sendable {
    /// Of what: a place in the news.
    let place: Int

    let endpointID: UUID

    /// The gift that the reservation is; nil when it is none.
    let giftID: UUID?
}

/// The endpoints of those who are told, in the order of the news; a row an endpoint that is not
/// disabled.
struct FindEndpoints: Statement {
    static let sql = """
        SELECT n.place - 1, e.endpoint_id, g.gift_id
        FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS n (reservation_id, member_id, place)
        JOIN preorder.reservation AS r ON r.reservation_id = n.reservation_id
        JOIN preorder.webhook_endpoint AS e ON e.member_id = coalesce(n.member_id, r.member_id)
        LEFT JOIN preorder.gift AS g ON g.reservation_id = n.reservation_id
        WHERE e.disabled_at IS NULL
        ORDER BY n.place, e.endpoint_id
        """

    let news: [News]

    var bindings: [any Bindable] { [news.map(\.reservationID), news.map(\.memberID)] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> NewsEndpoint {
        try NewsEndpoint(place: row.next(), endpointID: row.next(), giftID: row.next())
    }
}
