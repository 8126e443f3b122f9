import Preorder

/// The outbox by channel, the ages marked by what each channel allows.
struct ChannelTable: Sendable {
    private let channels: [Vitals.Channel]
    private let health: Health
    private let say: Words

    init(_ channels: [Vitals.Channel], _ health: Health, _ say: Words) {
        self.channels = channels
        self.health = health
        self.say = say
    }

    var html: HTML {
        Table(
            [
                say("채널", "Channel"), say("처리 대기", "Due"), say("처리 중", "Leased"),
                say("재시도 대기", "Retrying"), say("결과 미확정", "Unknown"), say("데드레터", "Dead"),
                say("보류", "Held"), say("순서 대기", "Parked"), say("구매자 확인", "Buyer must act"),
                say("가장 오래된 대기", "Oldest due"),
            ],
            numbers: Set(1...9),
            rows: channels.map(row),
            none: say("채널이 없습니다.", "There are no channels.")
        ).html
    }

    private func row(_ channel: Vitals.Channel) -> [HTML] {
        let name = channel.name
        return [
            ChannelName(name, say).html, count(channel.due), count(channel.leased),
            count(channel.retrying),
            count(channel.unknown, Mark(health.level(of: "unknown", name))),
            count(channel.dead, channel.dead > 0 ? .bad : .none),
            count(channel.held, channel.held > 0 ? .warn : .none), count(channel.parked),
            count(channel.actionRequired), oldest(channel),
        ]
    }

    private func count(_ number: Int64, _ mark: Mark = .none) -> HTML {
        guard number != 0 else { return "<span class=\"zero\">0</span>" }
        return mark.on("\(say.number(number))")
    }

    private func oldest(_ channel: Vitals.Channel) -> HTML {
        guard let age = channel.oldestDueSeconds else { return "<span class=\"zero\">–</span>" }
        let limit = say.duration(seconds: Int(channel.dueAgeMaxSeconds))
        return Mark(health.level(of: "due", channel.name)).on(
            """
            <span title="\(say("허용 \(limit)", "\(limit) allowed"))">\
            \(say.duration(seconds: Int(age)))</span>
            """
        )
    }
}
