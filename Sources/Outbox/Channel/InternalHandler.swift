public import Postgres

/// What an internal channel does with its messages: points and reports.
///
/// Effect and acknowledgement are one transaction, so they happen exactly once.
public protocol InternalHandler: Sendable {
    /// Applies the effect of all messages, in sets, in id order within a key.
    ///
    /// Payloads are read where they are needed: join `outbox.message` on `(id, day)`. The queue
    /// rows are already removed in this transaction, so nobody else can void them. An error is
    /// traced to its message by halving; that message is tried again later, the others proceed.
    func apply(
        _ messages: [QueuedMessage],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws
}
