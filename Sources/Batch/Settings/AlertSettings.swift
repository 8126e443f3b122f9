import Foundation

/// How somebody is told what is wrong: by at least one of three ways.
public struct AlertSettings: Sendable {
    /// Whom to write to, and by which relay.
    public struct Addressees: Sendable {
        /// RESERVOIR_ALERT_TO: addresses, parted by commas.
        public let addresses: [String]

        /// The mail channel's own settings.
        public let mail: MailSettings
    }

    /// Nil: nobody is written to.
    public let addressees: Addressees?

    /// RESERVOIR_ALERT_COMMAND: a program's path and its arguments, parted by blanks; nil: none.
    public let command: [String]?

    /// RESERVOIR_ALERT_WEBHOOK_URL: where JSON is posted to; nil: nowhere.
    ///
    /// A secret, since chat systems take whoever knows the address for a friend.
    public let webhookURL: Secret<String>?

    /// RESERVOIR_ALERT_TIMEOUT_SECONDS: how long each way may take; 30 unless set.
    public let timeout: Duration
}

extension SettingsReader {
    private static let alertWays = [
        "RESERVOIR_ALERT_TO", "RESERVOIR_ALERT_COMMAND", "RESERVOIR_ALERT_WEBHOOK_URL",
        "RESERVOIR_ALERT_WEBHOOK_URL_FILE",
    ]

    /// Whether any way to tell somebody is set, rightly or wrongly.
    public var namesAlertWay: Bool { Self.alertWays.contains { string($0) != nil } }

    /// How somebody is told; at least one way is needed.
    public mutating func alerts() -> AlertSettings {
        if !namesAlertWay {
            note(
                "nobody would be told: set RESERVOIR_ALERT_TO (addresses; needs RESERVOIR_SMTP_HOST "
                    + "and RESERVOIR_MAIL_FROM), RESERVOIR_ALERT_COMMAND (a program's path and "
                    + "arguments) or RESERVOIR_ALERT_WEBHOOK_URL"
            )
        }
        return AlertSettings(
            addressees: alertAddressees(),
            command: alertCommand(),
            webhookURL: alertWebhookURL(),
            timeout: .seconds(integer("RESERVOIR_ALERT_TIMEOUT_SECONDS", in: 1...300, default: 30))
        )
    }

    private mutating func alertAddressees() -> AlertSettings.Addressees? {
        guard let list = string("RESERVOIR_ALERT_TO") else { return nil }
        let addresses = list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        if addresses.isEmpty || addresses.contains(where: { !Self.isAddress($0) }) {
            note("RESERVOIR_ALERT_TO is not a list of addresses parted by commas: \(list)")
        }
        return AlertSettings.Addressees(addresses: addresses, mail: mail())
    }

    private mutating func alertCommand() -> [String]? {
        guard let text = string("RESERVOIR_ALERT_COMMAND") else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let path = words.first, path.hasPrefix("/"),
            FileManager.default.isExecutableFile(atPath: path)
        else {
            note("RESERVOIR_ALERT_COMMAND must begin with the full path of a program that is there")
            return nil
        }
        return words
    }

    private mutating func alertWebhookURL() -> Secret<String>? {
        guard let url = secret("RESERVOIR_ALERT_WEBHOOK_URL") else { return nil }
        if !Self.isSafe(url: url.value) {
            note("RESERVOIR_ALERT_WEBHOOK_URL must be an https address (http only on this machine)")
        }
        return url
    }

    static func isAddress(_ text: String) -> Bool {
        text.split(separator: "@").count == 2 && !text.contains(where: \.isNewline)
    }
}
