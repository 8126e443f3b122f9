import Outbox
import Postgres
import Preorder

extension Error {
    /// Whether a setting of this host lacks what a message needs: our fault, and no reason to spend
    /// the message's tries.
    var isMissingSetting: Bool {
        if case .unknownAccount? = self as? ChannelError { return true }
        if case .unknownKey? = self as? VaultError { return true }
        return false
    }
}

extension Verdict {
    /// How long a message waits for a setting; another host may have it at once.
    private static let settingInterval: Duration = .seconds(60)

    /// The message waits, as unknown as it is, until the setting is there.
    static func missingSetting(_ error: any Error, _ claim: Claim, at now: Timestamp) -> Verdict {
        .held(
            .settings("\(error)"),
            until: now + settingInterval,
            keepsAttempt: claim.openAttempt != nil
        )
    }
}
