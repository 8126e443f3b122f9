import Foundation
import NIOCore
import NIOPosix

/// One TCP connection, used once: what is sent, and all that came back until the end.
///
/// No HTTP client stands between, so that none repeats a call by itself.
enum RawConnection {
    static func exchange(port: Int, sending text: String) async throws -> String {
        try await open(port: port) { inbound, outbound in
            do {
                try await outbound.write(ByteBuffer(string: text))
            } catch ChannelError.ioOnClosedChannel {
                // The other side said what it had to say and closed; what it said is still there.
            } catch is IOError {
                // Likewise, but with a reset.
            }
            var received = ByteBuffer()
            do {
                for try await bytes in inbound { received.writeImmutableBuffer(bytes) }
            } catch is IOError {
                // A connection that was reset ends what was received, like one that was closed.
                return String(buffer: received)
            }
            return String(buffer: received)
        }
    }

    /// Whether nobody listens on a port.
    static func isRefused(port: Int) async throws -> Bool {
        do {
            return try await open(port: port) { _, _ in false }
        } catch let error as NIOConnectionError {
            // Whatever else fails is not this.
            return error.connectionErrors.contains { isRefusal($0.error) }
        } catch let error as IOError {
            return isRefusal(error)
        }
    }

    private static func isRefusal(_ error: any Error) -> Bool {
        (error as? IOError)?.errnoCode == ECONNREFUSED
    }

    static func open<Value: Sendable>(
        port: Int,
        _ body:
            @Sendable (
                NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>
            ) async throws -> Value
    ) async throws -> Value {
        let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await connection.executeThenClose { try await body($0, $1) }
    }
}
