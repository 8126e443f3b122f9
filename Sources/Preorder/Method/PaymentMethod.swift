public import Postgres

/// A card or wallet of a country office.
public struct PaymentMethod: Sendable, Hashable {
    /// The country office.
    public let country: String

    /// The method's name, such as `card` or `kakaopay`.
    public let method: String

    /// The merchant account that charges it.
    public let account: String

    /// The account's gateway.
    public let gateway: String

    /// Whether it is offered and accepted now.
    public let isEnabled: Bool
}

/// Payment methods of a country, or of all; by country and name.
public struct ReadMethods: Statement {
    /// One row a method.
    public static let sql = """
        SELECT m.country, m.method, m.account, a.gateway, m.is_enabled
        FROM preorder.payment_method AS m
        JOIN preorder.gateway_account AS a USING (account)
        WHERE ($1::text IS NULL OR m.country = $1) AND (NOT $2 OR m.is_enabled
            AND NOT EXISTS (SELECT FROM outbox.pause AS s
                            WHERE s.scope = 'method' AND s.name = m.country || '/' || m.method))
        ORDER BY m.country, m.method
        """

    private let country: String?
    private let offeredOnly: Bool

    /// Those of `country`, or of all offices; only what is offered, or disabled ones as well.
    public init(country: String?, offeredOnly: Bool) {
        self.country = country
        self.offeredOnly = offeredOnly
    }

    /// Country and whether only what is offered.
    public var bindings: [any Bindable] { [country, offeredOnly] }

    /// Reads a method.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> PaymentMethod {
        try PaymentMethod(
            country: row.next(),
            method: row.next(),
            account: row.next(),
            gateway: row.next(),
            isEnabled: row.next()
        )
    }
}

extension String {
    /// Whether it can name a payment method at all; the constraint `payment_method_name`.
    var isMethodName: Bool {
        (1...31).contains(utf8.count)
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
