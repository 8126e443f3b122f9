import Foundation
import HTTPTypes
import NIOHTTP1
import TestTurns
import Testing

@testable import API

@Suite("Who may see the pages and send their forms", .inTurn)
struct PageAccessTests {
    /// The addresses of the staff's pages or forms.
    private static func paths(_ method: HTTPRequest.Method, _ part: String) -> [String] {
        PageRoutes.all.filter { $0.method == method && $0.path.hasPrefix(part) }.map {
            $0.path.replacing(/\{message_id\}/, with: "1")
                .replacing(/\{[a-z_]+\}/, with: "0198a000-0000-7000-8000-000000000000")
        }
    }

    @Test("nobody is led to sign in, and everybody else is turned away")
    func pages() async throws {
        try await Shop.openPages { shop in
            let member = try await shop.member()
            let manager = try await shop.tokens.manager(shop.ids.manager)
            let `operator` = try await shop.tokens.operator()
            let staff = [
                ("/operator", 7, [member, manager]), ("/manager", 4, [member, `operator`]),
            ]
            for (part, count, others) in staff {
                let paths = Self.paths(.get, part)
                #expect(paths.count == count)
                for path in paths {
                    let nobody = try await shop.visit(path, as: nil)
                    #expect(nobody.status == 303 && Shop.location(nobody) == "/sign-in", "\(path)")
                    for other in others {
                        #expect(try await shop.visit(path, as: other).status == 403, "\(path)")
                    }
                }
            }
        }
    }

    @Test("every page forbids scripts, frames and foreign forms")
    func policy() async throws {
        try await Shop.openPages { shop in
            let tokens = [
                "/operator": try await shop.tokens.operator(),
                "/manager": try await shop.tokens.manager(shop.ids.manager),
                "/store": try await shop.member(),
            ]
            let real = ["/store": "/store/games/\(shop.ids.game.uuidString.lowercased())"]
            for (part, token) in tokens {
                for path in Self.paths(.get, part) + [real[part] ?? "/sign-in"] {
                    let page = try await shop.visit(path, as: token)
                    let policy = page.headers.first(name: "content-security-policy") ?? ""
                    #expect(policy.hasPrefix("default-src 'none'; style-src 'self';"), "\(path)")
                    #expect(policy.contains("frame-ancestors 'none'"), "\(path)")
                    #expect(!policy.contains("unsafe") && !policy.contains("script"), "\(path)")
                    #expect(!page.text.contains(" style=") && !page.text.contains("<script"))
                    #expect(page.headers.first(name: "cache-control") == "no-store", "\(path)")
                    #expect(page.headers.first(name: "x-content-type-options") == "nosniff")
                }
            }
        }
    }

    @Test("a form that is not ours, or was shown to somebody else, writes nothing")
    func forgery() async throws {
        try await Shop.openPages { shop in
            let id = try await shop.deadReport()
            try await shop.openBreaker()
            let ada = try await shop.tokens.operator("Ada")
            let manager = try await shop.tokens.manager(shop.ids.manager)
            let theirs = try await shop.guardText(for: try await shop.tokens.operator("Eve"))
            let before = try await shop.decisions()
            let fields: KeyValuePairs = [
                "reason": "r", "evidence": "e", "verdict": "rejected", "what": "channel:mail",
                "destination": "toss-kr", "game": shop.ids.game.uuidString, "policy": "percent",
                "amount": "10", "from": "2026-11-23T00:00", "until": "2026-12-23T00:00",
                "reservation": UUID().uuidString,
            ]
            let forms =
                Self.paths(.post, "/operator").map {
                    ($0.replacing("/1/", with: "/\(id)/"), ada)
                } + Self.paths(.post, "/manager").map { ($0, manager) }
            #expect(forms.count == 8)
            for (path, token) in forms {
                let own = try await shop.guardText(for: token)
                let forged: [(origin: String?, guardText: String)] = [
                    (nil, own), ("https://evil.example", own), ("null", own), ("", ""),
                    ("", (own.hasPrefix("x") ? "y" : "x") + own.dropFirst()), ("", theirs),
                ]
                for (origin, guardText) in forged {
                    let reply = try await shop.send(
                        path,
                        as: token,
                        fields,
                        origin: origin,
                        guardText: guardText
                    )
                    #expect(reply.status == 403, "\(path) \(origin ?? "-")")
                    #expect(reply.text.contains("Nothing has changed"), "\(path)")
                }
                let nobody = try await shop.send(path, as: nil, fields, guardText: own)
                #expect(nobody.status == 303 && Shop.location(nobody) == "/sign-in", "\(path)")
                let member = try await shop.send(path, as: try await shop.member(), fields)
                #expect(member.status == 403, "\(path)")
            }
            #expect(try await shop.decisions() == before)
        }
    }

    @Test("pages that are off are not there, nor are operators' without their database")
    func off() async throws {
        try await Shop.open { shop in
            let token = try await shop.tokens.operator()
            for path in ["/operator", "/manager", "/store", "/sign-in"] {
                #expect(try await shop.visit(path, as: token).status == 404, "\(path)")
            }
        }
        try await Shop.open {
            $0.pages = PageSettings()
        } _: { shop in
            let token = try await shop.tokens.operator()
            for path in Self.paths(.get, "/operator") {
                #expect(try await shop.visit(path, as: token).status == 404, "\(path)")
            }
            let form = try await shop.send(
                "/operator/holds/pause",
                as: token,
                ["what": "channel:mail", "reason": "r"]
            )
            #expect(form.status == 404)
        }
    }
}
