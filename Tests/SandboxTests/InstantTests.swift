import Sandbox
import TestTurns
import Testing

@Suite("Sandbox time", .inTurn)
struct InstantTests {
    @Test(
        "ISO 8601 is read and written back in UTC",
        arguments: [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z"),
            ("2024-02-29T23:59:59.5Z", "2024-02-29T23:59:59.500000Z"),
            ("2027-01-01T09:00:00+09:00", "2027-01-01T00:00:00.000000Z"),
            ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000000Z"),
            ("2000-03-01T00:30:00-0130", "2000-03-01T02:00:00.000000Z"),
        ]
    )
    func roundTrip(_ text: String, _ written: String) throws {
        #expect(try #require(Instant(iso8601: text)).description == written)
    }

    @Test(
        "what is not an instant is refused",
        arguments: ["", "2027-01-01", "2027-02-29T00:00:00Z", "2027-01-01T24:00:00Z", "now"]
    )
    func refused(_ text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test("a clock that was set stands still until it is let go")
    func settable() async throws {
        try await withSandbox { client in
            try await client.control("/_clock", #"{"at":"2030-06-01T00:00:00Z"}"#)
            #expect(try await client.control("/_clock")["at"] == "2030-06-01T00:00:00.000000Z")
            let running = try await client.control("/_clock", #"{"at":null}"#)
            #expect(running["at"] != "2030-06-01T00:00:00.000000Z")
        }
    }
}
