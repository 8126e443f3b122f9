import Foundation

@testable import Gateways

/// A recorded shape from `Fixtures/`; its first member `_source` names the public documentation.
enum Fixture {
    static func data(_ name: String) throws -> Data {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return try Data(contentsOf: folder.appendingPathComponent("Fixtures/\(name).json"))
    }

    static func response(
        _ name: String,
        status: Int = 200,
        headers: [String: String] = [:]
    ) throws -> GatewayResponse {
        GatewayResponse(status: status, headers: headers, body: try data(name))
    }
}
