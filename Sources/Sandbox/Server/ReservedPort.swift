import Foundation

/// A port of 127.0.0.1 that is this process's as long as the value lives, also while nobody
/// listens on it: a connection to it is then refused.
///
/// The socket is bound and never listens; with SO_REUSEADDR on both, a server can listen beside it
/// (ip(7), socket(7)).
final class ReservedPort: Sendable {
    let number: Int
    private let descriptor: Int32

    /// Reserves a port; 0 takes a free one.
    ///
    /// - Throws: `SandboxError.cannotListen` when somebody else has it.
    init(_ port: Int) throws(SandboxError) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Self.failure(port) }
        var reuse: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        guard setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, size) == 0,
            fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0,
            Self.bind(descriptor, &address)
        else {
            let failure = Self.failure(port)
            close(descriptor)
            throw failure
        }
        number = Int(in_port_t(bigEndian: address.sin_port))
    }

    deinit {
        close(descriptor)
    }

    /// Binds, and reads back the port that was taken.
    private static func bind(_ descriptor: Int32, _ address: inout sockaddr_in) -> Bool {
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Foundation.bind(descriptor, generic, size) == 0
                    && getsockname(descriptor, generic, &size) == 0
            }
        }
    }

    private static func failure(_ port: Int) -> SandboxError {
        .cannotListen("port \(port): \(String(cString: strerror(errno)))")
    }
}
