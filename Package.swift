// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "reservoir",
    products: [
        // The engine, for other Swift services that write to an outbox and drain it.
        .library(name: "Outbox", targets: ["Outbox"])
    ],
    dependencies: [
        // Options and --help of every program.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Structured logs on standard error.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // AES-GCM for what is sealed at rest, SHA-256 for migrations, HMAC of webhooks.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // SMTP submission and the sandbox's SMTP sink.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // STARTTLS and implicit TLS for SMTP submission.
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // HTTP to the payment gateways, of the sandbox's webhooks, and to where alerts are posted.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        // HTTP of the sandbox (and of the API).
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        // Header names of the sandbox's answers.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        // Graceful shutdown of servers.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // Bearer tokens of the API: signatures by HS256, ES256 and EdDSA, keys from a JWKS file.
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // libpq, found by pkg-config.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        // libpq in Swift: connections, transactions, statements, pool, COPY, LISTEN, errors.
        .target(name: "Postgres", dependencies: ["CPostgres"], swiftSettings: settings),
        // Amounts in minor units and ISO 4217 currencies.
        .target(name: "Money", swiftSettings: settings),
        // Prometheus' text format, which the API answers with and batches leave in files.
        .target(name: "Exposition", swiftSettings: settings),
        // The engine, ignorant of games: messages, lanes, attempts, outcomes, the drain loop.
        .target(name: "Outbox", dependencies: ["Postgres"], swiftSettings: settings),
        // The domain: catalogue, prices, reservations, payments, points, refunds, reports.
        .target(
            name: "Preorder",
            dependencies: [
                "Outbox", "Postgres", "Money", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        // Payment gateways: Stripe and Toss Payments.
        .target(
            name: "Gateways",
            dependencies: [
                "Money", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        // Localized mails and SMTP submission.
        .target(
            name: "Mail",
            dependencies: [
                "Money", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),
        // What every program shares: settings, logs, signals, exit codes, migrations, run reports.
        .target(
            name: "Batch",
            dependencies: [
                "Exposition", "Postgres",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        // What each external channel does with its messages: payments, mails and webhooks; and how
        // alerts, which go past the outbox, reach people.
        .target(
            name: "Channels",
            dependencies: [
                "Outbox", "Postgres", "Preorder", "Gateways", "Mail", "Money", "Batch",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        // HTTP routes of every function of members and managers.
        .target(
            name: "API",
            dependencies: [
                "Exposition", "Preorder", "Outbox", "Postgres", "Money",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        // The gateway and mail server of development and tests.
        .target(
            name: "Sandbox",
            dependencies: [
                "Postgres", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        // A throwaway PostgreSQL for the demo, the measurements and the tests.
        .target(name: "PrivateCluster", swiftSettings: settings),

        // Carries the outbox's messages out.
        .executableTarget(
            name: "reservoir-drain",
            dependencies: [
                "Batch", "Channels", "Mail", "Outbox", "Postgres", "Preorder",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        // Does what time asks for, and takes up what crashes left open.
        .executableTarget(
            name: "reservoir-sweep",
            dependencies: [
                "Batch", "Channels", "Outbox", "Postgres", "Preorder",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        // Migrations, catalogue, members, runs and the story of a reservation.
        .executableTarget(
            name: "reservoir-admin",
            dependencies: [
                "Batch", "Money", "Outbox", "Postgres", "Preorder",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        // Serves the API.
        .executableTarget(
            name: "reservoir-api",
            dependencies: [
                "API", "Batch", "Gateways", "Postgres", "Preorder",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        // The whole life in one command.
        .executableTarget(
            name: "reservoir-demo",
            dependencies: [
                "Batch", "Channels", "Money", "Postgres", "Preorder", "PrivateCluster",
                "reservoir-admin", "reservoir-api", "reservoir-drain", "reservoir-sandbox",
                "reservoir-sweep",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        // Measurements, each against its floor in the same run.
        .executableTarget(
            name: "reservoir-bench",
            dependencies: [
                "Batch", "Outbox", "Postgres", "Preorder", "PrivateCluster",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        // Runs the sandbox.
        .executableTarget(
            name: "reservoir-sandbox",
            dependencies: [
                "Sandbox", .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),

        // How many tests of one process run at once.
        .target(name: "TestTurns", path: "Tests/TestTurns", swiftSettings: settings),
        // Headless Chromium for the tests of pages.
        .target(
            name: "TestBrowser",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Tests/TestBrowser",
            swiftSettings: settings
        ),
        // A partner's side of webhooks, and certificates of a run's own.
        .target(
            name: "TestReceiver",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/TestReceiver",
            swiftSettings: settings
        ),
        .testTarget(name: "MoneyTests", dependencies: ["Money"], swiftSettings: settings),
        .testTarget(name: "ExpositionTests", dependencies: ["Exposition"], swiftSettings: settings),
        .testTarget(
            name: "PostgresTests",
            dependencies: ["TestTurns", "Postgres", "PrivateCluster"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "PrivateClusterTests",
            dependencies: ["TestTurns", "Postgres", "PrivateCluster"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OutboxTests",
            dependencies: ["TestTurns", "Outbox", "Postgres", "PrivateCluster"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "PreorderTests",
            dependencies: [
                "TestTurns", "Batch", "Money", "Outbox", "Postgres", "Preorder", "PrivateCluster",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ReportTests",
            dependencies: [
                "TestTurns", "Money", "Outbox", "Postgres", "Preorder", "PrivateCluster",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GatewaysTests",
            dependencies: [
                "TestTurns",
                "Gateways", "Money", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MailTests",
            dependencies: [
                "TestTurns", "TestReceiver",
                "Mail", "Money", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BatchTests",
            dependencies: [
                "TestTurns",
                "Batch", "Postgres", "PrivateCluster", "reservoir-admin",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CatalogTests",
            dependencies: [
                "TestTurns",
                "Batch", "Money", "Outbox", "Postgres", "Preorder", "PrivateCluster",
                "reservoir-admin", "reservoir-sweep",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChannelsTests",
            dependencies: [
                "TestTurns", "TestReceiver",
                "Batch", "Channels", "Gateways", "Mail", "Money", "Outbox", "Postgres", "Preorder",
                "PrivateCluster", "Sandbox",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "JobsTests",
            dependencies: ["reservoir-drain"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "TestTurns",
                "Gateways", "Sandbox", "reservoir-sandbox",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "APITests",
            dependencies: [
                "TestBrowser", "TestReceiver", "TestTurns",
                "API", "Batch", "Channels", "Exposition", "Gateways", "Money", "Outbox", "Postgres",
                "Preorder",
                "PrivateCluster", "reservoir-api",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "TestBrowser", "TestReceiver",
                "Batch", "Postgres", "Preorder", "PrivateCluster", "reservoir-demo",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
    ]
)
