import Foundation
import Money
import TestTurns
import Testing

@testable import Gateways

@Suite("What Stripe's answers mean", .inTurn)
struct StripeReadingTests {
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
        try StripeRequests.confirm(
            Sample.stripeOrder(),
            intent: "pi_3Example0001",
            credentialID: "key-2"
        )
    }

    private func answer(_ request: GatewayRequest, _ row: Row) throws -> GatewayAnswer {
        StripeReading.answer(to: request, try Fixture.response(row.fixture, status: row.status))
    }

    @Test(
        "a confirmation's answer is read by the table",
        arguments: [
            Row("stripe_intent_succeeded", 200, .applied),
            Row("stripe_intent_requires_action", 200, .actionRequired),
            Row("stripe_intent_processing", 200, .pending),
            Row("stripe_intent_canceled", 200, .neverCharged),
            Row("stripe_intent_declined", 200, .rejected),
            Row("stripe_intent_created", 200, .unknown),
            Row("stripe_intent_requires_capture", 200, .unknown),
            Row("stripe_intent_succeeded_other_amount", 200, .mismatch),
            Row("stripe_intent_succeeded_other_currency", 200, .mismatch),
            Row("stripe_intent_succeeded_other_payment", 200, .unknown),
            Row("stripe_error_card_declined", 402, .rejected),
            Row("stripe_error_authentication_required", 402, .rejected),
            Row("stripe_error_api", 402, .unknown),
            Row("stripe_error_invalid_request", 400, .rejected),
            Row("stripe_error_key_other_parameters", 400, .unknown),
            Row("stripe_error_already_succeeded", 400, .applied),
            Row("stripe_error_already_canceled", 400, .neverCharged),
            Row("stripe_error_not_found", 404, .rejected),
            Row("stripe_error_unauthorized", 401, .configuration),
            Row("stripe_error_unauthorized", 403, .configuration),
            Row("stripe_error_key_in_use", 409, .lookThenRetry),
            Row("stripe_error_rate_limit", 429, .lookThenRetry),
            Row("stripe_error_api", 500, .silent),
            Row("stripe_error_card_declined", 500, .silent),
            Row("stripe_intent_succeeded", 302, .unknown),
        ]
    )
    func confirmation(row: Row) throws {
        #expect(try answer(confirm(), row).kind == row.kind)
    }

    @Test(
        "a cancellation never reads as a refusal of the charge",
        arguments: [
            Row("stripe_intent_canceled", 200, .neverCharged),
            Row("stripe_error_already_succeeded", 400, .applied),
            Row("stripe_error_already_canceled", 400, .neverCharged),
            Row("stripe_error_invalid_request", 400, .unknown),
            Row("stripe_error_not_found", 404, .unknown),
            Row("stripe_error_card_declined", 402, .unknown),
            Row("stripe_error_api", 500, .silent),
        ]
    )
    func cancellation(row: Row) throws {
        let request = try StripeRequests.cancel(
            Sample.stripeOrder(),
            intent: "pi_3Example0001",
            credentialID: "key-2"
        )
        #expect(try answer(request, row).kind == row.kind)
    }

    @Test(
        "a refund's answer is read by the table",
        arguments: [
            Row("stripe_refund_succeeded", 200, .refundApplied),
            Row("stripe_refund_pending", 200, .pending),
            Row("stripe_refund_requires_action", 200, .pending),
            Row("stripe_refund_failed", 200, .rejected),
            Row("stripe_refund_canceled", 200, .rejected),
            Row("stripe_error_already_refunded", 400, .unknown),
            Row("stripe_error_invalid_request", 400, .rejected),
            Row("stripe_error_key_in_use", 409, .lookThenRetry),
            Row("stripe_error_api", 500, .silent),
        ]
    )
    func refund(row: Row) throws {
        let request = try StripeRequests.refund(Sample.stripeRefund(), credentialID: "key-2")
        #expect(try answer(request, row).kind == row.kind)
    }

    @Test("a refund of another amount than asked for is unknown")
    func refundOfAnotherAmount() throws {
        let request = try StripeRequests.refund(
            Sample.stripeRefund(amountMinor: 1999),
            credentialID: "key-2"
        )
        #expect(try answer(request, Row("stripe_refund_succeeded", 200, .unknown)).kind == .unknown)
    }

    @Test("creating is progress and keeps the gateway's id, also when it is replayed")
    func creating() throws {
        let request = try StripeRequests.create(Sample.stripeOrder(), credentialID: "key-2")
        let first = try Fixture.response("stripe_intent_created")
        let replayed = try Fixture.response(
            "stripe_intent_created",
            headers: ["idempotent-replayed": "true"]
        )
        let expected = GatewayAnswer.created(gatewayPaymentID: "pi_3Example0001")
        #expect(StripeReading.answer(to: request, first) == expected)
        #expect(StripeReading.answer(to: request, replayed) == expected)
    }

    @Test("a charge's evidence holds the id, the money and the method")
    func evidence() throws {
        let response = try Fixture.response("stripe_intent_succeeded")
        let expected = ChargeEvidence(
            gatewayPaymentID: "pi_3Example0001",
            amount: try Sample.money(5999, "USD"),
            gatewayAmount: "5999 usd",
            at: nil,
            method: "card",
            rawStatus: "succeeded"
        )
        #expect(StripeReading.answer(to: try confirm(), response) == .applied(expected))
    }

    @Test("the buyer is sent to the gateway's page")
    func page() throws {
        let response = try Fixture.response("stripe_intent_requires_action")
        #expect(
            StripeReading.answer(to: try confirm(), response)
                == .actionRequired(
                    url: "https://hooks.stripe.com/redirect/authenticate/src_example",
                    gatewayPaymentID: "pi_3Example0001"
                )
        )
    }

    @Test("a decline keeps the gateway's words beside ours")
    func decline() throws {
        let answer = try answer(confirm(), Row("stripe_error_card_declined", 402, .rejected))
        #expect(
            answer.rejection
                == GatewayRejection(
                    code: .insufficientFunds,
                    gatewayCode: "insufficient_funds",
                    gatewayMessage: "Your card has insufficient funds."
                )
        )
        let authentication = try self.answer(
            confirm(),
            Row("stripe_error_authentication_required", 402, .rejected)
        )
        #expect(authentication.rejection?.code == .authenticationRequired)
    }

    @Test("what is our fault says so, and a decline does not")
    func fault() throws {
        for (fixture, status, ourFault) in [
            ("stripe_error_invalid_request", 400, true), ("stripe_error_not_found", 404, true),
            ("stripe_error_card_declined", 402, false),
        ] {
            let answer = try answer(confirm(), Row(fixture, status, .rejected))
            #expect(answer.rejection?.ourFault == ourFault, "\(fixture)")
        }
        let small = try answer(confirm(), Row("stripe_error_amount_too_small", 400, .rejected))
        #expect(small.rejection?.code == .belowMinimum)
    }

    @Test("Retry-After and Stripe-Should-Retry are honoured")
    func retrying() throws {
        let request = try confirm()
        func answer(_ headers: [String: String]) throws -> GatewayAnswer {
            StripeReading.answer(
                to: request,
                try Fixture.response("stripe_error_rate_limit", status: 429, headers: headers)
            )
        }
        #expect(try answer(["retry-after": "7"]).after == .seconds(7))
        #expect(try answer(["retry-after": "99999999999"]).after == .seconds(86_400))
        #expect(try answer(["retry-after": "-1"]).after == nil)
        #expect(try answer(["stripe-should-retry": "true"]).kind == .lookThenRetry)
        #expect(try answer(["stripe-should-retry": "false"]).kind == .unknown)
    }

    @Test("every truncation of an answer is unknown", arguments: [200, 400, 402, 404])
    func truncated(status: Int) throws {
        let whole = try Fixture.data("stripe_intent_succeeded")
        for length in [0, 1, whole.count / 2, whole.count - 2] {
            let response = GatewayResponse(
                status: status,
                headers: [:],
                body: whole.prefix(length)
            )
            #expect(StripeReading.answer(to: try confirm(), response).kind == .unknown)
        }
    }

    @Test(
        "a look-up by id is read by the table",
        arguments: [
            Row("stripe_intent_succeeded", 200, .applied),
            Row("stripe_intent_processing", 200, .pending),
            Row("stripe_intent_requires_action", 200, .actionRequired),
            Row("stripe_intent_canceled", 200, .neverCharged),
            Row("stripe_intent_declined", 200, .rejected),
            Row("stripe_intent_created", 200, .notYet),
            Row("stripe_intent_requires_confirmation", 200, .notYet),
            Row("stripe_intent_succeeded_other_amount", 200, .mismatch),
            Row("stripe_error_not_found", 404, .unknown),
            Row("stripe_error_invalid_request", 400, .unknown),
            Row("stripe_error_rate_limit", 429, .unknown),
            Row("stripe_error_unauthorized", 401, .configuration),
            Row("stripe_error_api", 500, .silent),
        ]
    )
    func lookUp(row: Row) throws {
        let response = try Fixture.response(row.fixture, status: row.status)
        #expect(StripeReading.lookUp(response, try Sample.stripeOrder().subject).kind == row.kind)
    }

    @Test("of several PaymentIntents of one payment the most advanced counts, two charges do not")
    func several() throws {
        let subject = try Sample.stripeOrder(intent: nil).subject
        func intent(_ name: String) throws -> StripeIntent {
            try Fixture.response(name).decoded(StripeIntent.self)
        }
        let created = try intent("stripe_intent_created")
        let canceled = try intent("stripe_intent_canceled")
        let charged = try intent("stripe_intent_succeeded")
        #expect(StripeGateway.verdict([created, charged], subject).kind == .applied)
        #expect(StripeGateway.verdict([canceled, created], subject).kind == .created)
        #expect(StripeGateway.verdict([canceled], subject).kind == .unknown)
        #expect(StripeGateway.verdict([charged, charged], subject).kind == .unknown)
        #expect(
            StripeGateway.verdict([try intent("stripe_intent_declined")], subject).kind
                == .rejected
        )
    }
}
