import CPostgres
import Glibc

extension Session {
    /// COPY … FROM STDIN: sends every chunk, then returns the number of rows taken.
    func copyIn(
        _ sql: String,
        _ chunks: some Sequence<String>,
        deadline: Duration?
    ) throws(PostgresError) -> Int {
        var exchange = try beginCopy(sql, expecting: PGRES_COPY_IN, deadline: deadline)
        for chunk in chunks {
            try put(chunk, &exchange)
            guard exchange.interruption == nil else { break }
        }
        try endCopy(&exchange)
        return try answer(&exchange).affected
    }

    /// COPY … TO STDOUT: gives `each` every row as the server wrote it, newline included.
    func copyOut(
        _ sql: String,
        deadline: Duration?,
        _ each: ([UInt8]) throws -> Void
    ) throws {
        var exchange = try beginCopy(sql, expecting: PGRES_COPY_OUT, deadline: deadline)
        while let row = try nextRow(&exchange) {
            do {
                try each(row)
            } catch {
                abandonCopyOut(&exchange)
                throw error
            }
        }
        _ = try answer(&exchange)
    }

    /// Sends the statement and waits until the server is ready to copy.
    private func beginCopy(
        _ sql: String,
        expecting status: ExecStatusType,
        deadline: Duration?
    ) throws(PostgresError) -> Exchange {
        try refuseNUL(sql, in: "COPY")
        var exchange = try begin("COPY", deadline: deadline)
        guard try PQsendQuery(live(), sql) == 1 else { throw lose("") }
        try flush(&exchange)
        guard let opening = try nextAnswer(&exchange) else { throw lose("no answer to COPY") }
        if opening.status == status { return exchange }
        if [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(opening.status) { close() }
        if !isClosed { while try nextAnswer(&exchange) != nil {} }
        let failure = opening.isError ? opening : nil
        if !isClosed { _ = try conclude(exchange, last: opening, failure: failure) }
        throw .unexpectedResult(statement: "COPY", reason: "the statement does not copy this way")
    }

    /// Gives libpq one chunk, waiting while its buffer cannot be sent.
    private func put(_ chunk: String, _ exchange: inout Exchange) throws(PostgresError) {
        var chunk = chunk
        while exchange.interruption == nil {
            let connection = try live()
            let status = chunk.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) { bytes in
                    PQputCopyData(connection, bytes.baseAddress, Int32(bytes.count))
                }
            }
            guard status == 0 else { return try flushCopy(status, &exchange) }
            try flush(&exchange)
        }
    }

    /// Keeps libpq's buffer from growing with the data; on an error the answer will say why.
    private func flushCopy(_ status: Int32, _ exchange: inout Exchange) throws(PostgresError) {
        guard status == 1 else { return }
        noticeInterruption(&exchange)
        guard exchange.interruption == nil else { return }
        try flush(&exchange)
    }

    /// A server that waits for copy data does not heed a cancel request, so look between chunks.
    private func noticeInterruption(_ exchange: inout Exchange) {
        guard exchange.interruption == nil, let connection = openConnection else { return }
        if isCancelled {
            exchange.interrupt(.cancelled, on: connection)
        } else if exchange.deadline <= .now {
            exchange.interrupt(.deadlineExceeded(statement: exchange.name), on: connection)
        }
    }

    /// Ends the data, or makes the server drop it when the copy was interrupted.
    private func endCopy(_ exchange: inout Exchange) throws(PostgresError) {
        let reason = exchange.interruption.map(\.description)
        while try PQputCopyEnd(live(), reason) == 0 { try flush(&exchange) }
    }

    /// The next row of COPY TO; nil after the last, or after an error that the answer will tell.
    private func nextRow(_ exchange: inout Exchange) throws(PostgresError) -> [UInt8]? {
        while true {
            let connection = try live()
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(connection, &buffer, 1)
            if count > 0 {
                defer { PQfreemem(buffer) }
                return Array(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
            }
            guard count == 0 else { return nil }
            try wait(for: POLLIN, &exchange)
            guard PQconsumeInput(connection) == 1 else { return nil }
        }
    }

    /// Makes the server stop sending; closes the connection if it does not.
    private func abandonCopyOut(_ exchange: inout Exchange) {
        guard let connection = openConnection else { return }
        exchange.interrupt(.cancelled, on: connection)
        do throws(PostgresError) {
            while try nextRow(&exchange) != nil {}
            _ = try answer(&exchange)
        } catch {
            // The server's word that it stopped is what was wanted; the caller's error is thrown.
            if transactionStatus == PQTRANS_ACTIVE { close() }
        }
    }
}
