import NIOCore
import Synchronization

/// Waits for all ports to be open, then tells once where they are.
final class Readiness: Sendable {
    private let store: SandboxStore
    private let onReady: @Sendable (SandboxAddress) -> Void
    private let ports = Mutex<Ports>(Ports())

    private struct Ports {
        var http: Int?
        var smtp: Int?
        var control: Int?
        var isTold = false

        /// Where everything is; nil when it is not all there or was told before.
        mutating func address() -> SandboxAddress? {
            guard !isTold, let http, let smtp, let control else { return nil }
            isTold = true
            return SandboxAddress(
                url: "http://127.0.0.1:\(http)",
                smtpPort: smtp,
                controlURL: "http://127.0.0.1:\(control)"
            )
        }
    }

    init(store: SandboxStore, onReady: @escaping @Sendable (SandboxAddress) -> Void) {
        self.store = store
        self.onReady = onReady
    }

    func httpListens(on listener: any Channel) {
        let port = listener.localAddress?.port
        store.serve(at: "http://127.0.0.1:\(port ?? 0)")
        note { $0.http = port }
    }

    func smtpListens(on listener: any Channel) {
        let port = listener.localAddress?.port
        note { $0.smtp = port }
    }

    func controlListens(on listener: any Channel) {
        let port = listener.localAddress?.port
        note { $0.control = port }
    }

    private func note(_ change: (inout Ports) -> Void) {
        let address = ports.withLock { ports in
            change(&ports)
            return ports.address()
        }
        if let address { onReady(address) }
    }
}
