import Preorder

/// Calls that may have happened (C4).
enum UnknownPages {
    static let all: [Route] = [
        .operatorPage("/operator/unknowns") { visit, person in
            try visit.call.noQuery()
            let calls = try await person.rows(of: ReadUnknowns(limit: limit))
            let amounts = try await person.rows(of: SumUnknowns())
            return page(calls, amounts.map(visit.say.amount), visit.say)
        }
    ]

    private static let limit = 200

    private static func page(_ calls: [UnknownCall], _ amounts: [String], _ say: Words) -> Page {
        var page = Page(
            say("결과 미확정", "Unknowns"),
            """
            <h1>\(say("결과 미확정", "Unknowns"))\(sum(amounts))</h1>
            <p class="soft">\(say(
                "발생했을 수 있지만 응답을 받지 못한 호출입니다. 추측하지 않고 간격을 늘려 가며 조회합니다. 오래 남아 있으면 "
                    + "reservoir-sweep unknown이 실행되는지, 결제대행사가 응답하는지 확인하세요.",
                "Calls that may have happened, and whose answer was lost. Nothing is guessed: they are "
                    + "asked about at growing intervals. One that stays: see that "
                    + "reservoir-sweep unknown runs and that the gateway answers."
            ))</p>
            \(Table(
                [
                    say("메시지", "Message"), say("요청", "Asks for"), say("대상", "Sent to"),
                    say("예약", "Reservation"), say("금액", "At stake"), say("처음 전송", "First sent"),
                    say("경과", "Age"), say("전송 횟수", "Sends"),
                ],
                numbers: [4, 6, 7],
                rows: calls.map { row($0, say) },
                none: say("결과를 모르는 호출이 없습니다.", "Every call has its verdict.")
            ).html)
            \(calls.count == limit ? more(say) : .nothing)
            """
        )
        page.section = "/operator/unknowns"
        page.refreshSeconds = 30
        return page
    }

    private static func sum(_ amounts: [String]) -> HTML {
        guard !amounts.isEmpty else { return .nothing }
        return " \(Mark.warn.badge(amounts.joined(separator: " + ")))"
    }

    private static func more(_ say: Words) -> HTML {
        """
        <p class="soft small">\(say("가장 오래된 \(limit)건입니다.", "These are the oldest \(limit)."))</p>
        """
    }

    private static func row(_ call: UnknownCall, _ say: Words) -> [HTML] {
        let age = say.duration(seconds: Int(call.age.components.seconds))
        return [
            "\(call.messageID)", "\(ChannelName(call.channel, say).html)/\(call.kind)",
            "\(call.destination)", "<code class=\"id\">\(call.reservationID)</code>",
            "\(call.amount.map(say.amount) ?? "")",
            "<span class=\"time\">\(say.minute(call.since))</span>",
            (call.isOld ? Mark.bad : .none).on("\(age)"), "\(say.number(Int64(call.sends)))",
        ]
    }
}
