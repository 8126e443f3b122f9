import Postgres

/// Keeps the server from compiling the transaction's statements, whatever the role's settings are.
///
/// The views of schema `report` are large and answer in milliseconds: PostgreSQL estimates otherwise
/// and would spend seconds on compiling them (PostgreSQL chapter 32, "When to JIT?").
struct LeaveUncompiled: Statement {
    static let sql = "SELECT set_config('jit', 'off', true)"
}
