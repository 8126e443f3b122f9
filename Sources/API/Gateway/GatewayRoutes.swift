import Foundation
import HTTPTypes
import Postgres
import Preorder

/// What gateways tell of their own accord: it hastens asking them and is never believed.
enum GatewayRoutes {
    /// Larger than any event of Stripe's with its object.
    private static let eventBody = 64 << 10

    static let all: [Route] = [
        Route(
            method: .post,
            path: "/v1/gateway-webhooks/{gateway}/{account}",
            access: .gateways,
            problems: [.notFound, .unauthorized, .malformedRequest, .tooManyRequests],
            bodyBytesMax: eventBody
        ) { call in
            try call.noQuery()
            let gateway = call.captures["gateway"] ?? ""
            guard let read = call.store.incoming[gateway] else { throw Problem(.notFound) }
            let account = call.captures["account"] ?? ""
            let headers = call.headers
            let reading = read(
                IncomingWebhook(account: account, body: Data(call.body)) { name in
                    HTTPField.Name(name).flatMap { headers[$0] }
                }
            )
            switch reading {
            case .forged: throw Problem(.unauthorized)
            case .malformed: throw Problem.malformed("", "is no event of this gateway")
            case .signal(let eventID, let paymentID, let orderID):
                guard [eventID, paymentID ?? "", orderID ?? ""].allSatisfy(isText) else {
                    throw Problem.malformed("", "is no event of this gateway")
                }
                try call.store.webhooks.take(gateway, about: orderID ?? paymentID ?? "")
                let note = NoteSignal(
                    account: account,
                    eventID: eventID,
                    paymentID: paymentID,
                    orderID: orderID
                )
                let isNew = try await call.store.pool.withConnection { try await note(on: $0) }
                return Answer(["status": isNew ? "noted" : "passed_over"])
            }
        }
    ]

    /// Whether it can be an id: short, and without control characters.
    private static func isText(_ text: String) -> Bool {
        text.utf8.count <= 500 && text.unicodeScalars.allSatisfy { $0.value >= 0x20 }
    }
}
