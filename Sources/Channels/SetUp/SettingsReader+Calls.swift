public import Batch
public import Gateways
import Mail

extension SettingsReader {
    /// Everything about mail, with a sender that relays take.
    public mutating func checkedMail() -> MailSettings {
        let problemsBefore = problems.count
        let settings = mail()
        guard problems.count == problemsBefore else { return settings }
        do throws(MailError) {
            _ = try MailAddress(settings.from)
        } catch {
            note("RESERVOIR_MAIL_FROM: \(error)")
        }
        return settings
    }

    /// The gateways of `registry` that have accounts in the settings.
    public mutating func gateways(
        _ registry: GatewayRegistry = GatewayRegistry()
    ) -> [GatewaySettings] {
        let urls = registry.standardURLs.sorted { $0.key < $1.key }
        return gateways(urls.map { GatewayPlace(gateway: $0.key, standardURL: $0.value) })
    }

    /// How long a call to the outside may take: `RESERVOIR_CALL_TIMEOUT_SECONDS`, at most half the
    /// lease, so that a lease outlives its calls.
    public mutating func callTimeout(within lease: Duration) -> Duration {
        let most = max(1, Int(lease / .seconds(2)))
        return .seconds(
            integer("RESERVOIR_CALL_TIMEOUT_SECONDS", in: 1...most, default: min(10, most))
        )
    }
}
