import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A payment's state", .inTurn)
struct PaymentStateTests {
    @Test("is read by its own member only, from Reserve to the verdict with its reason")
    func own() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let stranger = try await store.join()
        let id = try await store.reserve(try store.request(member)).paymentID
        func read(by memberID: UUID) async throws -> PaymentState? {
            try await store.connection.first(ReadPayment(paymentID: id, memberID: memberID))
        }
        #expect(try await read(by: member)?.status == .awaitingAuthentication)
        _ = try await store.submit(id, by: member)
        #expect(try await read(by: member)?.status == .pending)
        try await store.settle(id, .actionRequired(url: "https://bank.example/3ds"))
        #expect(try await read(by: member)?.actionURL == "https://bank.example/3ds")
        try await store.settle(id, .failed(.deadlinePassed))
        let failed = try await read(by: member)
        #expect(failed?.status == .failed)
        #expect(failed?.failureReason == .deadlinePassed)
        #expect(failed?.actionURL == nil)
        #expect(try await read(by: stranger)?.paymentID == nil)
        let none = ReadPayment(paymentID: UUID(), memberID: member)
        #expect(try await store.connection.query(none).isEmpty)
        await store.close()
    }
}
