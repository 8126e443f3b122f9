import Testing

@testable import Channels

@Suite("Where webhooks may go")
struct HostAddressTests {
    @Test(
        "addresses of this machine and of private and special networks are not public",
        arguments: [
            "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
            "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1",
            "198.51.100.7", "203.0.113.9", "224.0.0.1", "255.255.255.255", "::1", "::",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "fe80::1", "fc00::1",
            "fd12::1", "ff02::1", "2001:db8::1", "2001::1", "2002:7f00:1::", "2130706433",
            "0x7f000001", "0177.0.0.1",
        ]
    )
    func notPublic(host: String) async {
        let addresses = await HostAddress.resolve(host)
        #expect(addresses.allSatisfy { !$0.isPublic }, "\(addresses)")
    }

    @Test(
        "addresses in the Internet are",
        arguments: ["8.8.8.8", "100.128.0.1", "172.32.0.1", "192.0.1.1", "2606:4700::1111"]
    )
    func isPublic(host: String) async throws {
        let addresses = await HostAddress.resolve(host)
        #expect(addresses.map(\.text) == [host])
        #expect(addresses.allSatisfy { $0.isPublic })
    }
}
