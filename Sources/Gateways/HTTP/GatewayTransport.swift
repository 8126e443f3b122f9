import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// One adapter's HTTP client: reused connections, no redirects, no repeats, a limit on everything.
///
/// AsyncHTTPClient hands a request to a connection once and never again, also when a reused
/// connection turns out to be closed; what it can repeat is connecting, which is switched off, so
/// that a refused connection is reported at once.
struct GatewayTransport: Sendable {
    private let base: BaseURL
    private let client: HTTPClient
    private let responseBytesMax: Int

    init(_ configuration: GatewayConfiguration) throws(GatewayError) {
        base = try BaseURL(configuration.baseURL)
        guard configuration.connectionsMax > 0, configuration.responseBytesMax > 0 else {
            throw .configuration("connections and response bytes are at least 1")
        }
        responseBytesMax = configuration.responseBytesMax
        client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: Self.settings(configuration)
        )
    }

    /// Sends a stored request; `headers` are the adapter's own, the secret among them.
    func post(
        _ request: GatewayRequest,
        headers: [(String, String)],
        timeout: Duration
    ) async -> TransportResult {
        var wire = HTTPClientRequest(url: base.text + request.path)
        wire.method = HTTPMethod(rawValue: request.method)
        wire.headers = HTTPHeaders(headers)
        wire.headers.add(name: "Content-Type", value: request.contentType)
        wire.headers.add(name: "Idempotency-Key", value: request.idempotencyKey)
        wire.body = .bytes(ByteBuffer(bytes: request.body))
        return await exchange(wire, timeout: timeout)
    }

    func get(
        _ path: String,
        headers: [(String, String)],
        timeout: Duration
    ) async -> TransportResult {
        var wire = HTTPClientRequest(url: base.text + path)
        wire.headers = HTTPHeaders(headers)
        return await exchange(wire, timeout: timeout)
    }

    func close() async {
        do {
            try await client.shutdown()
        } catch {
            // Closed before is the one failure there is, and leaves nothing to close.
            assert(error as? HTTPClientError == .alreadyShutdown, "\(error)")
        }
    }

    private func exchange(_ wire: HTTPClientRequest, timeout: Duration) async -> TransportResult {
        let end = ContinuousClock.now + timeout
        do {
            let head = try await client.execute(wire, timeout: TimeAmount(timeout))
            // The client's own deadline ends with the head; a slow body needs a second one.
            let body = try await within(end - .now) {
                try await head.body.collect(upTo: responseBytesMax)
            }
            var headers: [String: String] = [:]
            for (name, value) in head.headers where headers[name.lowercased()] == nil {
                headers[name.lowercased()] = value
            }
            return .answered(
                GatewayResponse(
                    status: Int(head.status.code),
                    headers: headers,
                    body: Data(body.readableBytesView)
                )
            )
        } catch {
            return TransportFault.classify(error)
        }
    }

    private func within(
        _ limit: Duration,
        _ body: @escaping @Sendable () async throws -> ByteBuffer
    ) async throws -> ByteBuffer {
        try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            group.addTask(operation: body)
            group.addTask {
                try await Task.sleep(for: limit)
                throw HTTPClientError.deadlineExceeded
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    private static func settings(_ configuration: GatewayConfiguration) -> HTTPClient.Configuration
    {
        var tls = TLSConfiguration.makeClientConfiguration()
        // Toss Payments takes nothing older; Stripe neither.
        tls.minimumTLSVersion = .tlsv12
        var settings = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(configuration.connectTimeout)),
            decompression: .disabled
        )
        // One request a connection at a time: a closed connection then loses one answer, not many.
        settings.httpVersion = .http1Only
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
            configuration.connectionsMax
        settings.connectionPool.retryConnectionEstablishment = false
        // Shorter than the gateways' own idle limits, so that a reused connection is seldom stale.
        settings.connectionPool.idleTimeout = .seconds(20)
        return settings
    }
}
