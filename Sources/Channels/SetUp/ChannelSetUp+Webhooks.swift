public import Batch
internal import NIOSSL
public import Preorder

extension ChannelSetUp {
    /// The webhooks handler.
    ///
    /// - Throws: `ProgramError.configuration` for trust roots that cannot be read.
    public static func webhooks(
        _ settings: WebhookSettings,
        vault: Vault,
        callTimeout: Duration
    ) throws(ProgramError) -> WebhooksHandler {
        do {
            return try WebhooksHandler(
                vault: vault,
                callTimeout: callTimeout,
                allowsPrivate: settings.allowsPrivate,
                trustRoots: settings.trustRoots
            )
        } catch {
            throw .configuration(["RESERVOIR_WEBHOOK_TRUST_ROOTS cannot be read: \(error)"])
        }
    }
}
