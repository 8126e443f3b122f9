import Sandbox
import TestTurns
import Testing

@Suite("Toss payments", .inTurn)
struct TossPaymentTests {
    @Test("an approved payment is confirmed and found by its key and by the order")
    func lifeOfAPayment() async throws {
        try await withSandbox { client in
            let paymentKey = try await client.paymentKey(order: "order_1")
            let waiting = try await client.toss("GET", paymentKey)
            #expect(waiting["status"] == "IN_PROGRESS")
            let done = try await client.toss(
                "POST",
                "confirm",
                client.confirmBody(paymentKey, order: "order_1"),
                key: "k"
            )
            #expect(done.status == 200)
            #expect(done["status"] == "DONE")
            #expect(done["totalAmount"] == "12000")
            #expect(done["method"] == "카드")
            #expect(done["approvedAt"]?.hasSuffix("+09:00") == true)
            let found = try await client.toss("GET", "orders/order_1")
            #expect(found.body == done.body)
        }
    }

    @Test("a wallet is named in easyPay")
    func wallet() async throws {
        try await withSandbox { client in
            let made = try await client.control(
                "/_authenticate",
                #"{"gateway":"toss","account":"toss-kr","orderId":"order_1","amount":5000,"method":"NAVERPAY"}"#
            )
            let answer = try await client.toss("GET", try #require(made["paymentKey"]))
            #expect(answer["method"] == "간편결제")
            #expect(answer["easyPay.provider"] == "네이버페이")
        }
    }

    @Test("a second confirm under another key was already processed")
    func alreadyProcessed() async throws {
        try await withSandbox { client in
            let paymentKey = try await client.chargedPayment(order: "order_1")
            let again = try await client.toss(
                "POST",
                "confirm",
                client.confirmBody(paymentKey, order: "order_1"),
                key: "other"
            )
            #expect(again.status == 400)
            #expect(again["code"] == "ALREADY_PROCESSED_PAYMENT")
        }
    }

    @Test("a second payment of a charged order has a duplicated order id")
    func duplicatedOrder() async throws {
        try await withSandbox { client in
            let first = try await client.chargedPayment(order: "order_1")
            let second = try await client.paymentKey(order: "order_1")
            let answer = try await client.toss(
                "POST",
                "confirm",
                client.confirmBody(second, order: "order_1"),
                key: "k2"
            )
            #expect(answer["code"] == "DUPLICATED_ORDER_ID")
            let found = try await client.toss("GET", "orders/order_1")
            #expect(found["paymentKey"] == first)
        }
    }

    @Test("another amount or order than the buyer approved is forbidden")
    func forbidden() async throws {
        try await withSandbox { client in
            let paymentKey = try await client.paymentKey(order: "order_1")
            let bodies = [
                client.confirmBody(paymentKey, order: "order_1", amount: 11_000),
                client.confirmBody(paymentKey, order: "order_2"),
            ]
            for body in bodies {
                let answer = try await client.toss("POST", "confirm", body)
                #expect(answer.status == 403)
                #expect(answer["code"] == "FORBIDDEN_REQUEST")
            }
            #expect(try await client.toss("GET", paymentKey)["status"] == "IN_PROGRESS")
        }
    }

    @Test("an authentication lives 10 minutes")
    func expiry() async throws {
        try await withSandbox { client in
            try await client.control("/_clock", #"{"at":"2027-01-01T00:00:00Z"}"#)
            let late = try await client.paymentKey(order: "order_late")
            let early = try await client.paymentKey(order: "order_early")
            try await client.control("/_clock", #"{"at":"2027-01-01T00:09:59Z"}"#)
            let inTime = try await client.toss(
                "POST",
                "confirm",
                client.confirmBody(early, order: "order_early")
            )
            #expect(inTime["status"] == "DONE")
            try await client.control("/_clock", #"{"at":"2027-01-01T00:10:00Z"}"#)
            let tooLate = try await client.toss(
                "POST",
                "confirm",
                client.confirmBody(late, order: "order_late")
            )
            #expect(tooLate["code"] == "NOT_FOUND_PAYMENT_SESSION")
            #expect(try await client.toss("GET", late)["status"] == "EXPIRED")
            let truth = try await client.control("/_truth")
            #expect(truth["charges.0.status"] == "expired")
        }
    }

    @Test("a decline that was asked for refuses the confirm and ends the payment")
    func decline() async throws {
        try await withSandbox { client in
            let paymentKey = try await client.paymentKey(
                order: "order_1",
                extra: #","decline":"INVALID_STOPPED_CARD""#
            )
            let answer = try await client.toss(
                "POST",
                "confirm",
                client.confirmBody(paymentKey, order: "order_1")
            )
            #expect(answer["code"] == "INVALID_STOPPED_CARD")
            let found = try await client.toss("GET", paymentKey)
            #expect(found["status"] == "ABORTED")
            #expect(found["failure.code"] == "INVALID_STOPPED_CARD")
        }
    }

    @Test("a code that says nothing for certain leaves the payment open")
    func uncertainCode() async throws {
        try await withSandbox { client in
            let paymentKey = try await client.paymentKey(
                order: "order_1",
                extra: #","decline":"PROVIDER_ERROR""#
            )
            let answer = try await client.toss(
                "POST",
                "confirm",
                client.confirmBody(paymentKey, order: "order_1")
            )
            #expect(answer.status == 400)
            #expect(answer["code"] == "PROVIDER_ERROR")
            #expect(try await client.toss("GET", paymentKey)["status"] == "IN_PROGRESS")
        }
    }

    @Test("the test code makes its error and nothing else")
    func testCode() async throws {
        try await withSandbox { client in
            let paymentKey = try await client.paymentKey(order: "order_1")
            let body = client.confirmBody(paymentKey, order: "order_1")
            let answer = try await client.toss(
                "POST",
                "confirm",
                body,
                key: "k",
                testCode: "REJECT_CARD_COMPANY"
            )
            #expect(answer.status == 403)
            #expect(answer["code"] == "REJECT_CARD_COMPANY")
            #expect(try await client.toss("POST", "confirm", body, key: "k")["status"] == "DONE")
        }
    }

    @Test("a key of another form is a 401, another account's payment is not found")
    func accounts() async throws {
        try await withSandbox { client in
            let paymentKey = try await client.paymentKey(order: "order_1")
            var stranger = client
            stranger.tossKey = "sk_test_toss-kr"
            let unauthorized = try await stranger.toss("GET", paymentKey)
            #expect(unauthorized.status == 401)
            #expect(unauthorized["code"] == "UNAUTHORIZED_KEY")
            stranger.tossKey = "test_sk_other"
            #expect(try await stranger.toss("GET", paymentKey)["code"] == "NOT_FOUND_PAYMENT")
            #expect(try await stranger.toss("GET", "orders/order_1").status == 404)
        }
    }

    @Test(
        "a malformed body is an invalid request",
        arguments: ["", "[]", #"{"paymentKey":"x","orderId":"order_1"}"#, "{\"paymentKey\":1}"]
    )
    func malformed(_ body: String) async throws {
        try await withSandbox { client in
            let answer = try await client.toss("POST", "confirm", body)
            #expect(answer.status == 400)
            #expect(answer["code"] == "INVALID_REQUEST")
        }
    }
}
