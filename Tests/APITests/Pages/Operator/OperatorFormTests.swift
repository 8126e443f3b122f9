import Foundation
import NIOHTTP1
import Postgres
import PrivateCluster
import TestTurns
import Testing

@Suite("What operators' forms decide", .inTurn)
struct OperatorFormTests {
    @Test("a charge that took effect is judged so, and the books follow")
    func applied() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.operator()
            let dead = try await shop.deadCharge()
            let path = "/operator/dead-letters/\(dead.messageID)"
            let shown = try await shop.visit(path, as: token)
            for part in [
                "may have taken effect", "PROVIDER_ERROR", "toss-kr", dead.paymentID.uppercased(),
            ] {
                #expect(shown.text.contains(part), "\(part)")
            }
            let done = try await shop.send(
                path + "/verdict",
                as: token,
                [
                    "verdict": "applied", "gateway_id": "pay_77", "evidence": "ticket 7",
                    "reason": "the console has it",
                ]
            )
            #expect(done.status == 303 && Shop.location(done) == path, "\(done.text)")
            let letter = "SELECT state, resolved_by, reason, evidence FROM outbox.dead_letter"
            #expect(try await shop.lines(letter) == ["applied|Ada|the console has it|ticket 7"])
            let payment = """
                SELECT status, gateway_payment_id FROM preorder.payment
                WHERE payment_id = '\(dead.paymentID)'
                """
            #expect(try await shop.lines(payment) == ["completed|pay_77"])
            #expect(try await shop.lines("SELECT count(*) FROM outbox.open_attempt") == ["0"])
        }
    }

    /// When the letter had been given up, as a page's forms carry it.
    private static func seen(_ page: String) throws -> String {
        let match = page.firstMatch(of: /name="seen" value="([^"]+)"/)
        return String(try #require(match?.1))
    }

    @Test("what was tried again since it was shown is not decided unseen")
    func stale() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.operator()
            let dead = try await shop.deadCharge()
            let path = "/operator/dead-letters/\(dead.messageID)"
            let seen = try Self.seen(try await shop.visit(path, as: token).text)
            // Somebody had it tried again, and it was given up anew.
            try await shop.connection.script(
                "UPDATE outbox.dead_letter SET dead_at = dead_at + interval '1 minute'"
            )
            let before = try await shop.decisions()
            let verdict: KeyValuePairs = [
                "verdict": "rejected", "evidence": "t", "reason": "r", "seen": seen,
            ]
            for (form, fields) in [
                ("verdict", verdict), ("replay", ["reason": "r", "seen": seen]),
            ] {
                let reply = try await shop.send("\(path)/\(form)", as: token, fields)
                #expect(reply.status == 409 && reply.text.contains("given up anew"), "\(form)")
            }
            #expect(try await shop.decisions() == before)
            let now = try Self.seen(try await shop.visit(path, as: token).text)
            let fields: KeyValuePairs = ["reason": "r", "seen": now]
            let reply = try await shop.send("\(path)/replay", as: token, fields)
            #expect(reply.status == 303, "\(reply.text)")
        }
    }

    @Test("a verdict that cannot hold is refused with what would do, and writes nothing")
    func refused() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.operator()
            let dead = try await shop.deadCharge()
            let path = "/operator/dead-letters/\(dead.messageID)"
            let before = try await shop.decisions()
            let cases: [(KeyValuePairs<String, String>, Int, String)] = [
                (
                    ["verdict": "applied", "evidence": "t", "reason": "r"], 422,
                    "not known yet: give it"
                ),
                (
                    ["verdict": "applied", "reason": "r", "gateway_id": "p"], 422,
                    "Give the evidence"
                ),
                (["verdict": "rejected", "evidence": "t"], 422, "Give a reason"),
                (
                    ["verdict": "paid_outside", "evidence": "t", "reason": "r"], 422,
                    "has no place here"
                ),
                (["verdict": "perhaps", "evidence": "t", "reason": "r"], 400, "Malformed"),
            ]
            for (fields, status, text) in cases {
                let reply = try await shop.send(path + "/verdict", as: token, fields)
                #expect(reply.status == status, "\(fields)")
                #expect(reply.text.contains(text), "\(fields): \(reply.text)")
            }
            let silent = try await shop.send(path + "/replay", as: token, ["reason": "  "])
            #expect(silent.status == 422 && silent.text.contains("Give a reason"))
            for path in ["/operator/dead-letters/999/replay", "/operator/dead-letters/x/replay"] {
                let reply = try await shop.send(path, as: token, ["reason": "r"])
                #expect(reply.status == 404, "\(path)")
            }
            #expect(try await shop.decisions() == before)
        }
    }

    @Test("a breaker is closed by hand, once; what is not there is neither paused nor resumed")
    func holds() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.operator()
            try await shop.openBreaker()
            let reset: KeyValuePairs = ["destination": "toss-kr", "reason": "they answer"]
            let done = try await shop.send("/operator/holds/reset", as: token, reset)
            #expect(done.status == 303 && Shop.location(done) == "/operator/holds")
            #expect(try await shop.lines("SELECT state FROM outbox.breaker") == ["closed"])
            let again = try await shop.send("/operator/holds/reset", as: token, reset)
            #expect(again.status == 409 && again.text.contains("closed already"))
            let before = try await shop.decisions()
            for (verb, what, status) in [
                ("pause", "account:nobody", 404), ("pause", "moon:mail", 400),
                ("pause", "method:card", 400), ("resume", "channel:mail", 409),
            ] {
                let path = "/operator/holds/\(verb)"
                let reply = try await shop.send(path, as: token, ["what": what, "reason": "r"])
                #expect(reply.status == status, "\(verb) \(what)")
            }
            let paused: KeyValuePairs = ["what": "method:KR/card", "reason": "dear"]
            #expect(try await shop.send("/operator/holds/pause", as: token, paused).status == 303)
            let twice = try await shop.send("/operator/holds/pause", as: token, paused)
            #expect(twice.status == 409 && twice.text.contains("paused already"))
            #expect(try await shop.decisions().count == before.count + 1)
        }
    }

    @Test(
        "when the answer to COMMIT is lost the page shows what holds, and nothing is decided twice",
        arguments: [CuttingProxy.Cut.beforeCommit, .afterCommit]
    )
    func commitUnknown(cut: CuttingProxy.Cut) async throws {
        let template = try await ShopTemplate.shared.value
        let proxy = try CuttingProxy(to: template.cluster, cutting: cut, after: "staff_act")
        try await Shop.openPages(through: proxy.port) { shop in
            let id = try await shop.deadReport()
            let token = try await shop.tokens.operator()
            let path = "/operator/dead-letters/\(id)"
            let acts = "SELECT count(*) FROM preorder.staff_act WHERE verb LIKE 'dead%'"
            let lost = try await shop.send(path + "/replay", as: token, ["reason": "r"])
            #expect(lost.status == 303 && Shop.location(lost) == path, "\(lost.text)")
            let isDone = cut == .afterCommit
            #expect(try await shop.lines(acts) == [isDone ? "1" : "0"])
            let page = try await shop.visit(path, as: token).text
            #expect(page.contains("Replayed") == isDone)
            #expect(page.contains("/replay\"") != isDone)
            let again = try await shop.send(path + "/replay", as: token, ["reason": "r"])
            #expect(again.status == (isDone ? 409 : 303))
            #expect(try await shop.lines(acts) == ["1"])
        }
    }
}
