import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Reads a request whole, hands it to the gateway or desk whose path it is, and writes the answer.
struct SandboxResponder: HTTPResponder {
    let exchange: GatewayExchange
    let control: ControlDesk
    let form: AuthenticationForm

    /// More than any call of either gateway needs.
    private static let bodyBytesMax = 1 << 20

    func respond(to request: Request, context: SandboxContext) async throws -> Response {
        let wire: WireRequest
        do {
            let body = try await request.body.collect(upTo: Self.bodyBytesMax)
            wire = WireRequest(request, body: String(buffer: body))
        } catch is NIOTooManyBytesError {
            return Response(status: .contentTooLarge)
        }
        do {
            return try await respond(to: wire, context)
        } catch let error as SandboxError {
            context.logger.error(
                "the sandbox cannot answer",
                metadata: ["reason": "\(error)"]
            )
            return Response(status: .serviceUnavailable)
        } catch is CancellationError {
            return try await close(context)
        }
    }

    private func respond(to wire: WireRequest, _ context: SandboxContext) async throws -> Response {
        if let gateway = Route.gateway(ofPath: wire.path) {
            switch try await exchange.reply(to: wire, of: gateway) {
            case .answer(let answer): return Response(gateway.dressed(answer, for: wire))
            case .close: return try await close(context)
            }
        }
        switch (wire.method, wire.path) {
        case ("GET", "/authenticate"):
            return Response(try form.page(for: wire.query, at: await exchange.clock.now()))
        case ("POST", "/authenticate"):
            return Response(try await form.decide(FormFields(wire.body)))
        default:
            guard let answer = try await control.respond(to: wire) else {
                return Response(status: .notFound)
            }
            return Response(answer)
        }
    }

    /// Closes the connection before an answer could be written; the response goes nowhere.
    private func close(_ context: SandboxContext) async throws -> Response {
        do {
            try await context.channel.close().get()
        } catch ChannelError.alreadyClosed {
            return Response(status: .ok)
        }
        return Response(status: .ok)
    }
}
