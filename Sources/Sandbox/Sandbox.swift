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
    /// `onReady` is called once, when both ports are open.
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
        try await services(stoppingOn: []).run()
    }

    /// Serves until SIGTERM or SIGINT comes; what is in flight ends first, but not for long.
    ///
    /// - Throws: when a port cannot be opened.
    public func runUntilSignalled() async throws {
        try await services(stoppingOn: [.sigterm, .sigint]).run()
    }

    /// Both servers, to be run together and stopped together.
    func services(stoppingOn signals: [UnixSignal]) -> ServiceGroup {
        let base = configuration.clock ?? SystemClock()
        let settable = SettableClock(base: base, store: store)
        let clock: any SandboxClock = configuration.clock ?? settable
        let ready = Readiness(store: store, onReady: onReady)
        let http = application(
            clock: clock,
            settable: configuration.clock == nil ? settable : nil,
            ready
        )
        let smtp = SMTPServer(
            port: configuration.smtpPort,
            desk: MailDesk(store: store, clock: clock),
            logger: logger,
            onListening: { ready.smtpListens(on: $0) }
        )
        var group = ServiceGroupConfiguration(
            services: [http, smtp],
            gracefulShutdownSignals: signals,
            logger: logger
        )
        group.maximumGracefulShutdownDuration = Duration.seconds(5)
        return ServiceGroup(configuration: group)
    }

    private func application(
        clock: any SandboxClock,
        settable: SettableClock?,
        _ ready: Readiness
    ) -> Application<SandboxResponder> {
        let responder = SandboxResponder(
            exchange: GatewayExchange(store: store, clock: clock),
            control: ControlDesk(store: store, clock: clock, settableClock: settable),
            form: AuthenticationForm(desk: AuthenticationDesk(store: store, clock: clock))
        )
        return Application(
            responder: responder,
            configuration: .init(address: .hostname("127.0.0.1", port: configuration.port)),
            onServerRunning: { channel in
                ready.httpListens(on: channel.localAddress?.port ?? configuration.port)
            },
            logger: logger
        )
    }
}
