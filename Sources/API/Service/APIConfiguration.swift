public import Postgres
public import Preorder

/// Everything that the API is started with.
public struct APIConfiguration: Sendable {
    /// Where it listens: an address of this machine.
    public var host = "127.0.0.1"

    /// The port; 0 takes a free one.
    public var port = 0

    /// How the database is reached.
    public var connection: ConnectionConfiguration

    /// What encrypts what the buyer's client got from the gateway.
    public var vault: Vault

    /// The JWKS file with the keys of tokens.
    public var keyFile: String

    /// Whose tokens are taken (`iss`); nil takes anybody's.
    public var issuer: String?

    /// For whom tokens must be (`aud`); nil takes all.
    public var audience: String?

    /// For development: webhook endpoints may be `http` and in private networks.
    public var allowsPrivateWebhooks = false

    /// How each gateway's webhooks are read, by the gateway's name.
    public var incoming: [String: @Sendable (IncomingWebhook) -> IncomingReading] = [:]

    /// How pages are served; nil serves none.
    public var pages: PageSettings?

    /// The schema's number, for readiness.
    public var schema: Int

    /// How old the catalogue may be that members are shown; a price that changed meanwhile is
    /// refused when they reserve.
    public var catalogueAge = Duration.seconds(1)

    /// How old the operators' screen may be, so that many of them are answered by one reading.
    public var overviewAge = Duration.seconds(5)

    /// How old what is known of the JWKS file may be.
    public var keyFileAge = Duration.seconds(1)

    /// How long a body may take to arrive.
    public var bodyTimeout = Duration.seconds(15)

    /// How long a connection may be without a whole head; one that comes in drops does not count.
    public var headTimeout = Duration.seconds(75)

    /// How long what is in flight may take to end at shutdown.
    public var shutdownTimeout = Duration.seconds(20)

    /// What it takes on at most.
    public var limits = Limits()

    /// What is taken on at most; beyond it callers are told to come back.
    public struct Limits: Sendable, Hashable {
        /// Connections to the database.
        public var connections = 16

        /// Requests that wait for one; a wait is as long as a few statements.
        public var waiters = 64

        /// Requests that are worked on at a time.
        public var requests = 256

        /// Connections of callers.
        public var callers = 4_096

        /// Requests of one caller a second, in the long run.
        public var requestsPerSecond = 10

        /// Requests of one caller at once.
        public var burst = 40

        /// Events of one gateway a second, in the long run.
        public var webhooksPerSecond = 50

        /// The defaults, for a machine with a few cores.
        public init() {}
    }

    /// An API on this machine's loopback address.
    public init(connection: ConnectionConfiguration, vault: Vault, keyFile: String, schema: Int) {
        self.connection = connection
        self.vault = vault
        self.keyFile = keyFile
        self.schema = schema
    }
}
