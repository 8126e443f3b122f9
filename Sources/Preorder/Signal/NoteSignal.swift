import Foundation
public import Postgres

/// Notes once that a gateway says something about a payment, and has it asked about soon.
///
/// Only what is asked about anyway is hastened: charges and refunds without a verdict, payments that
/// wait for their buyer, and completed refunds that are looked at again. No try is spent.
public struct NoteSignal: Sendable {
    private let account: String
    private let eventID: String
    private let paymentID: String?
    private let orderID: String?

    /// An event of the account, about the gateway's payment or our order.
    public init(account: String, eventID: String, paymentID: String?, orderID: String?) {
        self.account = account
        self.eventID = eventID
        self.paymentID = paymentID
        self.orderID = orderID
    }

    /// Whether it was new and about a payment of the account.
    ///
    /// - Throws: `PostgresError`.
    public func callAsFunction(on connection: Connection) async throws -> Bool {
        try await connection.transaction { tx in
            let noted = try tx.query(
                InsertSignal(
                    account: account,
                    eventID: eventID,
                    paymentID: paymentID,
                    orderID: orderID
                )
            )
            guard let reservationID = noted.first else { return false }
            try tx.execute(HastenAsking(reservationID: reservationID))
            try tx.execute(HastenLook(reservationID: reservationID))
            return true
        }
    }
}

/// One row, unless the event was noted before or is about no payment of the account; returns the
/// payment's reservation.
struct InsertSignal: Statement {
    static let sql = """
        WITH subject AS (
            SELECT payment_id, reservation_id FROM preorder.payment
            WHERE account = $1 AND (gateway_payment_id = $3 OR order_id = $4)
            LIMIT 1
        ), noted AS (
            INSERT INTO preorder.gateway_signal (account, event_id, payment_id, noted_at)
            SELECT $1, $2, payment_id, outbox.now() FROM subject
            ON CONFLICT (account, event_id) DO NOTHING
            RETURNING payment_id
        )
        SELECT s.reservation_id FROM subject AS s JOIN noted USING (payment_id)
        """

    let account: String
    let eventID: String
    let paymentID: String?
    let orderID: String?

    var bindings: [any Bindable] { [account, eventID, paymentID, orderID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}

/// Makes what is unknown, or waits for its buyer, due now.
struct HastenAsking: Statement {
    static let sql = """
        UPDATE outbox.queue SET due_at = outbox.now()
        WHERE channel = 'payments' AND lane = outbox.lane_of($1) AND key = $1
          AND state IN ('unknown', 'action_required') AND due_at > outbox.now()
        """

    let reservationID: UUID

    var bindings: [any Bindable] { [reservationID] }
}

/// Makes the next look at a completed refund due now.
struct HastenLook: Statement {
    static let sql = """
        UPDATE preorder.refund SET look_at = outbox.now()
        WHERE reservation_id = $1 AND look_at > outbox.now()
        """

    let reservationID: UUID

    var bindings: [any Bindable] { [reservationID] }
}

/// Forgets events noted longer ago than answers are kept: no gateway repeats them then.
public struct ForgetSignals: Statement {
    /// As many rows as there are.
    public static let sql = """
        DELETE FROM preorder.gateway_signal
        WHERE noted_at < coalesce($1, outbox.now())
              - (SELECT request_days FROM preorder.api_policy) * interval '1 day'
        """

    private let asOf: Timestamp?

    /// As of an instant of domain time; nil for now.
    public init(asOf: Timestamp?) { self.asOf = asOf }

    /// The instant.
    public var bindings: [any Bindable] { [asOf] }
}
