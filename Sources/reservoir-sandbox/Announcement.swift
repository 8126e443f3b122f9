import Foundation
import Sandbox

/// The one line on standard output that tells other programs where the sandbox is.
struct Announcement: Sendable {
    let asShellVariables: Bool

    func write(_ address: SandboxAddress) {
        FileHandle.standardOutput.write(Data(line(address).utf8))
    }

    private func line(_ address: SandboxAddress) -> String {
        let pid = ProcessInfo.processInfo.processIdentifier
        guard asShellVariables else {
            return "{\"url\": \"\(address.url)\", \"smtp_port\": \(address.smtpPort), "
                + "\"control_url\": \"\(address.controlURL)\", \"pid\": \(pid)}\n"
        }
        return "SANDBOX_URL=\(address.url) SANDBOX_SMTP_PORT=\(address.smtpPort) "
            + "SANDBOX_CONTROL_URL=\(address.controlURL) SANDBOX_PID=\(pid)\n"
    }
}
