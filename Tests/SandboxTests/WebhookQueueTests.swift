import TestTurns
import Testing

@testable import Sandbox

@Suite("The order in which events are told", .inTurn)
struct WebhookQueueTests {
    private func event(_ number: Int, _ gateway: Gateway = .toss) -> WebhookEvent {
        WebhookEvent(
            id: "\(number)",
            gateway: gateway,
            account: "toss-kr",
            type: "PAYMENT_STATUS_CHANGED",
            body: "{}",
            at: Instant(microseconds: 0)
        )
    }

    private func plan(seed: UInt64, _ rates: [Fault: Double]) -> FaultPlan {
        var plan = FaultPlan()
        plan.seed = seed
        plan.rates = rates
        return plan
    }

    /// The numbers of what is due, with when each is sent.
    private func sent(_ queue: inout WebhookQueue, from start: Duration = .zero) -> [String] {
        var now = start
        var lines: [String] = []
        while let due = queue.nextDue {
            now = max(now, due)
            guard let next = queue.next(at: now) else { break }
            lines.append("\(next.event.id) at \(now)")
        }
        return lines
    }

    /// Eight events of one gateway under this seed, half of which may be overtaken.
    private func order(seed: UInt64) -> [String] {
        var queue = WebhookQueue()
        queue.add(
            (1...8).map { event($0) },
            under: plan(seed: seed, [.reorderedWebhook: 0.5]),
            at: .zero
        )
        return sent(&queue)
    }

    @Test("is theirs without faults")
    func plain() {
        var queue = WebhookQueue()
        queue.add((1...3).map { event($0) }, under: FaultPlan(), at: .seconds(1))
        #expect(queue.next(at: .zero) == nil)
        #expect(
            sent(&queue) == ["1 at 1.0 seconds", "2 at 1.0 seconds", "3 at 1.0 seconds"]
        )
    }

    @Test("follows from the seed, loses none, and is not theirs", arguments: 1...20)
    func reordered(_ seed: UInt64) {
        let first = order(seed: seed)
        #expect(order(seed: seed) == first)
        #expect(Set(first.map { $0.prefix(1) }).count == 8)
        #expect(first.map { $0.prefix(1) } != (1...8).map { "\($0)" })
    }

    @Test("lets a reordered one wait for another of its gateway, and no longer than so long")
    func held() {
        var queue = WebhookQueue()
        let reordering = plan(seed: 1, [.reorderedWebhook: 1])
        queue.add([event(1)], under: reordering, at: .zero)
        queue.add([event(2)], under: reordering, at: .seconds(4))
        #expect(queue.next(at: .seconds(4)) == nil)
        queue.add([event(3, .stripe)], under: FaultPlan(), at: .seconds(4))
        #expect(queue.next(at: .seconds(4))?.event.id == "3")
        #expect(queue.next(at: .seconds(4)) == nil)
        queue.add([event(4)], under: FaultPlan(), at: .seconds(4.5))
        #expect(
            sent(&queue, from: .seconds(4.5)) == [
                "4 at 4.5 seconds", "1 at 4.5 seconds", "2 at 4.5 seconds",
            ]
        )
        queue.add([event(5)], under: reordering, at: .seconds(10))
        #expect(sent(&queue) == ["5 at 15.0 seconds"])
    }

    @Test("has one that was not taken again after growing waits, a limited number of times")
    func again() {
        var queue = WebhookQueue()
        queue.add([event(1)], under: FaultPlan(), at: .zero)
        var now = Duration.zero
        var waits: [Duration] = []
        while let due = queue.nextDue {
            waits.append(due - now)
            now = due
            guard let next = queue.next(at: now) else { break }
            queue.again(next.event, after: next.attempt, at: now)
        }
        #expect(waits.count == WebhookBook.attemptsMax)
        #expect(waits.prefix(3) == [.zero, .milliseconds(100), .milliseconds(400)])
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 < $1 })
    }
}
