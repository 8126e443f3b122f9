/// What is known after a request or a look-up; most of it is about what is *not* known.
public enum GatewayAnswer: Hashable, Sendable {
    /// The payment exists at the gateway and charges nothing yet: progress, not a verdict.
    case created(gatewayPaymentID: String)

    /// Charged, with the amount we asked for.
    case applied(ChargeEvidence)

    /// Paid back, with the amount we asked for.
    case refundApplied(RefundEvidence)

    /// The gateway works on it; a look-up will say.
    case pending(reason: String)

    /// The buyer must authenticate, at `url` if there is one; then look again.
    case actionRequired(url: String?, gatewayPaymentID: String)

    /// Certainly refused.
    case rejected(GatewayRejection)

    /// Certainly never charged, and never will be.
    case neverCharged(reason: String)

    /// Looked up: nothing has happened so far, but it still may.
    case notYet(reason: String)

    /// Certainly not applied; send the same bytes again, not before `after`.
    case retry(reason: String, after: Duration?)

    /// This call certainly did nothing, but an earlier one under its key may be running: look the
    /// charge or refund up, then send the same bytes again, not before `after`.
    case lookThenRetry(reason: String, after: Duration?)

    /// Certainly not sent: no byte of the request left.
    case unreachable(reason: String)

    /// Certainly not sent, and it never will be as it stands: only look up.
    case notSent(NotSent)

    /// The gateway refuses the account or its credential: stop the account, spend nothing.
    case configuration(reason: String)

    /// It may have happened; look it up, not before `after`. Never compensate on this.
    case unknown(reason: String, after: Duration?)

    /// No answer, or a broken server's: it may have happened; look it up, not before `after`. The
    /// gateway does not answer now, which its breaker counts.
    case silent(reason: String, after: Duration?)

    /// The gateway repeats the fault that it stored under the key, as it will for ever: it may have
    /// happened, and only a look-up can tell.
    case keySpent(reason: String)

    /// The gateway shows a charge of ours with another amount or currency: a person decides.
    case mismatch(ChargeEvidence)

    /// Why a stored request was kept from the wire.
    public enum NotSent: String, Hashable, Sendable, Codable {
        /// Its credential is no longer known, so its idempotency key would not be recognised.
        case credentialChanged = "credential_changed"

        /// No credential of the account is configured here.
        case accountUnknown = "account_unknown"

        /// Another gateway's adapter built it.
        case builtForAnotherGateway = "built_for_another_gateway"
    }

    static func silent(_ reason: String) -> GatewayAnswer { .silent(reason: reason, after: nil) }

    static func unknown(_ reason: String) -> GatewayAnswer { .unknown(reason: reason, after: nil) }
}
