import CPostgres
import Glibc

extension Session {
    /// Subscribes to a channel.
    func listen(_ channel: String) throws(PostgresError) {
        let name = "LISTEN"
        try refuseNUL(channel, in: name)
        let quoted = "\"" + channel.replacing("\"", with: "\"\"") + "\""
        try runSimple(name, "LISTEN \(quoted)", deadline: nil)
    }

    /// The next notification, waiting for it at most `limit`; nil when none came.
    func notification(within limit: Duration) throws(PostgresError) -> Notification? {
        let exchange = try begin("notification", deadline: limit)
        while true {
            let connection = try live()
            if let next = Session.take(connection) { return next }
            let end = Postgres.wait(
                on: PQsocket(connection),
                for: POLLIN,
                until: exchange.deadline,
                wakeup: wakeup
            )
            switch end {
            case .ready: guard PQconsumeInput(connection) == 1 else { throw lose("") }
            case .woken: throw .cancelled
            case .timedOut: return nil
            }
        }
    }

    /// A notification that has been received already.
    private static func take(_ connection: OpaquePointer) -> Notification? {
        guard let notify = PQnotifies(connection) else { return nil }
        defer { PQfreemem(notify) }
        return Notification(
            channel: String(cString: notify.pointee.relname),
            payload: String(cString: notify.pointee.extra),
            backendProcess: notify.pointee.be_pid
        )
    }
}
