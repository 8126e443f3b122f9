/// Lets in what gateways, and whoever says that they are one, post: apart from members, and not so
/// much of it that gateways would be asked without end.
///
/// Who is told to come back loses nothing: gateways post again, and what is unknown is asked about
/// at its own pace anyway.
struct WebhookGate: Sendable {
    /// Those that are worked on at a time.
    let slots: Slots

    private let gateways: RateLimiter
    private let subjects: RateLimiter

    /// A gateway tells of a payment a few times in its life, and perhaps of all states at once.
    private static let perSubject = (perSecond: 1, burst: 5)

    /// At most half of the connections to the database are theirs.
    init(_ limits: APIConfiguration.Limits) {
        slots = Slots(limits.connections / 2)
        gateways = RateLimiter(
            perSecond: limits.webhooksPerSecond,
            burst: limits.webhooksPerSecond * 4
        )
        subjects = RateLimiter(perSecond: Self.perSubject.perSecond, burst: Self.perSubject.burst)
    }

    /// Takes an event of a gateway's about a payment, once it is known to be one.
    ///
    /// - Throws: when there were too many of the gateway, or about the payment.
    func take(_ gateway: String, about subject: String) throws(Problem) {
        if let wait = subjects.take("\(gateway) \(subject)") ?? gateways.take(gateway) {
            throw Problem(.tooManyRequests, retryAfter: wait)
        }
    }
}
