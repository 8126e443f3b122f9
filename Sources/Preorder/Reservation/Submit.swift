public import Foundation
import Outbox
public import Postgres

/// Attaches what the buyer's client got from the gateway and asks for the charge.
public struct Submit: Sendable {
    private let vault: Vault

    /// With the keys that encrypt the buyer's token.
    public init(vault: Vault) { self.vault = vault }

    /// Accepts a payment for charging, or says why not; then nothing was written.
    ///
    /// `token` is a Toss `paymentKey` or Stripe payment method id; 1–512 printable ASCII
    /// characters. Throws `PostgresError`; after `commitUnknown` read the payment's state.
    public func callAsFunction(
        paymentID: UUID,
        memberID: UUID,
        token: String,
        on connection: Connection
    ) async throws -> SubmitOutcome {
        try await connection.transaction { tx in
            try self(paymentID: paymentID, memberID: memberID, token: token, in: tx)
        }
    }

    /// The same inside a transaction of the caller's; `traceparent` is the request's W3C trace
    /// context.
    public func callAsFunction(
        paymentID: UUID,
        memberID: UUID,
        token: String,
        traceparent: String? = nil,
        in tx: borrowing Transaction
    ) throws -> SubmitOutcome {
        guard (1...512).contains(token.utf8.count),
            token.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { return .malformedToken }
        let purpose = PaymentCredential.purpose(paymentID)
        let (keyID, sealed) = try vault.seal(Array(token.utf8), purpose: purpose)
        guard
            let found = try tx.first(LockSubmission(paymentID: paymentID, memberID: memberID))
        else { return .unknownPayment }
        if let refusal = found.refusal { return refusal }
        let drafts = try Self.messages(of: found, paymentID, traceparent)
        let messageIDs = try tx.writeAndTell(drafts, at: found.now)
        try tx.execute(
            StoreSubmission(
                paymentID: paymentID,
                sealed: Bytea(sealed),
                keyID: keyID,
                deadlineAt: found.deadlineAt,
                chargeMessageID: messageIDs[0],
                now: found.now
            )
        )
        try tx.execute(
            MoveReservations(
                reservationIDs: [found.reservationID],
                statuses: [.pending],
                now: found.now,
                traceparent: traceparent
            )
        )
        return .accepted(paymentID)
    }

    /// The charge, then the report.
    private static func messages(
        of found: Submission,
        _ paymentID: UUID,
        _ traceparent: String?
    ) throws -> [MessageDraft] {
        var payload = MessagePayload()
        payload.reservationID = found.reservationID
        payload.paymentID = paymentID
        let json = try payload.json()
        return [("payments", "charge"), ("reports", "reservation")].map { channel, kind in
            MessageDraft(
                channel: channel,
                kind: kind,
                key: found.reservationID,
                payload: json,
                traceparent: traceparent
            )
        }
    }
}

/// What came of a submission.
public enum SubmitOutcome: Hashable, Sendable {
    /// It will be charged; follow the payment.
    case accepted(UUID)

    /// No such payment of this member.
    case unknownPayment

    /// It was submitted before, or needs no submitting; follow the payment.
    case alreadySubmitted

    /// `authenticate_by` has passed; reserve again.
    case tooLate

    /// The game was cancelled; the reservation is withdrawn.
    case gameCancelled

    /// Not 1–512 printable ASCII characters.
    case malformedToken
}

/// How the buyer's token is sealed.
public enum PaymentCredential {
    /// The purpose that the ciphertext is bound to.
    public static func purpose(_ paymentID: UUID) -> String {
        "payment_credential:\(paymentID.uuidString.lowercased())"
    }
}

/// A payment about to be submitted, its reservation locked.
struct Submission: Sendable {
    let reservationID: UUID
    let status: PaymentStatus
    let isSubmitted: Bool
    let isCancelled: Bool
    let authenticateBy: Timestamp?
    let deadlineAt: Timestamp
    let now: Timestamp

    var refusal: SubmitOutcome? {
        if isSubmitted { return .alreadySubmitted }
        if isCancelled { return .gameCancelled }
        guard status == .awaitingAuthentication else { return .tooLate }
        guard let authenticateBy, now < authenticateBy else { return .tooLate }
        return nil
    }
}

/// The member's payment with its reservation locked; no row when it is not theirs.
///
/// The deadline is the policy's, or the end of the buyer's authentication where that is sooner.
struct LockSubmission: Statement {
    static let sql = """
        SELECT r.reservation_id, p.status, p.submitted_at IS NOT NULL OR p.method IS NULL,
               n.status = 'cancelled', p.authenticate_by,
               t.now + least(y.charge_deadline_minutes, g.authentication_minutes)
                       * interval '1 minute',
               t.now
        FROM (SELECT outbox.now() AS now) AS t
        JOIN preorder.payment AS p ON p.payment_id = $1
        JOIN preorder.reservation AS r ON r.reservation_id = p.reservation_id
        JOIN preorder.game AS n ON n.game_id = r.game_id
        JOIN preorder.policy AS y ON y.country = r.country
        LEFT JOIN preorder.gateway_account AS a ON a.account = p.account
        LEFT JOIN preorder.gateway AS g ON g.gateway = a.gateway
        WHERE r.member_id = $2
        FOR UPDATE OF r, p
        """

    let paymentID: UUID
    let memberID: UUID

    var bindings: [any Bindable] { [paymentID, memberID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Submission {
        let reservationID: UUID = try row.next()
        let status: PaymentStatus = try row.nextStatus(Self.name)
        return try Submission(
            reservationID: reservationID,
            status: status,
            isSubmitted: row.next(),
            isCancelled: row.next(),
            authenticateBy: row.next(),
            deadlineAt: row.next(),
            now: row.next()
        )
    }
}

/// Stores the sealed token and moves the payment to pending.
struct StoreSubmission: Statement {
    static let sql = """
        WITH stored AS (
            INSERT INTO preorder.payment_credential (payment_id, sealed, seal_key_id)
            VALUES ($1, $2, $3)
        )
        UPDATE preorder.payment
        SET status = 'pending', submitted_at = $5, deadline_at = $4, charge_message_id = $6
        WHERE payment_id = $1
        """

    let paymentID: UUID
    let sealed: Bytea
    let keyID: String
    let deadlineAt: Timestamp
    let chargeMessageID: Int64
    let now: Timestamp

    var bindings: [any Bindable] { [paymentID, sealed, keyID, deadlineAt, now, chargeMessageID] }
}
