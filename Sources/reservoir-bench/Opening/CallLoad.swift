import Foundation
import Money
import Postgres
import Preorder

/// The same reservations without HTTP: the same code, called by as many tasks as there are
/// connections.
struct CallLoad: Sendable {
    let shop: OpeningShop
    let gameID: UUID

    /// Reservations a second.
    func run() async throws -> Double {
        var connections: [Connection] = []
        var configuration = ConnectionConfiguration(conninfo: shop.conninfo)
        configuration.keepsPlans = true
        for _ in 0..<shop.connections {
            connections.append(try await Connection.connect(configuration))
        }
        let members = try await shop.connection.query(ReadOpeningMembers())
        let time = try await ContinuousClock().measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (lane, connection) in connections.enumerated() {
                    group.addTask {
                        for place in stride(from: lane, to: members.count, by: shop.connections) {
                            try await reserve(members[place], on: connection)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        for connection in connections { await connection.close() }
        return Double(members.count) / (time / .seconds(1))
    }

    private func reserve(_ memberID: UUID, on connection: Connection) async throws {
        guard let won = Currency("KRW") else { return }
        let request = ReserveRequest(
            memberID: memberID,
            gameID: gameID,
            method: "card",
            points: 0,
            shown: Money(53_820, won)
        )
        let key = RequestKey(
            caller: "member:\(memberID.uuidString.lowercased())",
            route: "POST /v1/reservations",
            key: "call-\(gameID)",
            fingerprint: [UInt8](repeating: 1, count: 32)
        )
        _ = try await connection.once(key) { tx in
            let receipt = try Reserve()(request, in: tx)
            return KeptAnswer(
                status: 201,
                location: "/v1/reservations/\(receipt.reservationID)",
                json: "{\"reservation_id\":\"\(receipt.reservationID)\",\"payment_id\":"
                    + "\"\(receipt.paymentID)\",\"order_id\":\"\(receipt.orderID)\"}"
            )
        }
    }
}
