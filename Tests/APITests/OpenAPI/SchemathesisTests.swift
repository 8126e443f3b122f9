import Foundation
import NIOHTTP1
import TestTurns
import Testing

@testable import API

@Suite("The OpenAPI document, judged by others", .inTurn)
struct SchemathesisTests {
    private static let folder = OutsideTool.root.appendingPathComponent("Tests/Schemathesis").path

    @Test("it is valid OpenAPI 3.1, and no name stands twice")
    func valid() async throws {
        let file = try OutsideTool.temporaryFile("openapi.yaml", OpenAPIDocument.text)
        let script = "\(Self.folder)/validate.py"
        let (status, output) = try await OutsideTool.python.run([script, file])
        #expect(status == 0, "\(output)")
        let twice = try OutsideTool.temporaryFile("twice.yaml", "openapi: 3.1.0\nopenapi: 3.1.0\n")
        #expect(try await OutsideTool.python.run([script, twice]).output.contains("stands twice"))
    }

    @Test("schemathesis finds nothing, and every function answers it what was asked for")
    func nothing() async throws {
        try await Shop.open { shop in
            let seeds = try OutsideTool.temporaryFile(
                "seeds.json",
                try await SchemathesisSeeds.sow(shop)
            )
            let api = try await RunningAPI.start(
                shop,
                ["RESERVOIR_API_RATE": "100000", "RESERVOIR_API_BURST": "100000"]
            )
            let (status, output) = try await OutsideTool.python.run(
                [
                    "-m", "schemathesis.cli", "--config-file", "\(Self.folder)/schemathesis.toml",
                    "--no-color", "run", "\(api.url)/openapi.yaml",
                ],
                [
                    "RESERVOIR_MEMBER_TOKEN": try await shop.member(),
                    "RESERVOIR_MANAGER_TOKEN": try await shop.tokens.manager(shop.ids.manager),
                    "RESERVOIR_HOOKS": "\(Self.folder)/hooks.py", "RESERVOIR_SEEDS": seeds,
                ]
            )
            #expect(status == 0, "\(output)")
            // Chains: a link is covered when what it leads to was answered with success.
            let links = try #require(
                output.firstMatch(of: /API Links: +(\d+) covered/),
                "\(output)"
            )
            #expect(try #require(Int(links.1)) >= Self.linksMin, "\(output)")
            let metrics = try await shop.at(api.url).ask(.GET, "/metrics").text
            let missing = Set(RouteTable.all.map(\.name)).subtracting(Self.answered(metrics))
            #expect(missing.isEmpty, "never answered with success")
            api.process.terminate()
            #expect(try await api.status() == 0)
        }
    }

    /// Links that a run follows with success at the least.
    ///
    /// The seed fixes what is generated, not the ids in between, so that the number varies: runs
    /// reached 3 to 12.
    private static let linksMin = 1

    /// The routes that were answered with success at least once, from the program's own metrics.
    private static func answered(_ metrics: String) -> Set<String> {
        let pattern =
            /reservoir_api_requests_total\{method="(\w+)",route="([^"]+)",status="2\d\d"\}/
        return Set(metrics.matches(of: pattern).map { "\($0.1) \($0.2)" })
    }
}
