import Foundation
import Sandbox
import TestTurns
import Testing

@Suite("The truth on disk", .inTurn)
struct JournalTests {
    @Test("a sandbox started on an old journal knows everything, keys included")
    func restart() async throws {
        try await TemporaryJournal.with { path in
            let before = try await withSandbox {
                $0.journalPath = path
            } _: { client in
                try await client.control("/_clock", #"{"at":"2027-01-01T00:00:00Z"}"#)
                let id = try await client.chargedIntent()
                _ = try await client.stripe("POST", "refunds", "payment_intent=\(id)&amount=5")
                _ = try await client.chargedPayment(order: "order_1")
                _ = try await client.paymentKey(order: "order_2")
                return [
                    try await client.control("/_truth").body,
                    try await client.control("/_calls").body,
                    try await client.control("/_clock").body, id,
                ]
            }
            try await withSandbox {
                $0.journalPath = path
            } _: { client in
                #expect(try await client.control("/_truth").body == before[0])
                #expect(try await client.control("/_calls").body == before[1])
                #expect(try await client.control("/_clock").body == before[2])
                let replayed = try await client.confirm(before[3], key: "confirm-pay_1")
                #expect(replayed.headers["idempotent-replayed"] == "true")
                #expect(try await client.control("/_truth").body == before[0])
            }
        }
    }

    @Test("a torn last line was never answered and is cut off")
    func tornLine() async throws {
        try await TemporaryJournal.with { path in
            _ = try await withSandbox {
                $0.journalPath = path
            } _: {
                try await $0.chargedIntent()
            }
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data(#"{"intent":{"id":"pi_"#.utf8))
            try file.close()
            for expected in ["succeeded", "succeeded"] {
                try await withSandbox {
                    $0.journalPath = path
                } _: { client in
                    let truth = try await client.control("/_truth")
                    #expect(truth.count("charges") == 1)
                    #expect(truth["charges.0.status"] == expected)
                }
            }
        }
    }

    @Test("a file that is no journal is refused and left as it is")
    func foreignFile() async throws {
        try await TemporaryJournal.with { path in
            let text = "not a journal\n"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            await #expect(throws: SandboxError.self) {
                try await withSandbox {
                    $0.journalPath = path
                } _: { _ in
                }
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }

    @Test("two sandboxes cannot write one journal")
    func inUse() async throws {
        try await TemporaryJournal.with { path in
            try await withSandbox {
                $0.journalPath = path
            } _: { _ in
                _ = await #expect(throws: SandboxError.journalInUse(path: path)) {
                    try await withSandbox {
                        $0.journalPath = path
                    } _: { _ in
                    }
                }
            }
        }
    }
}
