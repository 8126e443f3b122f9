import Postgres
import Preorder

@testable import reservoir_demo

/// What a stage begins with: played once, by the first test that begins with it, then copied.
final class Scene: Sendable {
    let name: String

    /// The scene that goes before; nil is an empty database.
    let base: Scene?

    let conditions: Conditions
    let play: @Sendable (Stage) async throws -> Void

    /// Where all draws of scenes and stages begin.
    static let seed: UInt64 = 7

    /// The shop's members.
    static let members = 20

    init(
        _ name: String,
        after base: Scene? = nil,
        _ conditions: Conditions = Conditions(),
        play: @escaping @Sendable (Stage) async throws -> Void
    ) {
        self.name = name
        self.base = base
        self.conditions = conditions
        self.play = play
    }

    /// A shop without customers yet.
    static let shop = Scene("shop") { stage in
        try await DemoCatalogue(members: members).create(on: stage.connection)
    }

    /// Buyers have submitted so many payments; of eight or more, one is left unpaid.
    static func submitted(_ reservations: Int) -> Scene {
        Scene("submitted \(reservations)", after: shop) {
            try await $0.takeReservations(reservations)
        }
    }

    /// The same, and each is a gift.
    static func given(_ reservations: Int) -> Scene {
        Scene("given \(reservations)", after: shop) {
            try await $0.takeReservations(reservations, givesOneIn: 1)
        }
    }

    /// Every payment has its verdict; what follows from it waits.
    static let charged = Scene("charged", after: .submitted(7)) { try await $0.drain("payments") }

    /// Points are credited.
    static let credited = Scene("credited", after: charged) { try await $0.drain("points") }

    /// Mails are sent.
    static let told = Scene("told", after: credited) { try await $0.drain("mail") }

    /// Endpoints were to be told of every verdict, and are gone.
    static let untold = Scene("untold", after: .submitted(7)) { stage in
        try await stage.connection.script(
            """
            INSERT INTO preorder.webhook_endpoint
                (endpoint_id, member_id, url, sealed, seal_key_id, created_at)
            SELECT gen_random_uuid(), member_id, 'https://partner.example/', '\\x00', 'k',
                   outbox.now()
            FROM preorder.member
            """
        )
        try await stage.drain("payments")
        try await stage.connection.script("DELETE FROM preorder.webhook_endpoint")
    }

    /// Everything is done.
    static let settled = Scene("settled", after: told) { try await $0.drain("reports") }

    /// Everybody who owns a game wants the money back.
    static let refundsRequested = Scene("refunds requested", after: settled) { stage in
        var story = stage.story
        story.refundRate = 1
        for half in 0...1 { try await story.requestRefunds(of: half, on: stage.connection) }
    }

    /// Refunds have completed, and the gateways have taken them back; a day has passed.
    static let refundsTakenBack = Scene(
        "refunds taken back",
        after: refundsRequested,
        Conditions(faults: ["--refund-fails-late-rate", "1"])
    ) { stage in
        try await stage.drain("payments", "points", "mail", "reports")
        try await stage.connection.execute(MoveClock(seconds: 90_000))
    }

    /// Every charge took effect, and no answer came.
    static let unanswered = Scene(
        "unanswered",
        after: .submitted(7),
        Conditions(declineRate: 0)
    ) { stage in
        try await stage.misbehave(
            """
            {"timeout_after_rate": 1, "timeout_hold_ms": 0,
             "operations": ["stripe.payment_intents.confirm", "toss.payments.confirm"]}
            """
        )
        try await stage.drain("payments")
        try await stage.connection.execute(MoveClock(seconds: 300))
    }

    /// And now everybody has changed their mind.
    static let withdrawn = Scene("withdrawn", after: unanswered) { stage in
        for owned in try await stage.connection.query(ReadOwned(status: "pending")) {
            _ = try await Withdraw()(
                reservationID: owned.reservationID,
                memberID: owned.memberID,
                on: stage.connection
            )
        }
    }

    /// The charges are found to have applied, and are to be reversed.
    static let reversing = Scene("reversing", after: withdrawn) { try await $0.drain("payments") }

    /// One payment was never submitted, and its time is over; the others are done with.
    static let unpaid = Scene("unpaid", after: .submitted(12)) { stage in
        try await stage.drain("payments", "points", "mail", "reports")
        try await stage.connection.execute(MoveClock(seconds: 90_000))
    }

    /// Points of several members expire within the month.
    static let pointsExpiring = Scene("points expiring", after: settled) { stage in
        try await stage.connection.execute(MoveClock(seconds: 75 * 86_400))
    }

    /// And now they have lapsed.
    static let pointsLapsed = Scene("points lapsed", after: pointsExpiring) { stage in
        _ = try await stage.run("reservoir-sweep", ["points"])
        try await stage.drain("mail")
        try await stage.connection.execute(MoveClock(seconds: 20 * 86_400))
    }

    /// Gifts are offered, and their recipients know.
    static let offered = Scene("offered", after: .given(7)) { stage in
        try await stage.drain("payments", "points", "mail", "reports")
    }

    /// Their time is over within the week.
    static let giftsLapsing = Scene("gifts lapsing", after: offered) { stage in
        try await stage.connection.execute(MoveClock(seconds: 24 * 86_400))
    }

    /// And now it is over.
    static let giftsLapsed = Scene("gifts lapsed", after: giftsLapsing) { stage in
        _ = try await stage.run("reservoir-sweep", ["gifts"])
        try await stage.drain("mail")
        try await stage.connection.execute(MoveClock(seconds: 7 * 86_400))
    }

    /// The day has come on which the last game is out.
    static let gamesOut = Scene("games out", after: settled) { stage in
        try await stage.connection.execute(MoveClock(seconds: 200 * 86_400))
    }

    /// Games are cancelled; of their reservations and gifts some are paid, others not.
    static let gamesCancelled = Scene("games cancelled", after: charged) { stage in
        try await stage.takeReservations(8, givesOneIn: 2)
        for game in try await stage.connection.query(ReadAnnouncedGames()) {
            try await CancelGame(by: .director)(game.gameID, on: stage.connection).get()
        }
    }

    /// Games come out ten days later than it was said.
    static let gamesMoved = Scene("games moved", after: settled) { stage in
        for game in try await stage.connection.query(ReadAnnouncedGames()) {
            _ = try await MoveGame(by: .director)(
                game.gameID,
                to: game.releaseAt + .seconds(864_000),
                on: stage.connection
            ).get()
        }
    }

    /// A drain has died with everything in hand.
    static func interrupted(_ channel: String, after base: Scene) -> Scene {
        Scene("interrupted \(channel)", after: base) { stage in
            try await stage.crash(
                "reservoir-drain",
                [channel],
                at: "\(channel):touch:after-commit"
            )
        }
    }
}

extension Stage {
    /// Drains channels, one after the other.
    func drain(_ channels: String...) async throws {
        for channel in channels {
            let result = try await run("reservoir-drain", [channel])
            guard result.status == 0 else {
                throw DemoError.programFailed("reservoir-drain \(channel)", result.status)
            }
        }
    }
}

extension StaffAct {
    /// Who acts for the store on a stage.
    static let director = StaffAct(by: .administrator("director"), reason: "the scene")
}
