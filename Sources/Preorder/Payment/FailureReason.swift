/// Why a payment failed, as a stable code that mails, reports and the API share.
public struct FailureReason: RawRepresentable, Hashable, Sendable {
    /// The code: lower case with underscores.
    public let rawValue: String

    /// A code; gateways' adapters normalise theirs to a small set.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Submitted too late, or the charge could not be made before its deadline.
    public static let deadlinePassed = FailureReason(rawValue: "deadline_passed")

    /// The buyer never submitted.
    public static let abandoned = FailureReason(rawValue: "abandoned")

    /// The buyer's authentication lapsed before the charge.
    public static let authenticationExpired = FailureReason(rawValue: "authentication_expired")

    /// Withdrawn by the member or the store.
    public static let withdrawn = FailureReason(rawValue: "withdrawn")

    /// The game was cancelled.
    public static let gameCancelled = FailureReason(rawValue: "game_cancelled")

    /// Tried as often as the policy allows.
    public static let outOfTries = FailureReason(rawValue: "out_of_tries")

    /// A person found that it was not charged, after it had been given up.
    public static let resolvedByPerson = FailureReason(rawValue: "resolved_by_person")
}
