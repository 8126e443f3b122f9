/// Who waits for a turn, in order of arrival.
struct WaitingLine {
    /// One that waits.
    typealias Waiter = CheckedContinuation<Result<Void, PostgresError>, Never>

    private var waiters: [(ticket: Int, waiter: Waiter)] = []

    /// How many wait.
    var count: Int { waiters.count }

    /// Adds one at the end.
    mutating func append(_ waiter: Waiter, ticket: Int) {
        waiters.append((ticket, waiter))
    }

    /// Gives the turn to the first; false if nobody waits.
    mutating func admitFirst() -> Bool {
        guard !waiters.isEmpty else { return false }
        waiters.removeFirst().waiter.resume(returning: .success(()))
        return true
    }

    /// Sends the one with this ticket away, if it still waits.
    mutating func refuse(_ ticket: Int, with error: PostgresError) {
        guard let index = waiters.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiters.remove(at: index).waiter.resume(returning: .failure(error))
    }

    /// Sends everybody away.
    mutating func refuseAll(with error: PostgresError) {
        for entry in waiters { entry.waiter.resume(returning: .failure(error)) }
        waiters = []
    }
}
