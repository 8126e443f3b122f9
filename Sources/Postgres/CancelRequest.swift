import CPostgres

/// Asks the server, once and from a thread of its own, to stop what a connection is doing.
///
/// libpq 15's `PQcancel` opens a second connection and blocks until the server closes it. Until
/// `finished` is signalled the request may still hit whatever the connection does next.
final class CancelRequest: Sendable {
    /// Signalled when the server has taken the request or could not be reached.
    let finished = Wakeup()

    /// Starts asking about the statement that `connection` is running.
    init(_ connection: OpaquePointer) {
        guard let ticket = Ticket(connection) else {
            finished.signal()
            return
        }
        // On its own thread because the server may never answer; the request then ends with it.
        let started = DetachedThread.start { [finished] in
            ticket.send()
            finished.signal()
        }
        if !started { finished.signal() }
    }

    /// libpq's cancel object, which holds only copies: safe to use from any one thread at a time.
    private final class Ticket: @unchecked Sendable {  // no lock: one thread uses it, then frees it
        private let cancel: OpaquePointer

        init?(_ connection: OpaquePointer) {
            guard let cancel = PQgetCancel(connection) else { return nil }
            self.cancel = cancel
        }

        deinit {
            PQfreeCancel(cancel)
        }

        func send() {
            var message = [CChar](repeating: 0, count: 256)
            // A failure shows itself: the statement goes on until the grace period closes it.
            _ = PQcancel(cancel, &message, Int32(message.count))
        }
    }
}
