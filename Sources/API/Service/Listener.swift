import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Ends accepting before the server closes its port, so that no connection is lost half-way.
///
/// To stand after the server in a service group, which shuts down in reverse order. A connection
/// that is accepted while its listener closes reaches nobody who would finish it, and NIO takes that
/// for a bug of the program.
final class Listener: Service {
    private let channel = Mutex<(any Channel)?>(nil)

    /// How often an accepted connection may be passed from one event loop to another, and more.
    private static let passes = 16

    func open(_ channel: any Channel) {
        self.channel.withLock { $0 = channel }
    }

    func run() async throws {
        do {
            try await gracefulShutdown()
        } catch is CancellationError {
            return
        }
        guard let channel = channel.withLock({ $0 }) else { return }
        try await channel.setOption(.autoRead, value: false).get()
        for _ in 0..<Self.passes {
            for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
                try await loop.submit {}.get()
            }
        }
    }
}
