import Foundation
import Glibc

/// HTTP as no client library would send it.
enum RawHTTP {
    /// Sends a text to the server at `url` and returns the first bytes of what it answers.
    static func send(_ text: String, to url: String) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard isConnected(descriptor, to: url) else { throw POSIXError(.ECONNREFUSED) }
        _ = write(descriptor, text, text.utf8.count)
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    /// Whether nobody listens at `url`.
    static func isRefused(_ url: String) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return !isConnected(descriptor, to: url)
    }

    private static func isConnected(_ descriptor: Int32, to url: String) -> Bool {
        let port = UInt16(url.split(separator: ":").last ?? "") ?? 0
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
