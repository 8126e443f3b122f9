/// A bounded number of connections that callers take turns with.
///
/// A connection is made when it is first needed, goes back when its borrower is done, and is
/// replaced when it was lost or left inside a transaction. Who finds none free waits in order of
/// arrival; when `waitersMax` wait already, the next is turned away at once.
public actor ConnectionPool {
    private let configuration: ConnectionConfiguration
    private let waitersMax: Int
    private let size: Int
    private var idle: [Connection] = []
    private var turnsLeft: Int
    private var waiters = WaitingLine()
    private var lastTicket = 0
    private var isClosed = false

    /// An empty pool.
    ///
    /// - Parameters:
    ///   - configuration: how each connection is made.
    ///   - size: the most connections open at a time; less than 1 counts as 1.
    ///   - waitersMax: the most callers that wait for one.
    public init(configuration: ConnectionConfiguration, size: Int, waitersMax: Int) {
        self.configuration = configuration
        self.size = max(1, size)
        self.turnsLeft = max(1, size)
        self.waitersMax = max(0, waitersMax)
    }

    /// Lends `body` a connection that nobody else uses meanwhile.
    ///
    /// - Throws: the error of `body`; `poolSaturated`, `closed`, `cancelled` while waiting, or
    ///   `connectFailed`.
    public func withConnection<R: Sendable>(
        _ body: @Sendable (Connection) async throws -> R
    ) async throws -> R {
        try await takeTurn()
        defer { endTurn() }
        let connection = try await connection()
        let result: R
        do {
            result = try await body(connection)
        } catch {
            await giveBack(connection)
            throw error
        }
        await giveBack(connection)
        return result
    }

    /// Closes the idle connections now and the borrowed ones when they come back.
    public func close() async {
        isClosed = true
        waiters.refuseAll(with: .closed)
        let closing = idle
        idle = []
        for connection in closing { await connection.close() }
    }

    /// How many connections are lent.
    public var lentCount: Int { size - turnsLeft }

    /// How many callers wait for a connection.
    public var waitersCount: Int { waiters.count }

    private func takeTurn() async throws(PostgresError) {
        guard !isClosed else { throw .closed }
        guard turnsLeft == 0 else {
            turnsLeft -= 1
            return
        }
        guard waiters.count < waitersMax else { throw .poolSaturated }
        try await wait()
    }

    private func wait() async throws(PostgresError) {
        lastTicket += 1
        let ticket = lastTicket
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                waiters.append(waiter, ticket: ticket)
                if Task.isCancelled { waiters.refuse(ticket, with: .cancelled) }
            }
        } onCancel: {
            // Unstructured, because a cancellation handler cannot await the actor.
            Task { await self.leave(ticket) }
        }
        try result.get()
    }

    private func leave(_ ticket: Int) {
        waiters.refuse(ticket, with: .cancelled)
    }

    private func endTurn() {
        if !waiters.admitFirst() { turnsLeft += 1 }
    }

    private func connection() async throws(PostgresError) -> Connection {
        while let connection = idle.popLast() {
            if await connection.isReusable { return connection }
            await connection.close()
        }
        return try await Connection.connect(configuration)
    }

    private func giveBack(_ connection: Connection) async {
        let isReusable = await connection.isReusable
        if isReusable, !isClosed {
            idle.append(connection)
        } else {
            await connection.close()
        }
    }
}
