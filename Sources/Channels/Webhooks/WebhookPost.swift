import AsyncHTTPClient
import Foundation
import Gateways
import NIOCore
import NIOHTTP1
import NIOSSL
import Preorder

/// Posts webhooks, each to the address that was checked and to no other.
///
/// The host is resolved for every try, all its addresses are looked at, and the connection is made
/// to the first of them: what the name stands for a moment later does not matter. Redirects are not
/// followed.
struct WebhookPost: Sendable {
    let timeout: Duration

    /// For development: private addresses and `http` are as good as any.
    let allowsPrivate: Bool

    /// Whose certificates are believed.
    var tls = TLSConfiguration.makeClientConfiguration()

    /// What a name stands for at this moment.
    var resolve: @Sendable (String) async -> [HostAddress] = HostAddress.resolve

    func send(_ call: WebhookCall) async -> WebhookAnswer {
        guard let address = WebhookAddress(call.url, allowingHTTP: allowsPrivate) else {
            return .forbidden(reason: "the address is not one to send webhooks to")
        }
        let resolved = await resolve(address.host)
        guard let first = resolved.first else {
            return .unreachable(reason: "the host's name stands for no address")
        }
        guard allowsPrivate || resolved.allSatisfy(\.isPublic) else {
            return .forbidden(reason: "the host is in a private network")
        }
        return await post(call, to: address, at: first)
    }

    private func post(
        _ call: WebhookCall,
        to address: WebhookAddress,
        at host: HostAddress
    ) async -> WebhookAnswer {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.tlsConfiguration = tls
        configuration.dnsOverride = [address.host: host.text]
        configuration.timeout.connect = TimeAmount(timeout)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: configuration
        )
        let answer = await exchange(call, client)
        do {
            try await client.shutdown()
        } catch {
            // What was answered stands.
            return answer
        }
        return answer
    }

    private func exchange(_ call: WebhookCall, _ client: HTTPClient) async -> WebhookAnswer {
        var request = HTTPClientRequest(url: call.url)
        request.method = .POST
        for (name, value) in call.headers(at: Date()) {
            request.headers.add(name: name, value: value)
        }
        request.body = .bytes(ByteBuffer(bytes: call.body))
        do {
            let response = try await client.execute(request, timeout: TimeAmount(timeout))
            let wait = response.headers.first(name: "retry-after").flatMap { Int($0) }
            return .answered(
                Int(response.status.code),
                retryAfter: wait.map { .seconds(min(max(0, $0), 86_400)) }
            )
        } catch {
            let reason = "\(type(of: error)): \(error)"
            return TransportFault.isBeforeConnection(error)
                ? .unreachable(reason: reason) : .unknown(reason: reason)
        }
    }
}
