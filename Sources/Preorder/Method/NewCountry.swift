public import Money
import Postgres

/// A country office to be opened.
public struct NewCountry: Sendable {
    /// ISO 3166-1 alpha-2, such as `KR`.
    public var country: String

    /// Its name for people.
    public var name: String

    /// What it sells in.
    public var currency: Currency

    /// Its IANA time zone, such as `Asia/Seoul`: days of reports are its days.
    public var timeZone: String

    /// ISO 639-1 of the language to fall back to.
    public var language: String

    /// Its policy.
    public var policy: CountryPolicy

    /// A country office.
    public init(
        country: String,
        name: String,
        currency: Currency,
        timeZone: String,
        language: String,
        policy: CountryPolicy = CountryPolicy()
    ) {
        self.country = country
        self.name = name
        self.currency = currency
        self.timeZone = timeZone
        self.language = language
        self.policy = policy
    }
}

/// What the law and the office decide; a row of `preorder.policy`.
public struct CountryPolicy: Sendable, Hashable {
    /// Points earned per 10,000 charged in cash.
    public var earnRateBasisPoints = 100

    /// Minor units of the currency that one point is worth.
    public var pointMinor = 1

    /// How long earned points live.
    public var pointValidityDays = 365

    /// How long points live that come back after their lot lapsed.
    public var graceLotDays = 30

    /// How long before their expiry a member is told of points that expire.
    public var pointsNoticeDays = 30

    /// How long a gift waits to be accepted.
    public var giftDays = 30

    /// How long before its expiry the recipient of a gift is reminded of it.
    public var giftReminderDays = 7

    /// Until how long after release a member may ask for a refund.
    public var refundWindowDays = 7

    /// Business days within which the law wants a refund paid.
    public var refundBusinessDays = 3

    /// How long after its last send a refund may still surface at the gateway.
    public var refundSettlingMinutes = 60

    /// Between Reserve and Submit.
    public var authenticateMinutes = 30

    /// Between Submit and the last charge attempt.
    public var chargeDeadlineMinutes = 1_440

    /// How long money rows are kept after a member was erased.
    public var retentionDays = 1_825

    /// 1 % points, a year's validity, and the periods of the requirements.
    public init() {}
}

extension NewCountry {
    /// What can be refused without a database.
    ///
    /// - Throws: the first refusal that applies.
    func check() throws(MethodRefusal) {
        guard country.utf8.count == 2 else {
            throw .malformed("the country must be two capital letters")
        }
        guard name.isOneLine, name.unicodeScalars.count <= 200 else {
            throw .malformed("the name must have 1 to 200 characters on one line")
        }
        guard timeZone.isOneLine else { throw .timeZone(timeZone) }
        guard policy.numbers.allSatisfy({ Int32(exactly: $0) != nil }) else { throw .policy }
    }
}

extension CountryPolicy {
    /// Every number, for what all have in common.
    fileprivate var numbers: [Int] {
        [
            earnRateBasisPoints, pointMinor, pointValidityDays, graceLotDays, giftDays,
            giftReminderDays, refundWindowDays, refundBusinessDays, refundSettlingMinutes,
            authenticateMinutes,
            chargeDeadlineMinutes, retentionDays,
        ]
    }
}

/// Why a country, an account or a method was refused; nothing was written.
public enum MethodRefusal: StaffRefusing, Hashable, Sendable {
    /// Whoever does it may not.
    case staff(StaffRefusal)

    /// A code or name is malformed; says which.
    case malformed(String)

    /// The country exists already.
    case countryExists(String)

    /// PostgreSQL knows no such time zone.
    case timeZone(String)

    /// A number of the policy is out of its range.
    case policy

    /// There is no such country office.
    case unknownCountry(String)

    /// There is no such gateway.
    case unknownGateway(String)

    /// The office has an account at the gateway already, or the account's name is taken.
    case accountExists

    /// There is no such merchant account.
    case unknownAccount(String)

    /// The account belongs to another country.
    case otherCountry(account: String, country: String)

    /// The account's gateway does not charge in the country's currency.
    case currency(gateway: String, currency: String)

    /// The office does not have the method.
    case unknownMethod(String)
}

extension MethodRefusal: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .staff(let refusal): "\(refusal)"
        case .malformed(let what): "malformed: \(what)"
        case .countryExists(let country): "\(country) exists already"
        case .timeZone(let zone): "there is no time zone \(zone); use an IANA name"
        case .policy: "a number of the policy is out of its range"
        case .unknownCountry(let country): "there is no country office \(country)"
        case .unknownGateway(let gateway): "there is no gateway \(gateway)"
        case .accountExists: "the office has an account there already, or the name is taken"
        case .unknownAccount(let account): "there is no merchant account \(account)"
        case .otherCountry(let account, let country): "\(account) belongs to \(country)"
        case .currency(let gateway, let currency): "\(gateway) does not charge in \(currency)"
        case .unknownMethod(let method): "the office does not have the method \(method)"
        }
    }
}
