/// The events that gateways had to tell, in order, and what became of each.
struct WebhookBook: Sendable {
    private(set) var events: [WebhookEvent] = []
    private(set) var deliveries: [String: [WebhookDelivery]] = [:]

    private var ids: Set<String> = []

    /// Attempts after which a gateway gives up on an event.
    static let attemptsMax = 5

    mutating func add(_ event: WebhookEvent) {
        if ids.insert(event.id).inserted { events.append(event) }
    }

    mutating func note(_ delivery: WebhookDelivery) {
        deliveries[delivery.event, default: []].append(delivery)
    }

    /// Whether an event is neither taken nor given up.
    func isOpen(_ event: WebhookEvent) -> Bool {
        let attempts = deliveries[event.id] ?? []
        return attempts.count < Self.attemptsMax && !attempts.contains(where: \.isTaken)
    }

    /// The events with their deliveries, as `GET /_webhooks` shows them.
    var json: JSON {
        [
            "events": .array(
                events.map { event in
                    let attempts = deliveries[event.id] ?? []
                    return [
                        "id": .string(event.id),
                        "gateway": .string(event.gateway.rawValue),
                        "account": .string(event.account),
                        "type": .string(event.type),
                        "at": .string(event.at.description),
                        "delivered": .bool(attempts.contains(where: \.isTaken)),
                        "attempts": .array(attempts.map { .number(Int64($0.status)) }),
                    ]
                }
            )
        ]
    }
}
