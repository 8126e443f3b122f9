import Gateways
import Money
import TestTurns
import Testing

@Suite("Amounts as a gateway takes them", .inTurn)
struct GatewayCurrencyTests {
    private func row(
        _ code: String,
        exponent: Int,
        minimum: Int64 = 1,
        increment: Int64 = 1
    ) throws -> GatewayCurrency {
        GatewayCurrency(
            currency: try #require(Currency(code)),
            exponent: exponent,
            minimumMinor: minimum,
            incrementMinor: increment
        )
    }

    @Test(
        "an amount is written with the gateway's digits and read back",
        arguments: [
            ("USD", 2, 1, 5999, 5999), ("KRW", 0, 1, 59800, 59800), ("ISK", 2, 1, 750, 75000),
            ("UGX", 2, 1, 5000, 500_000), ("KWD", 3, 10, 18500, 18500), ("MGA", 0, 100, 1200, 12),
        ] as [(String, Int, Int64, Int64, Int64)]
    )
    func conversion(
        code: String,
        exponent: Int,
        increment: Int64,
        minor: Int64,
        gateway: Int64
    ) throws {
        let row = try row(code, exponent: exponent, increment: increment)
        let money = Money(minor, row.currency)
        #expect(try row.gatewayAmount(money) == gateway)
        #expect(row.money(gatewayAmount: gateway) == money)
    }

    @Test("what is off the increment, below the minimum, not positive or too large is refused")
    func refusals() throws {
        let dinar = try row("KWD", exponent: 3, minimum: 100, increment: 10)
        for minor: Int64 in [18505, 0, -10] {
            #expect(throws: GatewayError.self) {
                try dinar.gatewayAmount(Money(minor, dinar.currency))
            }
        }
        #expect(throws: GatewayError.self) { try dinar.chargeAmount(Money(90, dinar.currency)) }
        #expect(try dinar.gatewayAmount(Money(90, dinar.currency)) == 90)
        let krona = try row("ISK", exponent: 2)
        #expect(throws: GatewayError.self) {
            try krona.gatewayAmount(Money(Int64.max, krona.currency))
        }
        #expect(throws: GatewayError.self) {
            try krona.gatewayAmount(Money(10, dinar.currency))
        }
        #expect(krona.money(gatewayAmount: 75001) == nil)
    }
}
