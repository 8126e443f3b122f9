import Foundation
import Postgres
import Testing

extension Shop {
    /// A refund that the gateway refused and whose legal day was a week ago.
    func lateRefund() async throws {
        let token = try await member()
        let reserved = try await post(
            "/v1/reservations",
            as: token,
            reservation(game: ids.secondGame, shown: 1_050)
        )
        let paymentID = try #require(reserved["payment_id"])
        let path = "/v1/payments/\(paymentID)/submission"
        _ = try await post(path, as: token, #"{"token": "t2"}"#)
        try await charge(paymentID)
        let id = try #require(reserved["reservation_id"])
        let asked = try await post("/v1/refunds", as: token, #"{"reservation_id": "\#(id)"}"#)
        #expect(asked.status == 202, "\(asked.text)")
        try await connection.script(
            """
            UPDATE preorder.refund SET status = 'refused', failure_reason = 'refund_refused',
                due_on = (outbox.now() AT TIME ZONE 'Asia/Seoul')::date - 7
            WHERE reservation_id = '\(id)'
            """
        )
    }
}
