import Foundation
import Gateways
import TestTurns
import Testing

/// A third gateway, in one file, with one line of registration.
private struct VoucherGateway: PaymentGateway {
    static let name = "voucher"
    static let standardURL = "https://vouchers.example"
    static let keyWindow: Duration = .seconds(3_600)

    init(_ configuration: GatewayConfiguration) throws(GatewayError) {}

    func nextChargeRequest(_ order: ChargeOrder) throws(GatewayError) -> GatewayRequest {
        try GatewayRequest(
            gateway: Self.name,
            operation: .confirm,
            path: "/redeem",
            contentType: "text/plain",
            body: Data(order.orderID.utf8),
            idempotencyKey: order.idempotencyBase,
            idempotencyKeyMax: 64,
            apiVersion: nil,
            credentialID: "none",
            subject: order.subject
        )
    }

    func cancelRequest(_ order: ChargeOrder) throws(GatewayError) -> GatewayRequest? { nil }

    func refundRequest(_ refund: RefundOrder) throws(GatewayError) -> GatewayRequest {
        throw .invalidOrder("vouchers are not paid back")
    }

    func send(_ request: GatewayRequest, timeout: Duration) async -> GatewayAnswer {
        .pending(reason: "redeeming")
    }

    func lookUpCharge(_ order: ChargeOrder) async -> GatewayAnswer { .notYet(reason: "none") }

    func lookUpRefunds(_ order: ChargeOrder) async -> RefundReading { .complete([]) }

    func close() async {}
}

@Suite("The registry of gateways", .inTurn)
struct GatewayRegistryTests {
    private let configuration = GatewayConfiguration(
        baseURL: "http://127.0.0.1:9",
        credentials: Sample.credentials
    )

    @Test("a third gateway needs its type and one line")
    func third() async throws {
        let registry = GatewayRegistry(GatewayRegistry.builtIn + [VoucherGateway.self])
        #expect(registry.names == ["stripe", "toss", "voucher"])
        let gateway = try registry.gateway(named: "voucher", configuration)
        let request = try gateway.nextChargeRequest(Sample.tossOrder())
        #expect(gateway.name == "voucher")
        #expect(await gateway.send(request, timeout: .seconds(1)).kind == .pending)
    }

    @Test("an unknown name is a configuration error that lists the known ones")
    func unknownName() {
        #expect(
            throws: GatewayError.configuration(
                "no gateway is called paypal; there are stripe, toss"
            )
        ) {
            try GatewayRegistry().gateway(named: "paypal", configuration)
        }
    }

    @Test(
        "a base URL must be https unless it stays on this machine",
        arguments: [
            ("https://api.stripe.com", true), ("https://api.stripe.com/", true),
            ("http://127.0.0.1:8080/stripe", true), ("http://localhost:8080", true),
            ("http://[::1]:8080", true), ("http://api.stripe.com", false),
            ("http://127.0.0.1.example.com", false), ("ftp://127.0.0.1", false),
            ("api.stripe.com", false), ("", false), ("https://", false),
            ("https://key@api.stripe.com", false), ("https://api.stripe.com?a=1", false),
        ]
    )
    func baseURL(text: String, accepted: Bool) async throws {
        var configuration = configuration
        configuration.baseURL = text
        for name in ["stripe", "toss"] {
            if accepted {
                await (try GatewayRegistry().gateway(named: name, configuration)).close()
            } else {
                #expect(throws: GatewayError.self) {
                    try GatewayRegistry().gateway(named: name, configuration)
                }
            }
        }
    }
}
