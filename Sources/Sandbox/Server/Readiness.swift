import Synchronization

/// Waits for both ports to be open, then tells where they are.
final class Readiness: Sendable {
    private let store: SandboxStore
    private let onReady: @Sendable (SandboxAddress) -> Void
    private let ports = Mutex<Ports>(Ports())

    private struct Ports {
        var http: Int?
        var smtp: Int?

        var address: SandboxAddress? {
            guard let http, let smtp else { return nil }
            return SandboxAddress(url: "http://127.0.0.1:\(http)", smtpPort: smtp)
        }
    }

    init(store: SandboxStore, onReady: @escaping @Sendable (SandboxAddress) -> Void) {
        self.store = store
        self.onReady = onReady
    }

    func httpListens(on port: Int) {
        store.serve(at: "http://127.0.0.1:\(port)")
        note { $0.http = port }
    }

    func smtpListens(on port: Int) {
        note { $0.smtp = port }
    }

    private func note(_ change: (inout Ports) -> Void) {
        let address = ports.withLock { ports in
            change(&ports)
            return ports.address
        }
        if let address { onReady(address) }
    }
}
