import CPostgres
import Glibc

/// How a wait ended.
enum WaitEnd {
    case ready
    case woken
    case timedOut
}

/// Waits until a descriptor is ready, a wake-up is signalled or the deadline has passed.
///
/// `wakeup` is nil where nothing may end the wait early.
func wait(
    on descriptor: Int32,
    for events: Int32,
    until deadline: ContinuousClock.Instant,
    wakeup: Wakeup?
) -> WaitEnd {
    var descriptors = [
        pollfd(fd: descriptor, events: Int16(events), revents: 0),
        pollfd(fd: wakeup?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    while true {
        let left = ContinuousClock.now.duration(to: deadline)
        let count = poll(&descriptors, 2, milliseconds(left))
        if count > 0, descriptors[1].revents != 0 { return .woken }
        if count > 0 { return .ready }
        if left <= .zero { return .timedOut }
        // Interrupted by a signal, or poll's largest time-out came before the deadline.
    }
}

/// A time-out for `poll`: rounded up, so that it never ends early and spins.
private func milliseconds(_ duration: Duration) -> Int32 {
    guard duration > .zero else { return 0 }
    let parts = duration.components
    let whole = parts.seconds.multipliedReportingOverflow(by: 1000)
    guard !whole.overflow, whole.partialValue < 86_400_000 else { return 86_400_000 }
    return Int32(whole.partialValue) + Int32(parts.attoseconds / 1_000_000_000_000_000) + 1
}

extension Session {
    /// Waits until the socket is ready; hurries, and in the end closes, a request that is late.
    ///
    /// - Throws: `deadlineExceeded` or `cancelled`, with the connection closed, when the server
    ///   does not even confirm a cancellation.
    func wait(for events: Int32, _ exchange: inout Exchange) throws(PostgresError) {
        while true {
            let connection = try live()
            let heeds = exchange.cancellable && exchange.interruption == nil
            let end = Postgres.wait(
                on: PQsocket(connection),
                for: events,
                until: exchange.deadline,
                wakeup: heeds ? wakeup : nil
            )
            switch end {
            case .ready:
                return
            case .woken:
                exchange.interrupt(.cancelled, on: connection)
            case .timedOut where heeds:
                exchange.interrupt(.deadlineExceeded(statement: exchange.name), on: connection)
            case .timedOut:
                close()
                throw exchange.interruption ?? .deadlineExceeded(statement: exchange.name)
            }
        }
    }

    /// Waits until a cancel request can no longer hit the next statement.
    func settleCancelRequest(_ exchange: Exchange) {
        guard let request = exchange.cancelRequest else { return }
        let end = Postgres.wait(
            on: request.finished.descriptor,
            for: POLLIN,
            until: exchange.deadline,
            wakeup: nil
        )
        if end != .ready { close() }
    }
}
