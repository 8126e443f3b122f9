import Foundation
import Glibc

/// HTTP as no client library would send it.
enum RawHTTP {
    /// Sends a text to the server at `url` and returns the first bytes of what it answers.
    static func send(_ text: String, to url: String) throws -> String {
        try talk(text, to: url, untilEnd: false)
    }

    /// Sends a text and returns everything that is answered until the server ends the connection,
    /// or, as `TIMEOUT`, is silent for too long; on a thread that nobody else needs meanwhile.
    static func exchange(_ text: String, with url: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try talk(text, to: url, untilEnd: true) })
            }
        }
    }

    /// How long the server keeps a connection on which a byte comes now and then, but no end of a
    /// head; nil when it is still there after `limit`.
    static func drip(to url: String, limit: Duration) async throws -> Duration? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard isConnected(descriptor, to: url) else { throw POSIXError(.ECONNREFUSED) }
        let start = ContinuousClock.now
        _ = Glibc.send(descriptor, "GET / HTTP/1.1\r\nX-A: ", 21, Int32(MSG_NOSIGNAL))
        while ContinuousClock.now - start < limit {
            guard Glibc.send(descriptor, "a", 1, Int32(MSG_NOSIGNAL)) == 1 else {
                return .now - start
            }
            var byte: UInt8 = 0
            let count = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT))
            if count == 0 { return .now - start }
            try await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }

    private static func talk(_ text: String, to url: String, untilEnd: Bool) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard isConnected(descriptor, to: url) else { throw POSIXError(.ECONNREFUSED) }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &patience,
            socklen_t(MemoryLayout<timeval>.size)
        )
        _ = Glibc.send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            answer += count < 0 ? Array("TIMEOUT".utf8) : Array(buffer.prefix(count))
            if count <= 0 || !untilEnd { return String(decoding: answer, as: UTF8.self) }
        }
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
