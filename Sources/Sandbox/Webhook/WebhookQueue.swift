/// Which event is sent next, and when: a value without I/O.
///
/// Events go out in order, but for a reordered one, which waits until another has overtaken it or
/// `holdMax` has passed, and for one that was not taken, which is sent again after a while.
struct WebhookQueue: Sendable {
    private var waiting: [Item] = []

    private struct Item {
        let event: WebhookEvent
        let attempt: Int
        var due: Duration
        var isHeld = false
    }

    /// How long a reordered event waits for one that overtakes it.
    static let holdMax = Duration.seconds(5)

    /// The wait before attempt 2; each further one is four times as long.
    ///
    /// Stripe and Toss take hours and days; a sandbox's shop has no time for that.
    static let firstDelay = Duration.milliseconds(100)

    /// When the next one is due; nil when nothing waits.
    var nextDue: Duration? { waiting.map(\.due).min() }

    /// Takes events up, with what the plan does to their order and number.
    mutating func add(_ events: [WebhookEvent], under faults: FaultPlan, at now: Duration) {
        for event in events {
            let identity = "\(event.gateway.rawValue)|\(event.id)"
            let isHeld = faults.draws(.reorderedWebhook, identity)
            let copies = faults.draws(.duplicateWebhook, identity) ? 2 : 1
            let due = isHeld ? now + Self.holdMax : now
            let item = Item(event: event, attempt: 1, due: due, isHeld: isHeld)
            waiting += Array(repeating: item, count: copies)
        }
    }

    /// The event that is to be sent now, if any, and which attempt this is.
    mutating func next(at now: Duration) -> (event: WebhookEvent, attempt: Int)? {
        guard let index = waiting.firstIndex(where: { $0.due <= now }) else { return nil }
        let item = waiting.remove(at: index)
        for other in waiting[..<index].indices where waiting[other].isHeld && !item.isHeld {
            guard waiting[other].event.gateway == item.event.gateway else { continue }
            // Overtaken by one that came after it: it goes out with the next ones.
            waiting[other].isHeld = false
            waiting[other].due = now
        }
        return (item.event, item.attempt)
    }

    /// Sends an event again that was not taken, unless that was its last attempt.
    mutating func again(_ event: WebhookEvent, after attempt: Int, at now: Duration) {
        guard attempt < WebhookBook.attemptsMax else { return }
        let delay = (1..<attempt).reduce(Self.firstDelay) { delay, _ in delay * 4 }
        waiting.append(Item(event: event, attempt: attempt + 1, due: now + delay))
    }
}
