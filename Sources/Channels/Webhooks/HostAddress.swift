import Dispatch
import Glibc

/// A numeric address that a host's name stands for at this moment.
struct HostAddress: Sendable, Hashable {
    /// The bytes in network order: 4 or 16.
    let bytes: [UInt8]

    /// As it is written.
    let text: String

    /// Whether it is somewhere in the Internet, and neither here nor in a private network.
    ///
    /// Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries.
    var isPublic: Bool {
        guard bytes.count == 16 else { return Self.isPublicV4(bytes) }
        // IPv4 inside IPv6: mapped and NAT64.
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
        let translated: [UInt8] = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]
        if bytes.starts(with: mapped) || bytes.starts(with: translated) {
            return Self.isPublicV4(Array(bytes.suffix(4)))
        }
        // Of what is assigned, only 2000::/3 is global unicast.
        guard bytes[0] & 0xe0 == 0x20 else { return false }
        let prefix = (UInt16(bytes[0]) << 8 | UInt16(bytes[1]), bytes[2])
        // Teredo and other protocol assignments, documentation, 6to4.
        return !(prefix.0 == 0x2001 && (prefix.1 < 0x02 || prefix.1 == 0x0d))
            && prefix.0 != 0x2002 && prefix.0 != 0x3fff
    }

    private static func isPublicV4(_ bytes: [UInt8]) -> Bool {
        switch (bytes[0], bytes[1]) {
        case (0, _), (10, _), (127, _), (224..., _): false
        case (100, 64...127), (169, 254), (172, 16...31), (192, 168), (198, 18...19): false
        case (192, 0), (192, 88): bytes[2] != 0 && bytes[2] != 2 && bytes[2] != 99
        case (198, 51): bytes[2] != 100
        case (203, 0): bytes[2] != 113
        default: true
        }
    }

    /// Every address of a host, on a thread that may wait; empty when it has none.
    static func resolve(_ host: String) async -> [HostAddress] {
        await withCheckedContinuation { waiter in
            DispatchQueue.global().async { waiter.resume(returning: lookUp(host)) }
        }
    }

    private static func lookUp(_ host: String) -> [HostAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [HostAddress] = []
        var next = list
        while let entry = next {
            if let address = HostAddress(entry.pointee) { addresses.append(address) }
            next = entry.pointee.ai_next
        }
        return addresses
    }

    private init?(_ entry: addrinfo) {
        guard let raw = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET:
            let address = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            bytes = withUnsafeBytes(of: address, Array.init)
        case AF_INET6:
            let address = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            bytes = withUnsafeBytes(of: address, Array.init)
        default: return nil
        }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let written = bytes.withUnsafeBytes {
            inet_ntop(entry.ai_family, $0.baseAddress, &buffer, socklen_t(buffer.count))
        }
        guard written != nil else { return nil }
        text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }
}
