import Foundation
import Sandbox
import Testing

/// A caller of the gateways who sees the bytes: one connection a call.
struct SandboxClient: Sendable {
    var address: SandboxAddress
    var stripeKey = "sk_test_stripe-us"
    var tossKey = "test_sk_toss-kr"

    private var port: Int { Int(address.url.split(separator: ":").last ?? "") ?? 0 }

    /// Nil when the connection was closed without an answer.
    func send(
        _ method: String,
        _ target: String,
        body: String = "",
        headers: [String: String] = [:]
    ) async throws -> Answer? {
        var lines = [
            "\(method) \(target) HTTP/1.1", "Host: 127.0.0.1", "Connection: close",
            "Content-Length: \(body.utf8.count)",
        ]
        lines += headers.map { "\($0.key): \($0.value)" }
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        return Answer(try await RawConnection.exchange(port: port, sending: text))
    }

    func tryStripe(
        _ method: String,
        _ path: String,
        _ form: String = "",
        key: String? = nil
    ) async throws -> Answer? {
        var headers = [
            "Authorization": "Bearer \(stripeKey)",
            "Content-Type": "application/x-www-form-urlencoded",
        ]
        headers["Idempotency-Key"] = key
        return try await send(method, "/v1/" + path, body: form, headers: headers)
    }

    func stripe(
        _ method: String,
        _ path: String,
        _ form: String = "",
        key: String? = nil
    ) async throws -> Answer {
        try #require(try await tryStripe(method, path, form, key: key))
    }

    func tryToss(
        _ method: String,
        _ path: String,
        _ json: String = "",
        key: String? = nil,
        testCode: String? = nil
    ) async throws -> Answer? {
        let credential = Data("\(tossKey):".utf8).base64EncodedString()
        var headers = [
            "Authorization": "Basic \(credential)", "Content-Type": "application/json",
        ]
        headers["Idempotency-Key"] = key
        headers["TossPayments-Test-Code"] = testCode
        // From the root for what is not about a payment.
        let target = path.hasPrefix("/") ? path : "/v1/payments/" + path
        return try await send(method, target, body: json, headers: headers)
    }

    func toss(
        _ method: String,
        _ path: String,
        _ json: String = "",
        key: String? = nil,
        testCode: String? = nil
    ) async throws -> Answer {
        try #require(try await tryToss(method, path, json, key: key, testCode: testCode))
    }

    /// The same client on the port that stays open when the gateways refuse connections.
    var atControlPort: SandboxClient {
        var client = self
        client.address = SandboxAddress(
            url: address.controlURL,
            smtpPort: address.smtpPort,
            controlURL: address.controlURL
        )
        return client
    }

    /// Whether the port takes no connection, as somebody learns who waits until it is so.
    func becomesClosed(_ isClosed: Bool = true, port: Int? = nil) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try await RawConnection.isRefused(port: port ?? self.port) == isClosed {
                return true
            }
        }
        return false
    }

    /// A call to the sandbox itself, which must be answered with 200.
    @discardableResult
    func control(_ path: String, _ json: String? = nil) async throws -> Answer {
        let answer = try #require(
            try await send(json == nil ? "GET" : "POST", path, body: json ?? "")
        )
        try #require(answer.status == 200, "\(answer.body)")
        return answer
    }

    /// An unconfirmed PaymentIntent's id.
    func intent(reference: String = "pay_1", amount: Int = 1_200) async throws -> String {
        let form = "amount=\(amount)&currency=usd&metadata[payment_id]=\(reference)"
        let answer = try await stripe("POST", "payment_intents", form, key: "create-\(reference)")
        return try #require(answer["id"])
    }

    /// An intent that was charged.
    func chargedIntent(
        reference: String = "pay_1",
        method: String = "pm_card_visa"
    ) async throws -> String {
        let id = try await intent(reference: reference)
        let answer = try await confirm(id, method, key: "confirm-\(reference)")
        try #require(answer["status"] == "succeeded")
        return id
    }

    func confirm(
        _ id: String,
        _ method: String = "pm_card_visa",
        key: String? = nil
    ) async throws -> Answer {
        try await stripe(
            "POST",
            "payment_intents/\(id)/confirm",
            "payment_method=\(method)",
            key: key
        )
    }

    /// A Toss payment key for an order that the buyer has approved.
    func paymentKey(
        order: String,
        amount: Int = 12_000,
        extra: String = ""
    ) async throws -> String {
        let answer = try await control(
            "/_authenticate",
            """
            {"gateway":"toss","account":"toss-kr","orderId":"\(order)","amount":\(amount),\
            "currency":"KRW","method":"CARD"\(extra)}
            """
        )
        return try #require(answer["paymentKey"])
    }

    func confirmBody(_ paymentKey: String, order: String, amount: Int = 12_000) -> String {
        #"{"paymentKey":"\#(paymentKey)","orderId":"\#(order)","amount":\#(amount)}"#
    }

    /// A Toss payment that was charged.
    func chargedPayment(order: String, amount: Int = 12_000) async throws -> String {
        let paymentKey = try await paymentKey(order: order, amount: amount)
        let answer = try await toss(
            "POST",
            "confirm",
            confirmBody(paymentKey, order: order, amount: amount),
            key: "confirm-\(order)"
        )
        try #require(answer["status"] == "DONE")
        return paymentKey
    }
}

/// A sandbox of the test's own and a caller of it.
func withSandbox<Value: Sendable>(
    _ adjust: (inout SandboxConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (SandboxClient) async throws -> Value
) async throws -> Value {
    var configuration = SandboxConfiguration()
    configuration.faults.hold = .milliseconds(20)
    adjust(&configuration)
    return try await Sandbox.serving(configuration) { address in
        try await body(SandboxClient(address: address))
    }
}
