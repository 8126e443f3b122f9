import ArgumentParser
import Batch
import Foundation
import Money
import Postgres
import Preorder

/// `country`: the offices that sell.
struct CountryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "country",
        abstract: "Open and list country offices.",
        subcommands: [Add.self, List.self]
    )

    /// `country add`.
    struct Add: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a country office with its policy."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "ISO 3166 code, such as KR.")
        var country: String

        @Option(help: "Its name.")
        var name: String

        @Option(
            help: "ISO 4217 code.",
            transform: { (code) throws(ValidationError) in
                guard let currency = Currency(code) else {
                    throw ValidationError("\(code) is not an ISO 4217 currency")
                }
                return currency
            }
        )
        var currency: Currency

        @Option(help: "IANA name, such as Asia/Seoul.")
        var timeZone: String

        @Option(help: "ISO 639-1 code of the language to fall back to.")
        var language: String

        @Option(
            name: .customLong("set"),
            help: ArgumentHelp(
                "A number of the policy: \(PolicySetting.names).",
                valueName: "name=number"
            ),
            transform: { (text) throws(ValidationError) in try PolicySetting(text) }
        )
        var settings: [PolicySetting] = []

        func perform() async throws {
            var policy = CountryPolicy()
            for setting in settings { policy[keyPath: setting.path] = setting.value }
            let connection = try await options.connect()
            let office = NewCountry(
                country: country,
                name: name,
                currency: currency,
                timeZone: timeZone,
                language: language,
                policy: policy
            )
            try await CountryOffices(by: staff.act).open(office, on: connection).accepted()
            try options.say("opened \(country)", ["country": .string(country)])
        }
    }

    /// `country list`.
    struct List: ProgramCommand {
        static let configuration = CommandConfiguration(abstract: "List country offices.")

        @OptionGroup var options: AdminOptions

        func perform() async throws {
            let connection = try await options.connect()
            let offices = try await connection.query(ReadCountries())
            var table = TextTable("COUNTRY", "CURRENCY", "TIME ZONE", "LANGUAGE", "NAME")
            for office in offices {
                table.add(
                    office.country,
                    office.currency.code,
                    office.timeZone,
                    office.language,
                    office.name
                )
            }
            try options.show(
                table,
                offices.map { office in
                    .object([
                        "country": .string(office.country), "name": .string(office.name),
                        "currency": .string(office.currency.code),
                        "time_zone": .string(office.timeZone),
                        "language": .string(office.language),
                    ])
                }
            )
        }
    }
}

/// One number of a policy, by the name of its column.
struct PolicySetting: Sendable {
    let path: any WritableKeyPath<CountryPolicy, Int> & Sendable
    let value: Int

    private static let paths: [String: any WritableKeyPath<CountryPolicy, Int> & Sendable] = [
        "earn_rate_basis_points": \.earnRateBasisPoints, "point_minor": \.pointMinor,
        "point_validity_days": \.pointValidityDays, "grace_lot_days": \.graceLotDays,
        "points_notice_days": \.pointsNoticeDays, "gift_days": \.giftDays,
        "gift_reminder_days": \.giftReminderDays, "refund_window_days": \.refundWindowDays,
        "refund_business_days": \.refundBusinessDays,
        "refund_settling_minutes": \.refundSettlingMinutes,
        "authenticate_minutes": \.authenticateMinutes,
        "charge_deadline_minutes": \.chargeDeadlineMinutes, "retention_days": \.retentionDays,
    ]

    static var names: String { paths.keys.sorted().joined(separator: ", ") }

    init(_ text: String) throws(ValidationError) {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let path = Self.paths[String(parts[0])], let value = Int(parts[1])
        else { throw ValidationError("\(text) is not name=number with one of: \(Self.names)") }
        self.path = path
        self.value = value
    }
}
