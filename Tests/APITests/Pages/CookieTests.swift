import API
import Foundation
import NIOHTTP1
import TestTurns
import Testing

@Suite("Cookies of pages", .inTurn)
struct CookieTests {
    /// A shop whose pages browsers reach by TLS, through a proxy.
    private static func openSecure(
        _ body: @escaping @Sendable (Shop) async throws -> Void
    ) async throws {
        try await Shop.open(
            { configuration in
                var pages = PageSettings()
                pages.address = "https://store.example"
                configuration.pages = pages
            },
            body
        )
    }

    private static func signIn(_ shop: Shop, origin: String) async throws -> Reply {
        let token = try await shop.member()
        return try await shop.ask(
            .POST,
            "/sign-in",
            as: nil,
            bytes: Array("guard=&key=k&token=\(token)".utf8),
            headers: [
                "origin": origin, "content-type": "application/x-www-form-urlencoded",
            ]
        )
    }

    @Test("with TLS only this host can have set who is signed in, and no script can read it")
    func secure() async throws {
        try await Self.openSecure { shop in
            let reply = try await Self.signIn(shop, origin: "https://store.example")
            let cookie = try #require(reply.headers.first(name: "set-cookie"))
            #expect(reply.status == 303 && cookie.hasPrefix("__Host-reservoir="))
            for attribute in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
                #expect(cookie.contains("; \(attribute)"))
            }
            let token = try await shop.member()
            let theirs = try await shop.ask(
                .GET,
                "/store",
                headers: ["cookie": "reservoir=\(token)"]
            )
            #expect(theirs.status == 303 && theirs.headers.first(name: "location") == "/sign-in")
            let ours = try await shop.ask(
                .GET,
                "/store",
                headers: ["cookie": "__Host-reservoir=\(token)"]
            )
            #expect(ours.status == 200)
        }
    }

    @Test(
        "a form of another site signs nobody in",
        arguments: ["https://evil.example", "http://store.example", "null", ""]
    )
    func foreign(_ origin: String) async throws {
        try await Self.openSecure { shop in
            let reply = try await Self.signIn(shop, origin: origin)
            #expect(reply.status == 403 && reply.headers.first(name: "set-cookie") == nil)
        }
    }
}
