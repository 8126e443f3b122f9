import Outbox

/// What something that can be paused is called.
struct PausableName: Sendable {
    let text: String

    init(_ scope: PauseScope, _ name: String, _ say: Words) {
        text =
            switch scope {
            case .channel:
                say("채널 \(ChannelName(name, say).text)", "Channel \(ChannelName(name, say).text)")
            case .account: say("계정 \(name)", "Account \(name)")
            case .method: say("결제 수단 \(name)", "Method \(name)")
            }
    }

    private init(text: String) { self.text = text }

    /// Of `scope name`, as the vitals have it.
    init(_ label: String, _ say: Words) {
        let parts = label.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let scope = PauseScope(rawValue: String(parts[0])) else {
            self.init(text: label)
            return
        }
        self.init(scope, String(parts[1]), say)
    }
}
