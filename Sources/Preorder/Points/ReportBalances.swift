import Foundation
import Outbox
import Postgres

extension Transaction {
    /// Asks the reports to take over the balances of members.
    ///
    /// The trace is that of the one reservation that caused it; what several did together belongs
    /// to no one trace.
    borrowing func reportBalances(
        of members: [UUID],
        causedBy reservationIDs: [UUID] = [],
        at now: Timestamp
    ) throws {
        let causes = Set(reservationIDs)
        let traceparent = causes.count == 1 ? try traces(of: Array(causes)).values.first : nil
        // About 40 kB of ids a message.
        let membersMax = 1_000
        var drafts: [MessageDraft] = []
        for start in stride(from: 0, to: members.count, by: membersMax) {
            var payload = MessagePayload()
            payload.memberIDs = Array(members[start..<min(start + membersMax, members.count)])
            drafts.append(
                MessageDraft(
                    channel: "reports",
                    kind: "point_balance",
                    key: .ordered(at: now),
                    payload: try payload.json(),
                    traceparent: traceparent
                )
            )
        }
        try write(drafts, at: now)
    }
}
