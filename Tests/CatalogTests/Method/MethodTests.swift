import Money
import Postgres
import Preorder
import Testing

@Suite("Country offices and payment methods")
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
