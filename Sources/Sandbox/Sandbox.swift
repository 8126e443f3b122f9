import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle
import UnixSignals

/// A payment gateway that speaks Stripe's and Toss's wire formats, and a mail server, for
/// development and tests.
public struct Sandbox: Service {
    private let configuration: SandboxConfiguration
    private let store: SandboxStore
    private let logger: Logger
    private let onReady: @Sendable (SandboxAddress) -> Void

    /// A sandbox that takes up where its journal ends.
    ///
    /// `onReady` is called once, when all ports are open.
    ///
    /// - Throws: `SandboxError` when the journal cannot be used.
    public init(
        _ configuration: SandboxConfiguration,
        logger: Logger = Logger(label: "sandbox"),
        onReady: @escaping @Sendable (SandboxAddress) -> Void
    ) throws(SandboxError) {
        self.configuration = configuration
        self.logger = logger
        self.onReady = onReady
        store = try SandboxStore(
            faults: configuration.faults,
            periods: configuration.periods,
            journalPath: configuration.journalPath
        )
    }

    /// Serves until the task is cancelled or, in a service group, shut down.
    ///
    /// - Throws: when a port cannot be opened.
    public func run() async throws {
        defer { close() }
        try await serve(services(stoppingOn: []))
    }

    /// Serves until SIGTERM or SIGINT comes; what is in flight ends first, but not for long.
    ///
    /// - Throws: when a port cannot be opened.
    public func runUntilSignalled() async throws {
        defer { close() }
        try await serve(services(stoppingOn: [.sigterm, .sigint]))
    }

    /// Runs the servers until they are asked to stop; what is then still in flight after a while is
    /// cut off, which is no failure.
    func serve(_ services: ServiceGroup) async throws {
        do {
            try await services.run()
        } catch is CancellationError where !Task.isCancelled {
            return
        }
    }

    /// Gives the journal back once nothing is served any more.
    func close() {
        store.close()
    }

    /// The servers, to be run together and stopped together.
    func services(stoppingOn signals: [UnixSignal]) -> ServiceGroup {
        let base = configuration.clock ?? SystemClock()
        let settable = SettableClock(base: base, store: store)
        let clock: any SandboxClock = configuration.clock ?? settable
        let ready = Readiness(store: store, onReady: onReady)
        let control = ControlDesk(
            store: store,
            clock: clock,
            settableClock: configuration.clock == nil ? settable : nil
        )
        var services: [any Service] = [
            door(to: .gateway, configuration.port, clock) { port, onListening in
                http(port, control, clock) { listener in
                    onListening(listener)
                    ready.httpListens(on: listener)
                }
            },
            door(to: .mail, configuration.smtpPort, clock) { port, onListening in
                SMTPServer(
                    port: port,
                    desk: MailDesk(store: store, clock: clock),
                    logger: logger,
                    onListening: { listener in
                        onListening(listener)
                        ready.smtpListens(on: listener)
                    }
                )
            },
            http(configuration.controlPort, control, clock) { ready.controlListens(on: $0) },
        ]
        if !configuration.webhooks.isEmpty {
            services.append(post(with: clock))
        }
        var group = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: signals,
            logger: logger
        )
        group.maximumGracefulShutdownDuration = Duration.seconds(5)
        return ServiceGroup(configuration: group)
    }

    private func door(
        to service: Outage.Service,
        _ port: Int,
        _ clock: any SandboxClock,
        server: @escaping Door.Server
    ) -> Door {
        Door(
            service: service,
            port: port,
            store: store,
            clock: clock,
            logger: logger,
            server: server
        )
    }

    private func http(
        _ port: Int,
        _ control: ControlDesk,
        _ clock: any SandboxClock,
        onListening: @escaping @Sendable (any Channel) -> Void
    ) -> Application<SandboxResponder> {
        let responder = SandboxResponder(
            exchange: GatewayExchange(store: store, clock: clock),
            control: control,
            form: AuthenticationForm(desk: AuthenticationDesk(store: store, clock: clock))
        )
        return Application(
            responder: responder,
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { onListening($0) },
            logger: logger
        )
    }

    private func post(with clock: any SandboxClock) -> WebhookPost {
        store.tell(Set(configuration.webhooks.compactMap { Gateway(rawValue: $0.gateway) }))
        return WebhookPost(
            targets: configuration.webhooks,
            secret: configuration.webhookSecret,
            store: store,
            clock: clock,
            logger: logger
        )
    }
}
