import Foundation
import Gateways
import TestTurns
import Testing

@Suite("What is never printed", .inTurn)
struct SecrecyTests {
    private func everyText(of value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(dumped)"
    }

    @Test("no description shows a buyer's token or a secret")
    func descriptions() async throws {
        let gateway = try StripeGateway(
            GatewayConfiguration(baseURL: "http://127.0.0.1:9", credentials: Sample.credentials)
        )
        let order = try Sample.stripeOrder()
        let request = try gateway.nextChargeRequest(order)
        await gateway.close()
        #expect(!everyText(of: order).contains("pm_1Example"))
        #expect(!everyText(of: request).contains("pm_1Example"))
        #expect(!everyText(of: Sample.credentials).contains("sk_test"))
    }

    @Test("a stored request comes back with the same bytes and holds no secret")
    func stored() async throws {
        let gateway = try TossGateway(
            GatewayConfiguration(baseURL: "http://127.0.0.1:9", credentials: Sample.credentials)
        )
        let request = try gateway.refundRequest(Sample.tossRefund())
        await gateway.close()
        let stored = try JSONEncoder().encode(request)
        #expect(try JSONDecoder().decode(GatewayRequest.self, from: stored) == request)
        #expect(!String(decoding: stored, as: UTF8.self).contains("sk_test"))
        #expect(request.credentialID == "key-2")
    }
}
