import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// Delivers the gateways' webhooks in the background, one after the other, each tried a few times.
struct WebhookPost: Service {
    let targets: [WebhookTarget]
    let secret: String
    let store: SandboxStore
    let clock: any SandboxClock
    let logger: Logger

    /// How often new events are looked for.
    private static let rest = Duration.milliseconds(20)

    /// Toss waits 10 s for an answer.
    private static let timeout = TimeAmount.seconds(10)

    func run() async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            try await cancelWhenGracefulShutdown { try await deliver(with: client) }
        } catch is CancellationError {
            logger.debug("the webhooks were told to stop")
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private func deliver(with client: HTTPClient) async throws {
        let start = ContinuousClock.now
        var queue = WebhookQueue()
        var place = 0
        while true {
            let new = try store.openEvents(from: place, at: await clock.now())
            place = new.next
            queue.add(new.events, under: store.faults, at: .now - start)
            guard let (event, attempt) = queue.next(at: .now - start) else {
                try await Task.sleep(for: Self.rest)
                continue
            }
            let delivery = try await post(event, client)
            try store.note(delivery)
            if !delivery.isTaken { queue.again(event, after: attempt, at: .now - start) }
        }
    }

    private func post(_ event: WebhookEvent, _ client: HTTPClient) async throws -> WebhookDelivery {
        let now = try await clock.now()
        let status: Int
        do {
            status = try await send(event, at: now, client)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            logger.debug("a webhook was not answered", metadata: ["reason": "\(error)"])
            status = 0
        }
        return WebhookDelivery(event: event.id, status: status, at: now)
    }

    private func send(
        _ event: WebhookEvent,
        at now: Instant,
        _ client: HTTPClient
    ) async throws -> Int {
        guard let target = targets.first(where: { $0.gateway == event.gateway.rawValue }) else {
            return 0
        }
        var request = HTTPClientRequest(url: target.url(for: event.account))
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json; charset=utf-8")
        if event.gateway == .stripe {
            let signature = StripeSignature.header(body: event.body, secret: secret, at: now)
            request.headers.add(name: "stripe-signature", value: signature)
        }
        request.body = .bytes(ByteBuffer(string: event.body))
        let response = try await client.execute(request, timeout: Self.timeout)
        _ = try await response.body.collect(upTo: 1 << 20)
        return Int(response.status.code)
    }
}
