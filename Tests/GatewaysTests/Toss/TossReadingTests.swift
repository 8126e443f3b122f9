import Foundation
import Money
import TestTurns
import Testing

@testable import Gateways

@Suite("What Toss Payments' answers mean", .inTurn)
struct TossReadingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let fixture: String
        let status: Int
        let kind: AnswerKind

        init(_ fixture: String, _ status: Int, _ kind: AnswerKind) {
            self.fixture = fixture
            self.status = status
            self.kind = kind
        }

        var testDescription: String { "\(status) \(fixture) is \(kind.rawValue)" }
    }

    private func confirm() throws -> GatewayRequest {
        try TossRequests.confirm(Sample.tossOrder(), credentialID: "key-2")
    }

    private func refund() throws -> GatewayRequest {
        try TossRequests.refund(Sample.tossRefund(), credentialID: "key-2")
    }

    private func failure(_ code: String, _ status: Int) -> GatewayResponse {
        GatewayResponse(
            status: status,
            headers: ["retry-after": "3"],
            body: Data(#"{"code":"\#(code)","message":"거절"}"#.utf8)
        )
    }

    @Test(
        "a confirmation's answer is read by the table",
        arguments: [
            Row("toss_payment_done", 200, .applied),
            Row("toss_payment_other_amount", 200, .mismatch),
            Row("toss_payment_ready", 200, .pending),
            Row("toss_payment_in_progress", 200, .pending),
            Row("toss_payment_waiting_for_deposit", 200, .pending),
            Row("toss_payment_aborted", 200, .neverCharged),
            Row("toss_payment_expired", 200, .neverCharged),
            Row("toss_payment_canceled", 200, .unknown),
            Row("toss_payment_partial_cancels", 200, .unknown),
            Row("toss_error_reject_card_company", 403, .rejected),
            Row("toss_error_provider", 400, .unknown),
            Row("toss_error_in_flight", 409, .unknown),
            Row("toss_error_unauthorized", 401, .configuration),
        ]
    )
    func confirmation(row: Row) throws {
        let response = try Fixture.response(row.fixture, status: row.status)
        #expect(TossReading.answer(to: try confirm(), response).kind == row.kind)
    }

    @Test(
        "each refusal code of the table is a refusal with its stable word",
        arguments: [
            "REJECT_CARD_COMPANY": "card_declined", "REJECT_CARD_PAYMENT": "insufficient_funds",
            "REJECT_ACCOUNT_PAYMENT": "insufficient_funds",
            "EXCEED_MAX_AUTH_COUNT": "limit_exceeded", "INVALID_REJECT_CARD": "card_declined",
            "INVALID_STOPPED_CARD": "invalid_payment_method",
            "INVALID_CARD_LOST_OR_STOLEN": "lost_or_stolen",
            "INVALID_CARD_EXPIRATION": "expired_card",
            "INVALID_CARD_NUMBER": "invalid_payment_method",
            "NOT_SUPPORTED_CARD_TYPE": "invalid_payment_method",
            "INVALID_BILL_KEY_REQUEST": "invalid_payment_method",
            "EXCEED_MAX_PAYMENT_AMOUNT": "limit_exceeded",
            "EXCEED_MAX_DAILY_PAYMENT_COUNT": "limit_exceeded",
            "BELOW_MINIMUM_AMOUNT": "below_minimum", "NOT_FOUND_PAYMENT_SESSION": "session_expired",
        ]
    )
    func refusals(gatewayCode: String, word: String) throws {
        let answer = TossReading.answer(to: try confirm(), failure(gatewayCode, 400))
        #expect(answer.rejection?.code.rawValue == word)
        #expect(answer.rejection?.gatewayCode == gatewayCode)
        #expect(answer.rejection?.gatewayMessage == "거절")
    }

    @Test(
        "what may have charged is unknown and never a refusal",
        arguments: [
            ("ALREADY_PROCESSED_PAYMENT", 400), ("DUPLICATED_ORDER_ID", 400),
            ("PROVIDER_ERROR", 400), ("CARD_PROCESSING_ERROR", 400), ("A_NEW_CODE", 400),
            ("ALREADY_CANCELED_PAYMENT", 400), ("NOT_CANCELABLE_PAYMENT", 403),
            ("REJECT_CARD_COMPANY", 500), ("REJECT_CARD_COMPANY", 409),
            ("REJECT_CARD_COMPANY", 302), ("TOO_MANY_REQUESTS", 429), ("UNAUTHORIZED_KEY", 502),
        ]
    )
    func uncertain(gatewayCode: String, status: Int) throws {
        let answer = TossReading.answer(to: try confirm(), failure(gatewayCode, status))
        #expect(answer.kind == (status < 500 ? .unknown : .silent))
        #expect(answer.after == .seconds(3))
    }

    @Test(
        "a refused account stops a charge and a refund",
        arguments: ["UNAUTHORIZED_KEY", "INVALID_API_KEY", "FORBIDDEN_REQUEST"]
    )
    func configuration(gatewayCode: String) throws {
        for request in [try confirm(), try refund()] {
            let answer = TossReading.answer(to: request, failure(gatewayCode, 403))
            #expect(answer.kind == .configuration)
        }
    }

    @Test(
        "a refund's codes are read by the table",
        arguments: [
            ("ALREADY_CANCELED_PAYMENT", 400, AnswerKind.unknown),
            ("ALREADY_REFUND_PAYMENT", 400, .unknown),
            ("FORBIDDEN_CONSECUTIVE_REQUEST", 403, .retry), ("NOT_AVAILABLE_BANK", 403, .retry),
            ("FAILED_REFUND_PROCESS", 500, .retry),
            ("FAILED_METHOD_HANDLING_CANCEL", 500, .retry),
            ("NOT_CANCELABLE_PAYMENT", 403, .rejected), ("NOT_CANCELABLE_AMOUNT", 403, .rejected),
            ("EXCEED_MAX_REFUND_DUE", 403, .rejected),
            ("NOT_ALLOWED_PARTIAL_REFUND", 403, .rejected), ("REFUND_REJECTED", 400, .rejected),
            ("REFUND_REJECTED", 500, .silent), ("REJECT_CARD_COMPANY", 400, .unknown),
            ("PROVIDER_ERROR", 400, .unknown), ("IDEMPOTENT_REQUEST_PROCESSING", 409, .unknown),
            ("A_NEW_CODE", 400, .unknown), ("FAILED_INTERNAL_SYSTEM_PROCESSING", 500, .silent),
        ]
    )
    func refundCodes(gatewayCode: String, status: Int, kind: AnswerKind) throws {
        let answer = TossReading.answer(to: try refund(), failure(gatewayCode, status))
        #expect(answer.kind == kind)
        if kind == .retry { #expect(answer.after == .seconds(3)) }
    }

    @Test(
        "our cancel is found among others by the refund's id",
        arguments: [
            Row("toss_payment_partial_cancels", 200, .refundApplied),
            Row("toss_payment_cancel_in_progress", 200, .pending),
            Row("toss_payment_cancel_aborted", 200, .rejected),
            Row("toss_payment_canceled", 200, .unknown), Row("toss_payment_done", 200, .unknown),
        ]
    )
    func refundAnswer(row: Row) throws {
        let response = try Fixture.response(row.fixture, status: row.status)
        #expect(TossReading.answer(to: try refund(), response).kind == row.kind)
    }

    @Test("a cancel of another amount than asked for is unknown")
    func refundOfAnotherAmount() throws {
        let request = try TossRequests.refund(
            Sample.tossRefund(amountMinor: 19999),
            credentialID: "key-2"
        )
        let response = try Fixture.response("toss_payment_partial_cancels")
        #expect(TossReading.answer(to: request, response).kind == .unknown)
    }

    @Test("a wallet is named in the evidence, with the instant")
    func wallet() throws {
        let response = try Fixture.response("toss_payment_easy_pay")
        let expected = ChargeEvidence(
            gatewayPaymentID: "tgen_20250812example01",
            amount: try Sample.money(59800, "KRW"),
            gatewayAmount: "59800 KRW",
            at: Date(timeIntervalSince1970: 1_755_000_009),
            method: "간편결제 카카오페이",
            rawStatus: "DONE"
        )
        #expect(TossReading.answer(to: try confirm(), response) == .applied(expected))
    }

    @Test(
        "a look-up is read by the table",
        arguments: [
            Row("toss_payment_done", 200, .applied),
            Row("toss_payment_other_amount", 200, .mismatch),
            Row("toss_payment_ready", 200, .notYet),
            Row("toss_payment_in_progress", 200, .notYet),
            Row("toss_payment_waiting_for_deposit", 200, .pending),
            Row("toss_payment_aborted", 200, .neverCharged),
            Row("toss_payment_expired", 200, .neverCharged),
            Row("toss_payment_canceled", 200, .unknown),
            Row("toss_payment_partial_cancels", 200, .unknown),
            Row("toss_error_not_found", 404, .unknown),
            Row("toss_error_reject_card_company", 400, .unknown),
            Row("toss_error_unauthorized", 401, .configuration),
        ]
    )
    func lookUp(row: Row) throws {
        let response = try Fixture.response(row.fixture, status: row.status)
        #expect(TossReading.lookUp(response, try Sample.tossOrder().subject).kind == row.kind)
    }

    @Test("every truncation of an answer is unknown", arguments: [200, 400, 404])
    func truncated(status: Int) throws {
        let whole = try Fixture.data("toss_payment_done")
        for length in [0, 1, whole.count / 2, whole.count - 2] {
            let response = GatewayResponse(
                status: status,
                headers: [:],
                body: whole.prefix(length)
            )
            #expect(TossReading.answer(to: try confirm(), response).kind == .unknown)
            #expect(TossReading.lookUp(response, try confirm().subject).kind == .unknown)
        }
    }

    @Test("partial cancels are all listed, ours with its refund and the console's without")
    func refunds() throws {
        let response = try Fixture.response("toss_payment_partial_cancels")
        guard case .complete(let entries) = TossReading.refunds(response, try Sample.won()) else {
            Issue.record("the list is complete")
            return
        }
        let ours = RefundReference(id: try Sample.id(Sample.refundID), generation: 1)
        #expect(entries.map(\.refund) == [nil, ours])
        #expect(entries.map(\.amount.amountMinor) == [5000, 20000])
        #expect(entries.map(\.gatewayRefundID) == ["txrd_cancel01", "txrd_cancel02"])
        #expect(entries.map(\.status) == [.succeeded, .succeeded])
    }

    @Test("a list that cannot be whole proves nothing")
    func incomplete() throws {
        for response in [
            try Fixture.response("toss_payment_cancels_missing"),
            try Fixture.response("toss_error_not_found", status: 404),
            GatewayResponse(status: 200, headers: [:], body: Data("{".utf8)),
        ] {
            guard case .incomplete = TossReading.refunds(response, try Sample.won()) else {
                Issue.record("the list is incomplete")
                return
            }
        }
        let none = try Fixture.response("toss_payment_done")
        #expect(TossReading.refunds(none, try Sample.won()) == .complete([]))
    }
}
