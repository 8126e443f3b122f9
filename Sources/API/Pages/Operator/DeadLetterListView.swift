import Outbox

/// A page of dead letters, in the order in which their messages were written.
struct DeadLetterListView: Sendable {
    private let question: DeadLetterQuestion
    private let letters: ArraySlice<DeadLetter>
    private let hasMore: Bool
    private let channels: [String]
    private let say: Words

    /// The first `limit` of the letters found.
    init(
        _ question: DeadLetterQuestion,
        _ found: [DeadLetter],
        _ limit: Int,
        _ channels: [String],
        _ say: Words
    ) {
        self.question = question
        letters = found.prefix(limit)
        hasMore = found.count > limit
        self.channels = channels
        self.say = say
    }

    var page: Page {
        var page = Page(
            say("데드레터", "Dead letters"),
            """
            <h1>\(say("데드레터", "Dead letters"))</h1>
            <p class="soft">\(say(
                "시도가 모두 끝나 담당자의 결정을 기다리는 메시지입니다. 결제와 포인트에서는 해당 예약 하나만 멈춥니다.",
                "Messages that were given up. On payments and points each holds up its own "
                    + "reservation, and nothing else, until a person decides."
            ))</p>
            \(states)\(channelLinks)
            \(table)
            \(pager)
            """
        )
        page.section = DeadLetterPages.path
        return page
    }

    private var states: HTML {
        let states: [DeadLetter.State?] = DeadLetter.State.allCases + [nil]
        return FilterLinks(
            say("상태", "State"),
            states.map { state in
                (
                    state.map { DeadLetterStateText($0, say).text } ?? say("전체", "All"),
                    question.address(state: state, channel: question.channel),
                    state == question.state
                )
            }
        ).html
    }

    private var channelLinks: HTML {
        let names: [String?] = [nil] + channels
        return FilterLinks(
            say("채널", "Channel"),
            names.map { name in
                (
                    name.map { ChannelName($0, say).text } ?? say("모든 채널", "Every channel"),
                    question.address(state: question.state, channel: name),
                    name == question.channel
                )
            }
        ).html
    }

    private var table: HTML {
        Table(
            [
                say("메시지", "Message"), say("요청", "Asks for"), say("예약", "Reservation"),
                say("포기 (UTC)", "Given up, UTC"), say("시도", "Tries"), say("상태", "State"),
                say("이유", "Why"),
            ],
            numbers: [4],
            rows: letters.map(row),
            none: say("해당하는 데드레터가 없습니다.", "There is none of these.")
        ).html
    }

    private func row(_ letter: DeadLetter) -> [HTML] {
        let path = DeadLetterPages.path(of: letter.messageID)
        return [
            "<a href=\"\(path)\">\(letter.messageID)</a>",
            "\(ChannelName(letter.channel, say).html)/\(letter.kind)\(open(letter))",
            "<code class=\"id\">\(letter.key)</code>",
            "<span class=\"time\">\(say.shortMinute(letter.deadAt))</span>",
            "\(say.number(Int64(letter.attempts)))",
            DeadLetterStateText(letter.state, say).badge, why(letter),
        ]
    }

    private func open(_ letter: DeadLetter) -> HTML {
        guard letter.hasOpenAttempt else { return .nothing }
        return " \(Mark.warn.badge(say("발생했을 수 있음", "may have happened")))"
    }

    private func why(_ letter: DeadLetter) -> HTML {
        guard let decision = letter.decision else { return "\(letter.lastError)" }
        return "\(decision.by): \(decision.reason)"
    }

    private var pager: HTML {
        let (state, channel) = (question.state, question.channel)
        var links: [HTML] = []
        if question.after > 0 {
            let first = question.address(state: state, channel: channel)
            links.append("<a href=\"\(first)\">\(say("처음으로", "First page"))</a>")
        }
        if hasMore, let last = letters.last {
            let next = question.address(state: state, channel: channel, after: last.messageID)
            links.append("<a rel=\"next\" href=\"\(next)\">\(say("다음", "Next"))</a>")
        }
        return links.isEmpty ? .nothing : "<p class=\"actions\">\(links)</p>"
    }
}

/// Where a dead letter stands, in words.
struct DeadLetterStateText: Sendable {
    let text: String
    let badge: HTML

    init(_ state: DeadLetter.State, _ say: Words) {
        switch state {
        case .open:
            text = say("결정 필요", "To be decided")
            badge = Mark.bad.badge(text)
        case .replayed:
            text = say("재처리함", "Replayed")
            badge = Mark.none.badge(text)
        case .applied:
            text = say("발생한 것으로 판정", "Judged applied")
            badge = Mark.none.badge(text)
        case .rejected:
            text = say("발생하지 않은 것으로 판정", "Judged rejected")
            badge = Mark.none.badge(text)
        }
    }
}
