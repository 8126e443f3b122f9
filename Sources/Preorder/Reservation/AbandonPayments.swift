import Foundation
import Outbox
public import Postgres

/// Withdraws payments that were never submitted: `reservoir-sweep abandoned`.
public enum AbandonPayments {
    /// Withdraws at most `limit` payments whose `authenticate_by` has passed, in one transaction.
    ///
    /// - Returns: how many; fewer than `limit` means that none is left.
    public static func run(
        asOf: Timestamp?,
        limit: Int,
        on connection: Connection
    ) async throws -> Int {
        let withdrawn = try await connection.transaction { tx in
            let now = try tx.only(ReadInstant(asOf: asOf))
            let abandoned = try tx.query(FindAbandoned(now: now, limit: limit))
            let findings = abandoned.map {
                ChargeFinding(paymentID: $0, messageID: nil, event: .failed(.abandoned))
            }
            let withdrawn = try tx.settleCharges(findings, at: now).count
            CrashPoint.reach("abandoned:withdraw:before-commit")
            return withdrawn
        }
        CrashPoint.reach("abandoned:withdraw:after-commit")
        return withdrawn
    }
}

/// Domain time, or the instant given instead.
struct ReadInstant: Statement {
    static let sql = "SELECT coalesce($1, outbox.now())"

    let asOf: Timestamp?

    var bindings: [any Bindable] { [asOf] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Timestamp { try row.next() }
}

/// Payments that nobody submitted in time, their reservations locked; passed over when somebody is
/// just submitting one.
struct FindAbandoned: Statement {
    static let sql = """
        SELECT p.payment_id FROM preorder.payment AS p
        JOIN preorder.reservation AS r USING (reservation_id)
        WHERE p.status = 'awaiting_authentication' AND p.authenticate_by <= $1
        ORDER BY p.authenticate_by LIMIT $2
        FOR UPDATE OF r, p SKIP LOCKED
        """

    let now: Timestamp
    let limit: Int

    var bindings: [any Bindable] { [now, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}
