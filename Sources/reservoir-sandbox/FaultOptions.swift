public import ArgumentParser
public import Sandbox

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

    @Option(help: "Share of refunds that stay pending for a while.")
    var refundPendingRate = 0.0

    @Option(
        help: "Share of refunds that fail in the end: after success (Stripe), or out of pending."
    )
    var refundFailsLateRate = 0.0

    @Option(name: .customLong("mail-4xx-rate"), help: "Share of mails refused for now, with 451.")
    var mailDeferredRate = 0.0

    @Option(name: .customLong("mail-5xx-rate"), help: "Share of mails refused for good, with 554.")
    var mailRefusedRate = 0.0

    @Option(help: "Share of mails taken whose connection is closed before the answer.")
    var mailDropAfterRate = 0.0

    @Option(help: "Share of webhooks that are sent twice.")
    var duplicateWebhookRate = 0.0

    @Option(help: "Share of webhooks that the next one overtakes.")
    var reorderedWebhookRate = 0.0

    @Option(
        help: "Share of lines of settlement statements that are off by one, missing or doubled."
    )
    var wrongSettlementLineRate = 0.0

    @Option(help: "One outage: when it begins, in sandbox time (ISO 8601).")
    var downFrom: Instant?

    @Option(help: "Seconds of sandbox time that the outage lasts; for good without it.")
    var downFor: Int?

    @Option(help: "What goes down: gateway or mail.")
    var downService = Outage.Service.gateway

    @Option(help: "An account that finds the gateway down; may be given again. All without it.")
    var downAccount: [String] = []

    @Option(help: "How it is down: refuse (connections), reset (them unanswered), or 503.")
    var downKind = Outage.Kind.reset

    @Option(
        help: "Share of slots of time in which an account's gateway, or the mail server, is down."
    )
    var downRate = 0.0

    @Option(help: "Seconds of sandbox time that such a slot lasts.")
    var downSeconds = 600

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
        plan.outageSlot = .seconds(downSeconds)
        plan.outageKind = downKind
        plan.outages = outage.map { [$0] } ?? []
        return plan
    }

    /// The outage of the options, if they ask for one.
    private var outage: Outage? {
        guard downFrom != nil || downFor != nil || !downAccount.isEmpty else { return nil }
        return Outage(
            downService,
            downKind,
            from: downFrom,
            lasting: downFor.map { .seconds($0) },
            accounts: downAccount.isEmpty ? nil : Set(downAccount)
        )
    }

    func validate() throws {
        for (fault, rate) in rates where !(0...1).contains(rate) {
            throw ValidationError("the rate of \(fault.rawValue) must be from 0 to 1")
        }
        guard (0...86_400).contains(timeoutHold), (0...86_400_000).contains(delayMs) else {
            throw ValidationError("--timeout-hold and --delay-ms must be from 0 to a day")
        }
        guard (1...86_400).contains(downSeconds), downFor ?? 0 >= 0 else {
            throw ValidationError("--down-seconds is 1 to a day, --down-for 0 or more")
        }
        if downFor != nil, downFrom == nil {
            throw ValidationError("--down-for needs --down-from")
        }
        if let objection = outage?.objection { throw ValidationError(objection) }
    }

    private var rates: [Fault: Double] {
        [
            .decline: declineRate, .timeoutBefore: timeoutBeforeRate,
            .timeoutAfter: timeoutAfterRate, .timeoutLate: timeoutLateRate, .drop: dropRate,
            .errorBefore: errorBeforeRate, .errorAfter: errorAfterRate,
            .rateLimit: rateLimitRate, .forgetKey: forgetKeyRate,
            .refundRefused: refundRefusedRate, .refundPending: refundPendingRate,
            .refundFailsLate: refundFailsLateRate, .down: downRate,
            .duplicateWebhook: duplicateWebhookRate, .reorderedWebhook: reorderedWebhookRate,
            .wrongSettlementLine: wrongSettlementLineRate,
            .mailDeferred: mailDeferredRate, .mailRefused: mailRefusedRate,
            .mailDropAfter: mailDropAfterRate,
        ]
    }
}

extension Instant: ExpressibleByArgument {
    /// Reads ISO 8601.
    public init?(argument: String) { self.init(iso8601: argument) }
}

extension Outage.Service: ExpressibleByArgument {}

extension Outage.Kind: ExpressibleByArgument {}
