import ArgumentParser
import Sandbox

/// How the sandbox misbehaves, from the command line.
struct FaultOptions: ParsableArguments {
    @Option(help: "Where all draws begin: the same seed and the same calls meet the same faults.")
    var seed: UInt64 = 1

    @Option(help: "Share of charges, from 0 to 1, that are declined.")
    var declineRate = 0.0

    @Option(help: "Share of calls that are lost: nothing happens and no answer comes.")
    var timeoutBeforeRate = 0.0

    @Option(help: "Share of calls that take effect and are never answered.")
    var timeoutAfterRate = 0.0

    @Option(help: "Share of calls that are never answered and take effect when the hold is over.")
    var timeoutLateRate = 0.0

    @Option(help: "Share of calls whose connection is closed, before or after the effect.")
    var dropRate = 0.0

    @Option(help: "Share of calls answered with 500 without having taken effect.")
    var errorBeforeRate = 0.0

    @Option(help: "Share of calls answered with 500 after having taken effect.")
    var errorAfterRate = 0.0

    @Option(help: "Share of calls answered with 429 and Retry-After.")
    var rateLimitRate = 0.0

    @Option(help: "Share of repeated idempotency keys that are taken for new ones.")
    var forgetKeyRate = 0.0

    @Option(help: "Share of refunds that are refused for good.")
    var refundRefusedRate = 0.0

    @Option(help: "Share of Stripe refunds that succeed and fail later.")
    var refundFailsLateRate = 0.0

    @Option(name: .customLong("mail-4xx-rate"), help: "Share of mails refused for now, with 451.")
    var mailDeferredRate = 0.0

    @Option(name: .customLong("mail-5xx-rate"), help: "Share of mails refused for good, with 554.")
    var mailRefusedRate = 0.0

    @Option(help: "Share of mails taken whose connection is closed before the answer.")
    var mailDropAfterRate = 0.0

    @Flag(help: "Answer no call at all; the seed says which of them take effect.")
    var timeoutAll = false

    @Flag(help: "Let the faults of the wire meet calls that only look, too.")
    var faultQueries = false

    @Option(help: "Seconds for which a call that is never answered keeps its connection.")
    var timeoutHold = 30.0

    @Option(help: "Milliseconds that every call takes.")
    var delayMs = 0

    /// The plan that the options describe.
    var plan: FaultPlan {
        var plan = FaultPlan()
        plan.seed = seed
        plan.rates = rates
        plan.timeoutAll = timeoutAll
        plan.meetsQueries = faultQueries
        plan.hold = .seconds(timeoutHold)
        plan.delay = .milliseconds(delayMs)
        return plan
    }

    func validate() throws {
        for (fault, rate) in rates where !(0...1).contains(rate) {
            throw ValidationError("the rate of \(fault.rawValue) must be from 0 to 1")
        }
        guard (0...86_400).contains(timeoutHold), (0...86_400_000).contains(delayMs) else {
            throw ValidationError("--timeout-hold and --delay-ms must be from 0 to a day")
        }
    }

    private var rates: [Fault: Double] {
        [
            .decline: declineRate, .timeoutBefore: timeoutBeforeRate,
            .timeoutAfter: timeoutAfterRate, .timeoutLate: timeoutLateRate, .drop: dropRate,
            .errorBefore: errorBeforeRate, .errorAfter: errorAfterRate,
            .rateLimit: rateLimitRate, .forgetKey: forgetKeyRate,
            .refundRefused: refundRefusedRate, .refundFailsLate: refundFailsLateRate,
            .mailDeferred: mailDeferredRate, .mailRefused: mailRefusedRate,
            .mailDropAfter: mailDropAfterRate,
        ]
    }
}
