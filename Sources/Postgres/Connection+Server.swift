import CPostgres
import Glibc

extension Connection {
    /// The server's version as a number, such as 150018 for 15.18; 0 when closed.
    public var serverVersion: Int { session.serverVersion }

    /// What the server reports of a parameter, such as `TimeZone`; nil if it does not.
    public func parameter(_ name: String) -> String? { session.parameter(name) }

    /// The process id of the server's backend; 0 when closed.
    public var backendProcess: Int32 { session.backendProcess }

    /// Whether somebody else may go on with it: open, alive and not inside a transaction.
    var isReusable: Bool { session.isReusable }
}

extension Session {
    var serverVersion: Int { openConnection.map { Int(PQserverVersion($0)) } ?? 0 }

    var backendProcess: Int32 { openConnection.map { PQbackendPID($0) } ?? 0 }

    var isReusable: Bool {
        guard let openConnection else { return false }
        // A server that has gone has closed the socket, perhaps after a last word: read to the end.
        while Postgres.wait(on: PQsocket(openConnection), for: POLLIN, until: .now, wakeup: nil)
            == .ready
        {
            guard PQconsumeInput(openConnection) == 1 else { return false }
        }
        return transactionStatus == PQTRANS_IDLE
    }

    func parameter(_ name: String) -> String? {
        openConnection.flatMap { PQparameterStatus($0, name) }.map { String(cString: $0) }
    }
}
