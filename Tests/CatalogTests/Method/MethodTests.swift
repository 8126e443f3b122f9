import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Country offices and payment methods", .inTurn)
struct MethodTests {
    @Test("only enabled methods of the country are offered")
    func offered() async throws {
        let shop = try await Shop.open()
        let offices = CountryOffices(by: .setUp)
        try await offices.enable(
            "kakaopay",
            country: "KR",
            account: "toss-kr",
            on: shop.connection
        ).get()
        try await offices.disable("card", country: "KR", on: shop.connection).get()
        let offered = try await shop.connection.query(
            ReadMethods(country: "KR", offeredOnly: true)
        )
        #expect(offered.map(\.method) == ["kakaopay"])
        #expect(offered.map(\.gateway) == ["toss"])
        let all = try await shop.connection.query(ReadMethods(country: nil, offeredOnly: false))
        #expect(all.count == 2)
        await shop.close()
    }

    @Test("a method needs an account of its country at a gateway that takes the currency")
    func refusals() async throws {
        let shop = try await Shop.open()
        let offices = CountryOffices(by: .setUp)
        try await offices.addAccount(
            "toss-us",
            gateway: "toss",
            country: "US",
            credentialID: "c",
            on: shop.connection
        ).get()
        let cases: [(String, String, MethodRefusal)] = [
            ("US", "toss-us", .currency(gateway: "toss", currency: "USD")),
            ("US", "toss-kr", .otherCountry(account: "toss-kr", country: "KR")),
            ("KR", "none", .unknownAccount("none")),
        ]
        for (country, account, refusal) in cases {
            let result = try await offices.enable(
                "card",
                country: country,
                account: account,
                on: shop.connection
            )
            #expect(throws: refusal) { try result.get() }
        }
        let second = try await offices.addAccount(
            "toss-kr-2",
            gateway: "toss",
            country: "KR",
            credentialID: "c",
            on: shop.connection
        )
        #expect(throws: MethodRefusal.accountExists) { try second.get() }
        await shop.close()
    }

    @Test("names that nothing can have are refused as such, however long")
    func names() async throws {
        let shop = try await Shop.open()
        let offices = CountryOffices(by: .setUp)
        let random = (0..<5_000).map { _ in String(Int.random(in: 0...9)) }.joined()
        let connection = shop.connection
        for name in [random, "a\u{0}", "Card", "a;DROP TABLE", ""] {
            let enabled = try await offices.enable(
                name,
                country: "KR",
                account: "toss-kr",
                on: connection
            )
            #expect(throws: MethodRefusal.malformed("a method is a-z, 0-9 and _")) {
                try enabled.get()
            }
            let disabled = try await offices.disable(name, country: "KR", on: connection)
            #expect(throws: MethodRefusal.unknownMethod(name)) { try disabled.get() }
            let account = try await offices.addAccount(
                name + "!",
                gateway: "stripe",
                country: "KR",
                credentialID: "c",
                on: connection
            )
            #expect(throws: MethodRefusal.malformed("an account is a-z, 0-9 and -")) {
                try account.get()
            }
        }
        let credential = try await offices.addAccount(
            "stripe-kr",
            gateway: "stripe",
            country: "KR",
            credentialID: "a:b,c=d",
            on: connection
        )
        #expect(throws: MethodRefusal.self) { try credential.get() }
        await shop.close()
    }

    @Test("a country with a mistake is refused whole")
    func countries() async throws {
        let shop = try await Shop.open()
        let good = NewCountry(
            country: "JP",
            name: "Japan",
            currency: try #require(Currency("JPY")),
            timeZone: "Asia/Tokyo",
            language: "ja"
        )
        let cases: [(MethodRefusal, @Sendable (inout NewCountry) -> Void)] = [
            (.countryExists("KR"), { $0.country = "KR" }),
            (.timeZone("Mars/Base"), { $0.timeZone = "Mars/Base" }),
            (.policy, { $0.policy.giftDays = 0 }),
            (.policy, { $0.policy.giftReminderDays = 0 }),
            (.policy, { $0.policy.giftDays = Int.max }),
            (.policy, { $0.policy.retentionDays = -1 }),
            (.malformed("the country must be two capital letters"), { $0.country = "jp" }),
            (
                .malformed("the country must be two capital letters"),
                { $0.country = String(repeating: "J", count: 5_000) }
            ),
            (.malformed("the name must have 1 to 200 characters on one line"), { $0.name = " " }),
            (
                .malformed("the name must have 1 to 200 characters on one line"),
                { $0.name = "a\u{0}" }
            ),
            (.timeZone("Asia\u{0}"), { $0.timeZone = "Asia\u{0}" }),
        ]
        for (refusal, change) in cases {
            var country = good
            change(&country)
            let result = try await CountryOffices(by: .setUp).open(country, on: shop.connection)
            #expect(throws: refusal) { try result.get() }
        }
        #expect(try await shop.lines("SELECT count(*) FROM preorder.country") == ["2"])
        try await CountryOffices(by: .setUp).open(good, on: shop.connection).get()
        await shop.close()
    }
}
