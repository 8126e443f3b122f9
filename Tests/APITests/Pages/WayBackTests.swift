import Foundation
import NIOHTTP1
import TestTurns
import Testing

@Suite("The way back from the gateway's authentication", .inTurn)
struct WayBackTests {
    /// The payment of a reservation that costs 59,800 won and waits for its buyer.
    private static func payment(_ shop: Shop, _ token: String) async throws -> String {
        let reserved = try await shop.post("/v1/reservations", as: token, shop.reservation())
        return "/store/payments/\(try #require(reserved["payment_id"]))"
    }

    private static func page(_ shop: Shop, _ token: String, _ path: String) async throws -> Reply {
        try await shop.ask(.GET, path, headers: ["cookie": "reservoir=\(token)"])
    }

    @Test("what was authenticated is shown with its amount and paid only by the buyer's own form")
    func authenticated() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.member()
            let payment = try await Self.payment(shop, token)
            let before = try await shop.footprint()
            let back = "/authenticated?paymentKey=key_1&orderId=x&amount=59800"
            let page = try await Self.page(shop, token, payment + back)
            #expect(page.status == 200 && page.text.contains("Pay ₩59,800"))
            #expect(page.text.contains("action=\"\(payment)/submission\""))
            #expect(try await shop.footprint() == before)
        }
    }

    @Test(
        "nothing can be paid after another amount, a refusal, or nothing at all",
        arguments: [
            "paymentKey=key_1&amount=59801", "paymentKey=key_1&amount=59800.00",
            "code=PAY_PROCESS_CANCELED&message=no&paymentKey=key_1", "amount=59800", "paymentKey=",
        ]
    )
    func refused(_ query: String) async throws {
        try await Shop.openPages { shop in
            let token = try await shop.member()
            let payment = try await Self.payment(shop, token)
            let page = try await Self.page(shop, token, "\(payment)/authenticated?\(query)")
            #expect(page.status == 200 && !page.text.contains("/submission"), "\(page.text)")
        }
    }

    @Test("another member's payment is not found")
    func others() async throws {
        try await Shop.openPages { shop in
            let payment = try await Self.payment(shop, try await shop.member())
            let other = try await shop.tokens.member(shop.ids.otherMember)
            for path in [payment, payment + "/authenticated?paymentKey=k&amount=59800"] {
                #expect(try await Self.page(shop, other, path).status == 404)
            }
        }
    }
}
