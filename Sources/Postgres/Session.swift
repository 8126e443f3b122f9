import CPostgres
import Glibc

/// What a connection does, synchronously, on the connection's own thread.
///
/// Not Sendable: the `Connection` actor owns it and lends it to one `Transaction` at a time.
final class Session {
    let configuration: ConnectionConfiguration

    /// Signalled while the task that uses the connection is cancelled.
    let wakeup: Wakeup

    /// How many savepoints are open, which names the next one.
    var savepointDepth = 0

    /// What the server keeps of this connection's statements.
    var plans = KeptPlans()

    /// What the notice receiver hands notices to; alive as long as the connection.
    private let notices: NoticeSink

    private(set) var openConnection: OpaquePointer?

    init(_ configuration: ConnectionConfiguration, wakeup: Wakeup) {
        self.configuration = configuration
        self.wakeup = wakeup
        self.notices = NoticeSink(configuration.onNotice)
    }

    deinit {
        close()
    }

    var isClosed: Bool { openConnection == nil }

    /// What libpq knows of the transaction; `PQTRANS_UNKNOWN` when closed.
    var transactionStatus: PGTransactionStatusType {
        openConnection.map { PQtransactionStatus($0) } ?? PQTRANS_UNKNOWN
    }

    /// The open connection.
    func live() throws(PostgresError) -> OpaquePointer {
        guard let connection = openConnection else { throw .closed }
        return connection
    }

    /// Takes over a connection that has been made.
    func adopt(_ connection: OpaquePointer) {
        close()
        plans = KeptPlans()
        openConnection = connection
    }

    /// Takes notices from libpq, which would otherwise print them on standard error.
    func installNoticeReceiver(_ connection: OpaquePointer) {
        notices.install(on: connection)
    }

    /// Ends the connection; the server rolls back what was open.
    func close() {
        guard let connection = openConnection else { return }
        openConnection = nil
        PQfinish(connection)
    }

    /// Closes the connection and says why it was lost.
    func lose(_ reason: String) -> PostgresError {
        let message =
            openConnection.map { Answer.trimmed(String(cString: PQerrorMessage($0))) } ?? ""
        close()
        return .connectionLost([reason, message].first { !$0.isEmpty } ?? "no reason given")
    }
}
