import Foundation
import Outbox
import Postgres

/// The reservations of a game that is out become their owners' for good, and each owner is told.
///
/// A gift that nobody has accepted has no owner: it stays as it is, refundable, and is released
/// when it is accepted. One whose refund is under way is released if the refusal stands.
enum ReleaseReservations {
    /// Releases at most `limit` reservations of a game, in id order after `last`, in one
    /// transaction.
    static func run(
        of gameID: UUID,
        after last: UUID?,
        asOf: Timestamp?,
        limit: Int,
        on connection: Connection
    ) async throws -> SweepReleases.Step {
        let step = try await connection.transaction { tx in
            let now = try tx.only(ReadInstant(asOf: asOf))
            let owned = try tx.query(
                LockUnreleased(gameID: gameID, after: last ?? .first, limit: limit)
            )
            try tx.execute(
                MoveReservations(
                    reservationIDs: owned.map(\.reservationID),
                    statuses: owned.map { _ in .released },
                    now: now
                )
            )
            try tx.writeAndTell(try owned.flatMap { try $0.drafts() }, at: now)
            CrashPoint.reach("releases:release:before-commit")
            var step = SweepReleases.Step(found: owned.count, last: owned.last?.reservationID)
            step.result.released = owned.count
            return step
        }
        CrashPoint.reach("releases:release:after-commit")
        return step
    }
}

/// A reservation and whom a mail about its game's release goes to.
struct Concerned: Sendable {
    let reservationID: UUID
    let memberID: UUID

    /// That the game is out, and the report.
    func drafts() throws -> [MessageDraft] {
        var payload = MessagePayload()
        payload.reservationID = reservationID
        let report = MessageDraft(
            channel: "reports",
            kind: "reservation",
            key: reservationID,
            payload: try payload.json()
        )
        return [try mail("game_released"), report]
    }

    /// A mail about the game's release.
    func mail(_ kind: String) throws -> MessageDraft {
        var payload = MessagePayload()
        payload.reservationID = reservationID
        payload.memberID = memberID
        return MessageDraft(
            channel: "mail",
            kind: kind,
            key: reservationID,
            payload: try payload.json()
        )
    }
}

/// Reservations that have an owner and are to be released, locked, in id order; those that somebody
/// holds are passed over.
struct LockUnreleased: Statement {
    static let sql = """
        SELECT reservation_id, owner_id FROM preorder.reservation
        WHERE game_id = $1 AND status = 'reserved' AND owner_id IS NOT NULL
          AND reservation_id > $2
        ORDER BY reservation_id LIMIT $3
        FOR UPDATE SKIP LOCKED
        """

    let gameID: UUID
    let last: UUID
    let limit: Int

    init(gameID: UUID, after last: UUID, limit: Int) {
        self.gameID = gameID
        self.last = last
        self.limit = limit
    }

    var bindings: [any Bindable] { [gameID, last, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Concerned {
        try Concerned(reservationID: row.next(), memberID: row.next())
    }
}
