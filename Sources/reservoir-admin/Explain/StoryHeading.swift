import Batch
import Foundation
import Money
import Postgres

/// Who reserved what for how much.
struct StoryHeading: Sendable {
    let reservationID: UUID
    let reservationStatus: String
    let isGift: Bool
    let memberID: UUID
    let title: String
    let country: String
    let currency: String
    let amounts: (list: Int64, discount: Int64, points: Int64, charged: Int64)
    let payment: Payment?

    /// The payment of the reservation.
    struct Payment: Sendable {
        let paymentID: UUID
        let orderID: String
        let status: String
        let method: String?
        let account: String?
        let gatewayPaymentID: String?
        let refundedMinor: Int64
    }

    var lines: [String] {
        var lines = [
            "reservation \(reservationID.text)  \(reservationStatus)\(isGift ? ", a gift" : "")",
            "  \(title), member \(memberID.text), \(country)",
            "  \(money(amounts.list)) list − \(money(amounts.discount)) discount "
                + "− \(money(amounts.points)) in points = \(money(amounts.charged)) charged",
        ]
        guard let payment else { return lines }
        let way = [payment.account, payment.method].compactMap { $0 }.joined(separator: " ")
        lines.append("payment \(payment.paymentID.text)  \(payment.status)")
        lines.append(
            "  order \(payment.orderID)" + (way.isEmpty ? "" : ", \(way)")
                + (payment.gatewayPaymentID.map { ", \($0)" } ?? "")
                + (payment.refundedMinor > 0 ? ", \(money(payment.refundedMinor)) refunded" : "")
        )
        return lines
    }

    var json: JSONValue {
        var fields: [String: JSONValue] = [
            "reservation_id": .string(reservationID.text), "status": .string(reservationStatus),
            "is_gift": .bool(isGift), "member_id": .string(memberID.text),
            "title": .string(title), "country": .string(country), "currency": .string(currency),
            "list_minor": .integer(amounts.list), "discount_minor": .integer(amounts.discount),
            "points_minor": .integer(amounts.points), "charged_minor": .integer(amounts.charged),
        ]
        guard let payment else { return .object(fields) }
        fields["payment_id"] = .string(payment.paymentID.text)
        fields["payment_status"] = .string(payment.status)
        fields["order_id"] = .string(payment.orderID)
        fields["method"] = .optional(payment.method)
        fields["account"] = .optional(payment.account)
        fields["gateway_payment_id"] = .optional(payment.gatewayPaymentID)
        fields["refunded_minor"] = .integer(payment.refundedMinor)
        return .object(fields)
    }

    private func money(_ amountMinor: Int64) -> String {
        guard let currency = Currency(currency) else { return "\(amountMinor) \(currency)" }
        return Money(amountMinor, currency).formatted(language: "en")
    }
}

/// The heading of a reservation; no row when the key is none.
struct ReadHeading: Statement {
    static let sql = """
        SELECT r.reservation_id, r.status, r.is_gift, r.member_id,
               coalesce((SELECT title FROM preorder.game_text AS t WHERE t.game_id = r.game_id
                         ORDER BY t.language <> 'en', t.language LIMIT 1), r.game_id::text),
               r.country, r.currency, r.list_minor, r.discount_minor, r.points_minor,
               r.charged_minor, p.payment_id, p.order_id, p.status, p.method, p.account,
               p.gateway_payment_id, p.refunded_minor
        FROM preorder.reservation AS r
        LEFT JOIN preorder.payment AS p USING (reservation_id)
        WHERE r.reservation_id = $1
        """

    let key: UUID

    var bindings: [any Bindable] { [key] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> StoryHeading {
        try StoryHeading(
            reservationID: row.next(),
            reservationStatus: row.next(),
            isGift: row.next(),
            memberID: row.next(),
            title: row.next(),
            country: row.next(),
            currency: row.next(),
            amounts: (row.next(), row.next(), row.next(), row.next()),
            payment: Self.payment(&row)
        )
    }

    private static func payment(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> StoryHeading.Payment? {
        let id: UUID? = try row.next()
        let orderID: String? = try row.next()
        let status: String? = try row.next()
        let method: String? = try row.next()
        let account: String? = try row.next()
        let gatewayPaymentID: String? = try row.next()
        let refunded: Int64? = try row.next()
        guard let id, let orderID, let status, let refunded else { return nil }
        return StoryHeading.Payment(
            paymentID: id,
            orderID: orderID,
            status: status,
            method: method,
            account: account,
            gatewayPaymentID: gatewayPaymentID,
            refundedMinor: refunded
        )
    }
}
