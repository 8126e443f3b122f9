import API
import Foundation
import TestTurns
import Testing

@Suite("What is no HTTP", .inTurn)
struct BrokenRequestTests {
    /// Requests that a parser must not take, by what is wrong with them.
    private static let broken: [(String, String)] = [
        ("request line", "nonsense\r\n\r\n"),
        ("no path", "GET HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("version", "GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n"),
        ("NUL in a header", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n"),
        ("blank before the colon", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A : b\r\n\r\n"),
        ("control character", "GET /healthz HTTP/1.1\r\nHost: x\r\nX\u{1}A: b\r\n\r\n"),
        ("folded header", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n"),
        ("two lengths", post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}x")),
        ("a list of lengths", post("Content-Length: 2, 3\r\n", "{}x")),
        ("a negative length", post("Content-Length: -1\r\n", "{}")),
        (
            "length and chunks",
            post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")
        ),
        (
            "chunks and length",
            post("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "0\r\n\r\n")
        ),
        ("chunked not last", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")),
        ("chunked in disguise", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")),
        (
            "chunked twice",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n", "0\r\n\r\n")
        ),
        (
            "a header of 100 KB",
            "GET /healthz HTTP/1.1\r\nX-A: \(String(repeating: "a", count: 100_000))\r\n\r\n"
        ),
        (
            "1500 headers",
            "GET /healthz HTTP/1.1\r\n\(String(repeating: "A: b\r\n", count: 1_500))\r\n"
        ),
    ]

    private static func post(_ headers: String, _ body: String) -> String {
        "POST /v1/reservations HTTP/1.1\r\nHost: x\r\n\(headers)\r\n\(body)"
    }

    /// The statuses of all answers on a connection, in order.
    private static func statuses(_ answers: String) -> [String] {
        answers.matches(of: #/HTTP/1\.1 (\d{3}) /#).map { String($0.1) }
    }

    /// A request that must not be read behind a broken one.
    private static let smuggled = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test("is answered once, with a problem, and nothing behind it is read")
    func heads() async throws {
        try await Shop.open { shop in
            for (name, text) in Self.broken {
                let answer = try await RawHTTP.exchange(text + Self.smuggled, with: shop.url)
                #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(name): \(answer)")
                #expect(answer.contains("urn:reservoir:problem:malformed_request"), "\(name)")
                #expect(answer.lowercased().contains("\r\nconnection: close\r\n"), "\(name)")
                #expect(Self.statuses(answer) == ["400"], "\(name): \(answer)")
                #expect(!answer.contains("alive"), "\(name): \(answer)")
            }
        }
    }

    @Test("what came before it on the connection is answered first")
    func pipelined() async throws {
        try await Shop.open { shop in
            let answer = try await RawHTTP.exchange(
                Self.smuggled + "nonsense\r\n\r\n",
                with: shop.url
            )
            #expect(Self.statuses(answer) == ["200", "400"], "\(answer)")
            #expect(answer.contains("urn:reservoir:problem:malformed_request"), "\(answer)")
        }
    }

    @Test("chunks that are none break the request off, with one problem and nothing written")
    func chunks() async throws {
        try await Shop.open { shop in
            let before = try await shop.footprint()
            let head = """
                POST /v1/reservations HTTP/1.1\r
                Host: x\r
                Authorization: Bearer \(try await shop.member())\r
                Content-Type: application/json\r
                Idempotency-Key: k\r
                Transfer-Encoding: chunked\r
                \r

                """
            // A whole reservation stands before what is broken.
            let order = shop.reservation(points: 100)
            let whole = "\(String(order.utf8.count, radix: 16))\r\n\(order)\r\n"
            for end in ["zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}x\r\n0\r\n\r\n", "-1\r\n\r\n"] {
                let body = whole + end
                let answer = try await RawHTTP.exchange(head + body + Self.smuggled, with: shop.url)
                #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
                #expect(answer.contains("urn:reservoir:problem:malformed_request"), "\(answer)")
                #expect(Self.statuses(answer) == ["400"], "\(answer)")
            }
            #expect(try await shop.footprint() == before)
            let unbroken = head + whole + "0\r\n\r\n"
            let answer = try await RawHTTP.exchange(
                unbroken.replacing("Host: x", with: "Host: x\r\nConnection: close"),
                with: shop.url
            )
            #expect(answer.hasPrefix("HTTP/1.1 201 "), "\(answer)")
        }
    }

    @Test("an answer that was given before the body broke is the only one")
    func answeredBefore() async throws {
        try await Shop.open { shop in
            let text = Self.post("Transfer-Encoding: chunked\r\n", "zz\r\n")
            let answer = try await RawHTTP.exchange(text + Self.smuggled, with: shop.url)
            #expect(Self.statuses(answer) == ["401"] || Self.statuses(answer) == ["400"])
            #expect(!answer.contains("alive") && !answer.contains("TIMEOUT"), "\(answer)")
        }
    }

    @Test("a head that never ends is not waited for, however often a byte of it comes")
    func slowHead() async throws {
        try await Shop.open {
            $0.headTimeout = .milliseconds(300)
        } _: { shop in
            let kept = try await RawHTTP.drip(to: shop.url, limit: .seconds(20))
            #expect(try #require(kept) >= .milliseconds(250))
        }
    }
}
