import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import Postgres
public import ServiceLifecycle
import UnixSignals

/// The HTTP API.
///
/// Each request is answered from the database, the catalogue from what was read of it a moment ago.
/// It holds nothing that is lost when it ends.
public struct APIServer: Service {
    private let configuration: APIConfiguration
    private let store: Store
    private let tokens: TokenReader
    private let logger: Logger
    private let onReady: @Sendable (_ port: Int) -> Void

    /// An API that listens once it runs; `onReady` is then called with its port.
    ///
    /// - Throws: `APIError` when the keys of tokens cannot be read.
    public init(
        _ configuration: APIConfiguration,
        logger: Logger,
        onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) async throws(APIError) {
        self.configuration = configuration
        self.logger = logger
        self.onReady = onReady
        do throws(TokenKeys.Fault) {
            tokens = TokenReader(
                keys: try await KeyFile(
                    path: configuration.keyFile,
                    age: configuration.keyFileAge,
                    logger: logger
                ),
                issuer: configuration.issuer,
                audience: configuration.audience
            )
        } catch {
            throw .keys(error.description)
        }
        store = Store(configuration, tokens: tokens)
    }

    /// Serves until the task is cancelled or, in a service group, shut down.
    ///
    /// - Throws: when the port cannot be opened.
    public func run() async throws { try await serve(stoppingOn: []) }

    /// Serves until SIGTERM or SIGINT comes; what is in flight is answered first.
    ///
    /// - Throws: when the port cannot be opened.
    public func runUntilSignalled() async throws {
        try await serve(stoppingOn: [.sigterm, .sigint])
    }

    private func serve(stoppingOn signals: [UnixSignal]) async throws {
        let listener = Listener()
        var group = ServiceGroupConfiguration(
            services: [application(listener), listener],
            gracefulShutdownSignals: signals,
            logger: logger
        )
        group.maximumGracefulShutdownDuration = configuration.shutdownTimeout
        do {
            try await ServiceGroup(configuration: group).run()
        } catch is CancellationError where !Task.isCancelled {
            // What was still in flight took too long and was cut off.
            logger.info("requests were cut off at shutdown")
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    private func application(_ listener: Listener) -> Application<Responder> {
        let limits = configuration.limits
        let onReady = onReady
        return Application(
            responder: Responder(
                table: RouteTable(
                    RouteTable.all + (configuration.pages == nil ? [] : PageRoutes.all)
                ),
                store: store,
                gate: Gate(
                    tokens: tokens,
                    pagesAreSecure: configuration.pages?.isSecure ?? false,
                    rates: RateLimiter(perSecond: limits.requestsPerSecond, burst: limits.burst),
                    slots: Slots(limits.requests)
                ),
                bodyTimeout: configuration.bodyTimeout,
                logger: logger
            ),
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.callers)
            ),
            onServerRunning: { channel in
                listener.open(channel)
                onReady(channel.localAddress?.port ?? 0)
            },
            logger: quiet
        )
    }

    /// What the libraries say at info is of no use to an operator.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}

/// Why the API cannot start.
public enum APIError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The JWKS file cannot be used; says why, without anything of the keys.
    case keys(String)

    /// What to do about it.
    public var description: String {
        switch self {
        case .keys(let reason): "the keys of tokens: \(reason)"
        }
    }
}
