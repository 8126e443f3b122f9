import Batch
import Foundation
import TestTurns
import Testing

@Suite("Settings", .inTurn)
struct SettingsReaderTests {
    private static let places = [
        GatewayPlace(gateway: "stripe", standardURL: "https://api.stripe.com"),
        GatewayPlace(gateway: "toss", standardURL: "https://api.tosspayments.com"),
    ]

    private static let key = Data(repeating: 7, count: 32).base64EncodedString()

    @Test("everything that is wrong is reported at once")
    func allAtOnce() throws {
        var reader = SettingsReader(environment: [
            "RESERVOIR_SEAL_KEYS": "a:short", "RESERVOIR_SMTP_PORT": "99999",
            "RESERVOIR_SMTP_SECURITY": "ssl", "RESERVOIR_SMTP_USER": "shop",
            "RESERVOIR_TOSS_URL": "http://api.example.com", "RESERVOIR_TOSS_SECRETS": "toss-kr",
            "RESERVOIR_LEASE_SECONDS": "soon",
        ])
        _ = reader.sealKeys()
        _ = reader.mail()
        _ = reader.gateways(Self.places)
        _ = reader.lease()
        let error = #expect(throws: ProgramError.self) { try reader.check() }
        let lines = try #require(error).lines
        for name in [
            "RESERVOIR_SEAL_KEYS", "RESERVOIR_SMTP_HOST", "RESERVOIR_SMTP_PORT",
            "RESERVOIR_SMTP_SECURITY", "RESERVOIR_SMTP_PASSWORD", "RESERVOIR_MAIL_FROM",
            "RESERVOIR_TOSS_URL", "RESERVOIR_TOSS_SECRETS", "RESERVOIR_LEASE_SECONDS",
        ] {
            #expect(lines.contains { $0.contains(name) }, "\(name) is missing in \(lines)")
        }
        #expect(error?.exitStatus == .configuration)
    }

