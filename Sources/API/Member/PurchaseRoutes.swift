import HTTPTypes
import Preorder

/// The purchase list (A10).
enum PurchaseRoutes {
    static let all: [Route] = [
        .member(.get, "/v1/purchases") { call, member in
            var query = try call.query()
            let limit = try query.limit()
            let after = try query.cursor()?.instantAndID()
            try query.end()
            let place = after.map {
                ReadPurchases.Place(reservedAt: $0.instant, reservationID: $0.id)
            }
            let purchases = try await call.rows(
                of: ReadPurchases(
                    memberID: member.memberID,
                    language: call.language(of: member),
                    limit: limit,
                    after: place
                )
            )
            let last = purchases.count < limit ? nil : purchases.last
            let next = last.map { Cursor($0.reservedAt, $0.reservationID).text }
            return Answer(.page(purchases.map(\.json), next: next))
        }
    ]
}
