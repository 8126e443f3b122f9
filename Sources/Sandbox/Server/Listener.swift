import NIOCore
import NIOPosix
import Synchronization

/// The listener of a server, to be closed without a connection being lost half-way.
///
/// A connection that is accepted while its listener closes reaches nobody who would finish it, and
/// NIO takes that for a bug of the program. So accepting ends first.
final class Listener: Sendable {
    private let channel = Mutex<(any Channel)?>(nil)

    /// How often an accepted connection may be passed from one event loop to another, and more.
    private static let passes = 16

    func open(_ channel: any Channel) {
        self.channel.withLock { $0 = channel }
    }

    /// Takes no more connections, and waits until those that were taken have reached the server.
    func stopAccepting() async throws {
        guard let channel = channel.withLock({ $0 }) else { return }
        try await channel.setOption(.autoRead, value: false).get()
        for _ in 0..<Self.passes {
            for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
                try await loop.submit {}.get()
            }
        }
    }
}
