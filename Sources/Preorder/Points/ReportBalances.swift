import Foundation
import Outbox
import Postgres

extension Transaction {
    /// Asks the reports to take over the balances of members.
    borrowing func reportBalances(of members: [UUID], at now: Timestamp) throws {
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
                    payload: try payload.json()
                )
            )
        }
        try write(drafts, at: now)
    }
}
