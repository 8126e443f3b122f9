import Foundation
import Glibc

/// A loopback proxy to a cluster that cuts the one connection it takes at a COMMIT.
///
/// Runs on a thread of its own and ends with the connection. The client must not encrypt:
/// `sslmode=disable gssencmode=disable`.
public final class CuttingProxy: Sendable {
    /// Where the connection is cut.
    public enum Cut: Sendable {
        /// The server never hears of COMMIT.
        case beforeCommit
        /// The server has committed; its answer is thrown away.
        case afterCommit
    }

    /// The port of 127.0.0.1 that it takes its connection on.
    public let port: Int

    /// What the client has sent since its last COMMIT, and where to cut.
    private struct Watch {
        let cut: Cut
        let marker: Data
        var sent = Data()

        /// Whether the bytes end a transaction in which the marker stood.
        mutating func isToBeCut(at bytes: [UInt8]) -> Bool {
            sent.append(contentsOf: bytes)
            guard sent.range(of: Data("COMMIT\0".utf8)) != nil else { return false }
            defer { sent = Data() }
            return marker.isEmpty || sent.range(of: marker) != nil
        }
    }

    /// A proxy that cuts at the first COMMIT of a transaction in which `marker` was sent.
    ///
    /// - Throws: `PrivateClusterError.system`.
    public init(to cluster: PrivateCluster, cutting cut: Cut, after marker: String = "") throws {
        let listener = try CuttingProxy.checked("socket", socket(AF_INET, CuttingProxy.stream, 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = try CuttingProxy.checked("bind", bind(listener, generic, size))
                _ = try CuttingProxy.checked("listen", listen(listener, 1))
                _ = try CuttingProxy.checked("name", getsockname(listener, generic, &size))
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        let server = try CuttingProxy.connect(to: cluster.socketPath)
        Thread.detachNewThread {
            let client = accept(listener, nil, nil)
            CuttingProxy.pump(client, server, Watch(cut: cut, marker: Data(marker.utf8)))
            for descriptor in [listener, client, server] { close(descriptor) }
        }
    }

    private static let stream = Int32(SOCK_STREAM.rawValue)

    private static func checked(_ call: String, _ status: Int32) throws -> Int32 {
        guard status >= 0 else {
            throw PrivateClusterError.system("\(call): \(String(cString: strerror(errno)))")
        }
        return status
    }

    private static func connect(to path: String) throws -> Int32 {
        let server = try checked("socket", socket(AF_UNIX, stream, 0))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = try checked("connect", Glibc.connect(server, generic, size))
            }
        }
        return server
    }

    /// Copies both ways until one side ends or the COMMIT comes by.
    private static func pump(_ client: Int32, _ server: Int32, _ watching: Watch) {
        var watch = watching
        var descriptors = [
            pollfd(fd: client, events: Int16(POLLIN), revents: 0),
            pollfd(fd: server, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&descriptors, 2, -1) > 0 {
            if descriptors[0].revents != 0 {
                let bytes = receive(client)
                let isToBeCut = watch.isToBeCut(at: bytes)
                if bytes.isEmpty || (isToBeCut && watch.cut == .beforeCommit) { return }
                _ = send(server, bytes, bytes.count, 0)
                if isToBeCut {
                    // The server answers only when it has committed.
                    _ = receive(server)
                    return
                }
            }
            if descriptors[1].revents != 0 {
                let bytes = receive(server)
                if bytes.isEmpty { return }
                _ = send(client, bytes, bytes.count, 0)
            }
        }
    }

    private static func receive(_ descriptor: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(0, count)))
    }
}
