public import Batch
import Mail

extension ChannelSetUp {
    /// The ways to tell somebody that the settings name.
    ///
    /// - Throws: `ProgramError.configuration`.
    public static func alertWays(_ settings: AlertSettings) throws(ProgramError) -> [any AlertWay] {
        var ways: [any AlertWay] = []
        if let addressees = settings.addressees {
            do throws(MailError) {
                ways.append(try mailAlert(addressees, settings.timeout))
            } catch {
                throw .configuration(["\(error)"])
            }
        }
        if let command = settings.command {
            ways.append(CommandAlert(command, timeout: settings.timeout))
        }
        if let url = settings.webhookURL {
            ways.append(WebhookAlert(url: url, timeout: settings.timeout))
        }
        return ways
    }

    private static func mailAlert(
        _ addressees: AlertSettings.Addressees,
        _ timeout: Duration
    ) throws(MailError) -> MailAlert {
        let from = addressees.mail.from
        var to: [MailAddress] = []
        for address in addressees.addresses { to.append(try MailAddress(address)) }
        return MailAlert(
            configuration: try smtp(addressees.mail, timeout, 1),
            from: try MailAddress(from),
            to: to,
            domain: String(from.split(separator: "@").last ?? "localhost")
        )
    }
}
