import Testing

/// A program that is killed at a point of its work, and the scene it begins with.
struct CrashCase: Sendable, CustomTestStringConvertible {
    /// What is in hand, for people.
    let work: String

    let scene: Scene
    let program: String
    let arguments: [String]

    /// As `RESERVOIR_CRASH_AT` takes it.
    let point: String

    /// Seconds after which the work goes on: what `sweep refunds` had taken to look at when it died
    /// is looked at again an hour later.
    var patience: Int { arguments == ["refunds"] ? 3_600 : 0 }

    var testDescription: String { "\(work) at \(point)" }

    static let all = drains + recoveries + sweeps

    /// Every stage of every drain, and of each kind of work that payments has.
    private static let drains: [CrashCase] =
        external("a charge", .submitted(7), "payments")
        + external("a refund", .refundsRequested, "payments")
        + commits("a charge of a withdrawn reservation", .withdrawn, "payments", ["settle"])
        + external("a reversal", .reversing, "payments")
        + `internal`("points", .charged, "points")
        + external("a mail", .credited, "mail")
        + `internal`("a report", .told, "reports")
        + commits("a webhook to nobody", .untold, "webhooks", ["mark", "touch"])
        + external("an unknown", .unanswered, "payments", by: ("reservoir-sweep", "unknown"))

    /// Taking over from a drain that died, and the end of a run.
    private static let recoveries: [CrashCase] = [
        ("payments", Scene.submitted(7)), ("points", .charged),
    ].flatMap { channel, scene in
        let interrupted = Scene.interrupted(channel, after: scene)
        return commits("what a dead drain had", interrupted, channel, ["recover"])
            + commits("the end of a run", scene, channel, ["release"])
    }

    private static let sweeps: [CrashCase] =
        sweep("an unpaid payment", .unpaid, "abandoned", ["withdraw"])
        + sweep("a gift that expires soon", .giftsLapsing, "gifts", ["gifts-remind"])
        + sweep("a gift that has lapsed", .giftsLapsed, "gifts", ["gifts-expire"])
        + sweep("games that come out", .gamesOut, "releases", ["out", "release"])
        + sweep("games that are cancelled", .gamesCancelled, "releases", ["cancel"])
        + sweep("games that are moved", .gamesMoved, "releases", ["tell"])
        + sweep("points that expire soon", .pointsExpiring, "points", ["points-notice"])
        + sweep("points that have lapsed", .pointsLapsed, "points", ["points-expire"])
        + sweep("a refund taken back", .refundsTakenBack, "refunds", ["take", "settle"])
        + ["before", "after"].map {
            CrashCase(
                work: "a refund taken back",
                scene: .refundsTakenBack,
                program: "reservoir-sweep",
                arguments: ["refunds"],
                point: "refunds:wire:\($0)"
            )
        }
        // Channels are freed in the order of their names: mail, then payments.
        + ["before-commit", "after-commit#2"].map {
            CrashCase(
                work: "what a dead drain had",
                scene: .interrupted("payments", after: .submitted(7)),
                program: "reservoir-sweep",
                arguments: ["leases"],
                point: "leases:free:\($0)"
            )
        }

    /// A channel whose work is outside: each of its commits and both sides of the wire.
    private static func external(
        _ work: String,
        _ scene: Scene,
        _ channel: String,
        by caller: (program: String, task: String)? = nil
    ) -> [CrashCase] {
        let points =
            boundaries(of: ["mark", "touch", "settle"]) + ["wire:before", "wire:after"]
        return points.map {
            CrashCase(
                work: work,
                scene: scene,
                program: caller?.program ?? "reservoir-drain",
                arguments: [caller?.task ?? channel],
                point: "\(channel):\($0)"
            )
        }
    }

    /// A channel whose work is in the database: effect and acknowledgement are one commit.
    private static func `internal`(
        _ work: String,
        _ scene: Scene,
        _ channel: String
    ) -> [CrashCase] {
        commits(work, scene, channel, ["mark", "touch"])
    }

    private static func commits(
        _ work: String,
        _ scene: Scene,
        _ channel: String,
        _ stages: [String]
    ) -> [CrashCase] {
        boundaries(of: stages).map {
            CrashCase(
                work: work,
                scene: scene,
                program: "reservoir-drain",
                arguments: [channel],
                point: "\(channel):\($0)"
            )
        }
    }

    private static func sweep(
        _ work: String,
        _ scene: Scene,
        _ task: String,
        _ stages: [String]
    ) -> [CrashCase] {
        boundaries(of: stages).map {
            CrashCase(
                work: work,
                scene: scene,
                program: "reservoir-sweep",
                arguments: [task],
                point: $0.hasPrefix("\(task)-") ? $0 : "\(task):\($0)"
            )
        }
    }

    private static func boundaries(of stages: [String]) -> [String] {
        stages.flatMap { ["\($0):before-commit", "\($0):after-commit"] }
    }
}
