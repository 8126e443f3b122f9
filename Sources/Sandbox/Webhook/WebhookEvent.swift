/// Something that a gateway tells the shop of its own accord.
struct WebhookEvent: Codable, Sendable, Equatable {
    let id: String
    let gateway: Gateway
    let account: String

    /// Stripe's `type`, or Toss's `eventType`.
    let type: String

    /// The exact bytes that are sent, and at Stripe signed.
    let body: String

    let at: Instant
}

/// One attempt to deliver an event.
struct WebhookDelivery: Codable, Sendable, Equatable {
    let event: String

    /// The receiver's status; 0 when there was no answer.
    let status: Int

    let at: Instant

    var isTaken: Bool { (200..<300).contains(status) }
}
