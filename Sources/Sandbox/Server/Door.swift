import Logging
import NIOCore
import ServiceLifecycle

/// A listener that is closed while the plan has its service refuse connections.
///
/// It keeps its port meanwhile, so that nobody else can take it. Until it has noticed that it is to
/// close, connections are taken and closed without an answer.
struct Door: Service {
    let service: Outage.Service
    let port: Int
    let store: SandboxStore
    let clock: any SandboxClock
    let logger: Logger

    /// Makes the server that listens on a port and tells of its listener once that is open.
    typealias Server =
        @Sendable (_ port: Int, _ onListening: @escaping @Sendable (any Channel) -> Void) ->
        any Service

    let server: Server

    /// How often the plan is looked at.
    private static let rest = Duration.milliseconds(20)

    func run() async throws {
        let reserved = try ReservedPort(port)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            try await serve(on: reserved.number)
            do {
                try await cancelWhenGracefulShutdown { try await wait(while: true) }
            } catch is CancellationError {
                return
            }
        }
    }

    /// Serves until connections are to be refused or the sandbox stops; what is in flight is
    /// answered first, but not for long.
    private func serve(on port: Int) async throws {
        let listener = Listener()
        var configuration = ServiceGroupConfiguration(
            services: [server(port) { listener.open($0) }],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = Duration.seconds(1)
        let group = ServiceGroup(configuration: configuration)
        // Ends with this scope, whichever way that is left.
        async let _: Void = close(group, listener)
        do {
            try await group.run()
        } catch is CancellationError where !Task.isCancelled {
            // What was in flight took too long and was cut off, as a closed door does.
            return
        }
    }

    private func close(_ group: ServiceGroup, _ listener: Listener) async throws {
        try await wait(while: false)
        try await listener.stopAccepting()
        await group.triggerGracefulShutdown()
    }

    private func wait(while isRefusing: Bool) async throws {
        while await self.isRefusing() == isRefusing { try await Task.sleep(for: Self.rest) }
    }

    private func isRefusing() async -> Bool {
        let plan = store.faults
        guard plan.mayRefuseConnections else { return false }
        do {
            return plan.refusesConnections(to: service, at: try await clock.now())
        } catch {
            // Who cannot tell the time closes no door.
            return false
        }
    }
}
