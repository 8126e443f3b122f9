public import Foundation

/// What an incoming webhook of a gateway points at; what became of it is asked, never believed.
public struct GatewaySignal: Sendable, Hashable {
    /// What tells a repeat.
    public let eventID: String

    /// The gateway's id of the payment.
    public let paymentID: String?

    /// Our order number.
    public let orderID: String?
}

extension StripeWebhook {
    private struct Event: Decodable {
        struct Content: Decodable {
            let object: Subject
        }

        struct Subject: Decodable {
            let id: String
            let object: String
            let paymentIntent: String?

            enum CodingKeys: String, CodingKey {
                case id
                case object
                case paymentIntent = "payment_intent"
            }
        }

        let id: String
        let data: Content
    }

    /// What an event is about; nil when the body is not one.
    public static func signal(in body: Data) -> GatewaySignal? {
        guard let event = read(Event.self, body) else { return nil }
        let subject = event.data.object
        let paymentID = subject.object == "payment_intent" ? subject.id : subject.paymentIntent
        return GatewaySignal(eventID: event.id, paymentID: paymentID, orderID: nil)
    }
}

/// Toss Payments' webhooks, which nobody signs.
public enum TossWebhook {
    private struct Event: Decodable {
        struct Content: Decodable {
            let paymentKey: String?
            let orderId: String?
            let status: String?
        }

        let eventType: String
        let createdAt: String?
        let data: Content
    }

    /// What an event is about; nil when the body is not one.
    public static func signal(in body: Data) -> GatewaySignal? {
        guard let event = read(Event.self, body) else { return nil }
        let data = event.data
        let parts = [event.eventType, data.paymentKey, data.status, event.createdAt]
        return GatewaySignal(
            eventID: parts.map { $0 ?? "" }.joined(separator: " "),
            paymentID: data.paymentKey,
            orderID: data.orderId
        )
    }
}

private func read<Event: Decodable>(_ type: Event.Type, _ body: Data) -> Event? {
    do {
        return try JSONDecoder().decode(type, from: body)
    } catch {
        // Whatever else it is, it is no event.
        return nil
    }
}
