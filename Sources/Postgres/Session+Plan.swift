import CPostgres

/// The statements whose plans the server keeps for one connection.
struct KeptPlans {
    /// Whether the connection is the server's own; nil until it was asked.
    var isDirect: Bool?

    private var names: [String: String] = [:]
    private var made = 0

    /// More kinds of statements than any program has.
    static let countMax = 256

    /// The name of a statement's plan; nil when there is none yet.
    subscript(sql: String) -> String? { names[sql] }

    var isFull: Bool { names.count >= Self.countMax }

    /// A name that no plan had before.
    mutating func nextName() -> String {
        made += 1
        return "plan_\(made)"
    }

    mutating func keep(_ name: String, for sql: String) { names[sql] = name }

    mutating func forget(_ sql: String) { names[sql] = nil }
}

extension Session {
    /// The name of the plan that the server keeps of a statement, made when there is none; nil
    /// where none are kept.
    ///
    /// Behind a pooler that lends the server's connections by transaction, a plan would stay on a
    /// connection that somebody else gets next.
    func plan(
        of sql: String,
        for name: String,
        deadline: Duration?
    ) throws(PostgresError) -> String? {
        guard configuration.keepsPlans, try isDirect(deadline) else { return nil }
        if let plan = plans[sql] { return plan }
        guard !plans.isFull else { return nil }
        let plan = plans.nextName()
        var exchange = try begin(name, deadline: deadline)
        guard try PQsendPrepare(live(), plan, sql, 0, nil) == 1 else { throw lose("") }
        _ = try answer(&exchange)
        plans.keep(plan, for: sql)
        return plan
    }

    /// Forgets a plan that cannot be used any more: what it returns has been altered, or it is gone.
    func forgetPlan(of sql: String, after error: PostgresError) {
        guard case .server(let refusal) = error else { return }
        switch refusal.sqlState {
        case .featureNotSupported: plans.forget(sql)
        case .invalidStatementName: plans.isDirect = false
        default: break
        }
    }

    /// Whether the server at the other end is the one that was connected to.
    ///
    /// A pooler tells its clients process ids of its own, which PQbackendPID returns, because it
    /// has to pass their cancel requests on; the server itself knows its own.
    private func isDirect(_ deadline: Duration?) throws(PostgresError) -> Bool {
        if let known = plans.isDirect { return known }
        let answer = try runSimple("BackendPID", "SELECT pg_backend_pid()", deadline: deadline)
        let own = PQgetvalue(answer.result, 0, 0).map { String(cString: $0) }
        let isDirect = try own == "\(PQbackendPID(live()))"
        plans.isDirect = isDirect
        return isDirect
    }
}