    @Test("good settings are read, the first credential of an account is current")
    func good() throws {
        var reader = SettingsReader(environment: [
            "RESERVOIR_SEAL_KEYS": "new:\(Self.key),old:\(Self.key)",
            "RESERVOIR_STRIPE_URL": "http://127.0.0.1:4000",
            "RESERVOIR_STRIPE_SECRETS": "stripe-us=v2:sk_b,stripe-de=v1:sk_c,stripe-us=v1:sk_a",
            "RESERVOIR_TOSS_SECRETS": "toss-kr=v1:sk_d",
        ])
        let keys = reader.sealKeys()
        let gateways = reader.gateways(Self.places)
        try reader.check()
        #expect(keys.map(\.id) == ["new", "old"])
        #expect(keys.first?.bytes.value.count == 32)
        #expect(gateways.map(\.gateway) == ["stripe", "toss"])
        #expect(
            gateways.map(\.url) == ["http://127.0.0.1:4000", "https://api.tosspayments.com"]
        )
        let stripe = try #require(gateways.first)
        #expect(stripe.accounts.map(\.account) == ["stripe-us", "stripe-de"])
        #expect(stripe.accounts.first?.credentials.map(\.id) == ["v2", "v1"])
        #expect(stripe.accounts.first?.credentials.first?.secret.value == "sk_b")
    }

    @Test("of the ways to tell alerts one is enough; none is an error that names them")
    func alertWays() throws {
        var none = SettingsReader(environment: [:])
        #expect(!none.namesAlertWay)
        _ = none.alerts()
        #expect(none.problems.count == 1)
        for name in ["TO", "COMMAND", "WEBHOOK_URL"] {
            #expect(none.problems.first?.contains("RESERVOIR_ALERT_\(name)") == true)
        }
        var command = SettingsReader(environment: [
            "RESERVOIR_ALERT_COMMAND": "/usr/bin/env  pager --now",
            "RESERVOIR_ALERT_TIMEOUT_SECONDS": "5",
        ])
        let settings = command.alerts()
        try command.check()
        #expect(command.namesAlertWay)
        #expect(settings.command == ["/usr/bin/env", "pager", "--now"])
        #expect(settings.addressees == nil && settings.webhookURL == nil)
        #expect(settings.timeout == .seconds(5))
        var mail = SettingsReader(environment: [
            "RESERVOIR_ALERT_TO": "a@x.example, b@x.example", "RESERVOIR_SMTP_HOST": "relay",
            "RESERVOIR_MAIL_FROM": "shop@x.example",
        ])
        #expect(mail.alerts().addressees?.addresses == ["a@x.example", "b@x.example"])
        try mail.check()
    }

    @Test("every mistake about alerts is reported, and a webhook's address is kept secret")
    func alertMistakes() {
        var reader = SettingsReader(environment: [
            "RESERVOIR_ALERT_TO": "ops", "RESERVOIR_ALERT_COMMAND": "pager --key hidden",
            "RESERVOIR_ALERT_WEBHOOK_URL": "http://chat.example/hidden",
            "RESERVOIR_ALERT_TIMEOUT_SECONDS": "0",
        ])
        let settings = reader.alerts()
        for name in [
            "RESERVOIR_ALERT_TO", "RESERVOIR_SMTP_HOST", "RESERVOIR_MAIL_FROM",
            "RESERVOIR_ALERT_COMMAND", "RESERVOIR_ALERT_WEBHOOK_URL",
            "RESERVOIR_ALERT_TIMEOUT_SECONDS",
        ] {
            #expect(reader.problems.contains { $0.contains(name) }, "\(name)")
        }
        #expect(!"\(reader.problems) \(settings)".contains("hidden"))
    }

    @Test("the webhook of alerts is not taken for a gateway's address")
    func webhookIsNoGateway() {
        var reader = SettingsReader(environment: [
            "RESERVOIR_ALERT_WEBHOOK_URL": "https://chat.example/x",
            "RESERVOIR_TOSS_SECRETS": "t=v1:k",
        ])
        _ = reader.gateways(Self.places)
        #expect(reader.problems == [])
    }

    @Test("secrets of a gateway that does not exist are an error that names those that do")
    func strangeGateway() {
        var reader = SettingsReader(environment: [
            "RESERVOIR_STIRPE_SECRETS": "stripe-us=v1:sk_a", "RESERVOIR_TOSS_SECRETS": "t=v1:k",
        ])
        _ = reader.gateways(Self.places)
        #expect(
            reader.problems == [
                "RESERVOIR_STIRPE_SECRETS: the gateways are stripe, toss"
            ]
        )
    }

    @Test("settings without any account are an error that names what may be set")
    func noAccount() {
        var reader = SettingsReader(environment: [:])
        #expect(reader.gateways(Self.places).isEmpty)
        #expect(reader.problems.count == 1)
        #expect(reader.problems.first?.contains("RESERVOIR_TOSS_SECRETS") == true)
    }

    @Test("a secret may stand in a file, but not in two places")
    func secretFile() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("secret", "hidden\n")
        var reader = SettingsReader(environment: ["RESERVOIR_SMTP_PASSWORD_FILE": path])
        #expect(reader.secret("RESERVOIR_SMTP_PASSWORD")?.value == "hidden")
        try reader.check()
        var both = SettingsReader(environment: [
            "RESERVOIR_SMTP_PASSWORD_FILE": path, "RESERVOIR_SMTP_PASSWORD": "other",
        ])
        #expect(both.secret("RESERVOIR_SMTP_PASSWORD") == nil)
        #expect(both.problems.count == 1)
    }

    @Test("an absent secret file is an error that names it")
    func absentFile() {
        var reader = SettingsReader(environment: ["RESERVOIR_SEAL_KEYS_FILE": "/nowhere/keys"])
        #expect(reader.sealKeys().isEmpty)
        #expect(reader.problems.count == 1)
        #expect(reader.problems.first?.contains("/nowhere/keys") == true)
    }

    @Test("secrets appear neither in text nor in a dump")
    func redaction() {
        var reader = SettingsReader(environment: ["RESERVOIR_TOSS_SECRETS": "toss-kr=c1:live_sk"])
        let gateways = reader.gateways(Self.places)
        var dumped = ""
        dump(gateways, to: &dumped)
        #expect(!dumped.contains("live_sk"))
        #expect(!"\(gateways)".contains("live_sk"))
    }

    @Test("a file's misspelt, malformed and repeated settings are errors with their line")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file(
            "reservoir.conf",
            """
            # comment
            RESERVOIR_MAIL_FORM=shop@example.com
            RESERVOIR_RETURN_URL='https://shop.example.com/back'
            RESERVOIR_RETURN_URL=https://other.example.com
            nonsense
            PGHOST=/run/postgresql
            """
        )
        let reader = SettingsReader(environment: [:], file: path)
        #expect(reader.problems.count == 3)
        #expect(reader.problems.contains { $0.contains("line 2") && $0.contains("MAIL_FORM") })
        #expect(reader.problems.contains { $0.contains("line 4") })
        #expect(reader.problems.contains { $0.contains("line 5") })
    }

    @Test("the environment wins over the file")
    func precedence() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("conf", "RESERVOIR_LEASE_SECONDS=\"5\"\n")
        var fromFile = SettingsReader(environment: [:], file: path)
        #expect(fromFile.lease() == .seconds(5))
        var both = SettingsReader(environment: ["RESERVOIR_LEASE_SECONDS": "7"], file: path)
        #expect(both.lease() == .seconds(7))
    }

    @Test("a channel's own database wins over the one that all share")
    func conninfo() {
        let reader = SettingsReader(environment: [
            "DATABASE_URL": "dbname=all", "RESERVOIR_MAIL_DATABASE_URL": "dbname=mail",
        ])
        #expect(reader.conninfo(channel: "mail") == "dbname=mail")
        #expect(reader.conninfo(channel: "points") == "dbname=all")
        #expect(SettingsReader(environment: [:]).conninfo() == "")
    }
}
