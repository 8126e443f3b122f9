import Glibc

/// Finds a free TCP port of 127.0.0.1.
enum FreePort {
    /// A port that was free a moment ago.
    ///
    /// - Throws: `system`.
    static func find() throws(PrivateClusterError) -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw failure("socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, size) | getsockname(descriptor, generic, &size)
            }
        }
        guard status == 0 else { throw failure("bind") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func failure(_ call: String) -> PrivateClusterError {
        .system("\(call): \(String(cString: strerror(errno)))")
    }
}
