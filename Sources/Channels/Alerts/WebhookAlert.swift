import AsyncHTTPClient
public import Batch
public import Foundation
import Money
import NIOCore
import NIOHTTP1
import Postgres
public import Preorder

/// Tells by posting JSON to an address, such as a chat system's incoming webhook.
///
/// `text` holds the whole digest, which is what Slack, Mattermost and others show; `alerts` holds
/// the same for programs.
public struct WebhookAlert: AlertWay {
    /// `webhook`.
    public let name = "webhook"

    /// How long the post may take.
    public let timeMax: Duration

    private let url: Secret<String>

    /// Posts to `url`.
    public init(url: Secret<String>, timeout: Duration) {
        self.url = url
        timeMax = timeout
    }

    /// Posts once; any answer of 2xx is a receipt.
    public func tell(_ digest: AlertDigest, runID: UUID) async -> AlertReceipt {
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPClient.Configuration(redirectConfiguration: .disallow)
        )
        let receipt = await post(digest, runID, client)
        do {
            try await client.shutdown()
        } catch {
            // What was answered stands; the process ends soon.
            return receipt
        }
        return receipt
    }

    private func post(
        _ digest: AlertDigest,
        _ runID: UUID,
        _ client: HTTPClient
    ) async -> AlertReceipt {
        do {
            var request = HTTPClientRequest(url: url.value)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: try Self.json(digest, runID).text()))
            let response = try await client.execute(request, timeout: TimeAmount(timeMax))
            guard (200..<300).contains(response.status.code) else {
                return .failed(reason: "answered \(response.status.code)")
            }
            return .taken
        } catch {
            return .failed(reason: "\(type(of: error)): \(error)")
        }
    }

    static func json(_ digest: AlertDigest, _ runID: UUID) -> JSONValue {
        let counts = digest.groups.map { ($0.kind, JSONValue.integer(Int64($0.count))) }
        return .object([
            "subject": .string(digest.subject), "text": .string(digest.text),
            "run_id": .string(runID.uuidString.lowercased()),
            "database": .string(digest.database), "now": .string("\(digest.now)"),
            "is_simulation": .bool(digest.isSimulation),
            "counts": .object(Dictionary(uniqueKeysWithValues: counts)),
            "alerts": .array(digest.groups.flatMap(\.alerts).map(json)),
        ])
    }

    private static func json(_ alert: Alert) -> JSONValue {
        .object([
            "kind": .string(alert.kind), "subject": .string(alert.subject),
            "detail": .string(alert.detail), "since": .optional(alert.since?.description),
            "amount_minor": alert.amount.map { .integer($0.amountMinor) } ?? .null,
            "currency": .optional(alert.amount?.currency.code),
        ])
    }
}
