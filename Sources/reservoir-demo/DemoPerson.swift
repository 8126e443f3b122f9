import Foundation
import Postgres
import Preorder

/// Somebody as whom one can look at the demo's shop.
struct DemoPerson: Sendable {
    let id: UUID
    let name: String
    let role: Role

    /// Where they buy or act; nil for operators, who look after all.
    let country: String?

    enum Role: String, Sendable {
        case member, manager, `operator`
    }

    /// What the sign-in page calls them.
    var label: String { "\(name) · \(role)" + (country.map { ", \($0)" } ?? "") }

    /// Two members of Korea, so that one can give to the other, an American, a Korean manager, who
    /// is registered here, and an operator.
    static func gather(on connection: Connection) async throws -> [DemoPerson] {
        let members = try await connection.query(ReadPeople())
        let managers = Managers(by: StaffAct(by: .administrator("demo"), reason: "demo"))
        let managerID = try await managers.add(
            NewManager(country: "KR", name: "지원"),
            on: connection
        ).get()
        return members + [
            DemoPerson(id: managerID, name: "지원", role: .manager, country: "KR"),
            DemoPerson(id: UUID(), name: "Operator", role: .operator, country: nil),
        ]
    }
}

/// Members to look at the shop as: two of Korea, then an American, those with most points.
struct ReadPeople: Statement {
    static let sql = """
        SELECT member_id, name, country
        FROM (SELECT m.member_id, m.name, m.country,
                     row_number() OVER (PARTITION BY m.country
                                        ORDER BY b.available DESC, m.member_id) AS place
              FROM preorder.member AS m JOIN preorder.point_balance AS b USING (member_id)
              WHERE m.country IN ('KR', 'US')) AS ranked
        WHERE place <= CASE country WHEN 'KR' THEN 2 ELSE 1 END
        ORDER BY country, place
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> DemoPerson {
        try DemoPerson(id: row.next(), name: row.next(), role: .member, country: row.next())
    }
}
