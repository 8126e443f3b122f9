import Foundation
import NIOHTTP1
import TestTurns
import Testing

@testable import API

@Suite("The OpenAPI document, judged by others", .inTurn)
struct SchemathesisTests {
    @Test("it is valid OpenAPI 3.1, and no name stands twice")
    func valid() async throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("openapi-\(UUID().uuidString).yaml").path
        try OpenAPIDocument.text.write(toFile: file, atomically: false, encoding: .utf8)
        let script = "\(PythonTools.folder)/validate.py"
        let (status, output) = try await PythonTools.run([script, file])
        #expect(status == 0, "\(output)")
        let twice = file + ".twice"
        try "openapi: 3.1.0\nopenapi: 3.1.0\n".write(
            toFile: twice,
            atomically: false,
            encoding: .utf8
        )
        #expect(try await PythonTools.run([script, twice]).output.contains("stands twice"))
    }

    @Test("schemathesis finds nothing, and every function answers it what was asked for")
    func nothing() async throws {
        try await Shop.open { shop in
            let seeds = try await SchemathesisSeeds.sow(shop)
            let file = FileManager.default.temporaryDirectory
                .appendingPathComponent("seeds-\(UUID().uuidString).json").path
            try seeds.write(toFile: file, atomically: false, encoding: .utf8)
            let api = try await RunningAPI.start(
                shop,
                ["RESERVOIR_API_RATE": "100000", "RESERVOIR_API_BURST": "100000"]
            )
            let folder = PythonTools.folder
            let (status, output) = try await PythonTools.run(
                [
                    "-m", "schemathesis.cli", "--config-file", "\(folder)/schemathesis.toml",
                    "--no-color", "run", "\(api.url)/openapi.yaml",
                ],
                [
                    "RESERVOIR_MEMBER_TOKEN": try await shop.member(),
                    "RESERVOIR_MANAGER_TOKEN": try await shop.tokens.manager(shop.ids.manager),
                    "RESERVOIR_HOOKS": "\(folder)/hooks.py", "RESERVOIR_SEEDS": file,
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
            let answered = Self.answered(metrics)
            let missing = Set(RouteTable.all.map(\.name)).subtracting(answered)
            #expect(missing.isEmpty, "never answered with success")
            api.process.terminate()
            #expect(try await api.status() == 0)
        }
    }

    /// Links that a run follows at the least; some lead to what chance rarely makes possible.
    private static let linksMin = 8

    /// The routes that were answered with success at least once, from the program's own metrics.
    private static func answered(_ metrics: String) -> Set<String> {
        let pattern =
            /reservoir_api_requests_total\{method="(\w+)",route="([^"]+)",status="2\d\d"\}/
        return Set(metrics.matches(of: pattern).map { "\($0.1) \($0.2)" })
    }
}
