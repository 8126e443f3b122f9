import HTTPTypes
import Preorder

/// A member's points (A5, A9).
enum PointRoutes {
    static let all: [Route] = [
        .member(.get, "/v1/points") { call, member in
            try call.noQuery()
            let balance = try await call.row(of: ReadPointBalance(memberID: member.memberID))
            return Answer([
                "available": .integer(balance?.available ?? 0),
                "held": .integer(balance?.held ?? 0),
            ])
        },
        .member(.get, "/v1/points/lots") { call, member in
            try call.noQuery()
            let lots = try await call.rows(of: ReadPointLots(memberID: member.memberID))
            return Answer(.page(lots.filter { !$0.isLapsed }.map(\.json), next: nil))
        },
        .member(.get, "/v1/points/entries") { call, member in
            var query = try call.query()
            let limit = try query.limit()
            let cursor = try query.cursor()
            try query.end()
            let before = try cursor.map { cursor throws(Problem) in
                guard let id = Int64(try cursor.keys(1)[0]) else { throw Cursor.malformed }
                return id
            }
            let entries = try await call.rows(
                of: ReadPointEntries(memberID: member.memberID, limit: limit, before: before)
            )
            let last = entries.count < limit ? nil : entries.last
            let next = last.map { Cursor(parts: String($0.entryID)).text }
            return Answer(.page(entries.map(\.json), next: next))
        },
    ]
}

extension PointLot {
    fileprivate var json: JSON {
        [
            "source": .string(source), "granted": .integer(granted),
            "remaining": .integer(remaining), "expires_at": .instant(expiresAt),
        ]
    }
}

extension PointEntry {
    fileprivate var json: JSON {
        [
            "entry_id": .integer(entryID), "posted_at": .instant(postedAt),
            "kind": .string(kind), "amount": .integer(amount), "debit": .string(debit),
            "credit": .string(credit), "reservation_id": .optional(reservationID, JSON.id),
        ]
    }
}
