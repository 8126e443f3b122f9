/// A channel as people call it, with the name that the programs know it by.
struct ChannelName: Sendable {
    private let channel: String
    private let say: Words

    init(_ channel: String, _ say: Words) {
        self.channel = channel
        self.say = say
    }

    var html: HTML {
        guard say.language == .korean, let name = Self.korean[channel] else {
            return "\(channel)"
        }
        return "\(name) <span class=\"soft small\">\(channel)</span>"
    }

    /// The same as text.
    var text: String {
        guard say.language == .korean, let name = Self.korean[channel] else { return channel }
        return name
    }

    private static let korean = [
        "payments": "결제", "points": "포인트", "mail": "메일", "reports": "리포트", "webhooks": "웹훅",
    ]
}
