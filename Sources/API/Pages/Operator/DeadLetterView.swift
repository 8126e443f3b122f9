import Outbox
import Postgres
import Preorder

/// All that is known of a dead letter, and what can be decided about it.
struct DeadLetterView: Sendable {
    private let dossier: DeadLetterDossier
    private let visit: Visit

    private var say: Words { visit.say }
    private var letter: DeadLetter { dossier.letter }

    init(_ dossier: DeadLetterDossier, _ visit: Visit) {
        self.dossier = dossier
        self.visit = visit
    }

    /// The page; with why a decision was refused.
    func page(after refused: (form: RefusedForm, typed: TypedDecision)?) -> Page {
        let title = say("데드레터 \(letter.messageID)", "Dead letter \(letter.messageID)")
        var page = Page(
            title,
            """
            <p><a href="\(DeadLetterPages.path)">← \(say("데드레터", "Dead letters"))</a></p>
            <h1>\(title) \(DeadLetterStateText(letter.state, say).badge)</h1>
            \(refused.map(\.form.notice) ?? .nothing)
            <div class="split"><div class="stack">\(heading)\(openAttempt)</div>
            <aside class="stack">\(decision)\(forms(refused?.typed))</aside></div>
            <h2>\(say("시도 기록", "Journal of attempts"))</h2>
            \(journal)
            """
        )
        page.section = DeadLetterPages.path
        return page
    }

    private var heading: HTML {
        var facts: [HTML] = [
            fact(say("요청", "Asks for"), "\(ChannelName(letter.channel, say).html)/\(letter.kind)"),
            fact(
                say("예약", "Reservation"),
                "<code>\(letter.key)</code>"
            ),
            fact(say("포기한 일시", "Given up"), "\(say.minute(letter.deadAt))"),
            fact(say("실패한 시도", "Failed tries"), "\(say.number(Int64(letter.attempts)))"),
            fact(say("이유", "Because"), "<strong>\(letter.lastError)</strong>"),
        ]
        if let message = dossier.message {
            facts.append(fact(say("작성", "Written"), "\(say.minute(message.createdAt))"))
            facts.append(fact(say("내용", "Payload"), "<code>\(message.payload.text)</code>"))
            if let reversed = message.compensates {
                facts.append(fact(say("되돌리는 메시지", "Reverses"), "\(reversed)"))
            }
        }
        if letter.state != .open {
            facts.append(
                fact(
                    say("현재 큐", "In the queue now"),
                    "\(letter.queueState ?? say("끝남", "finished"))"
                )
            )
        }
        return "<section class=\"card\"><dl class=\"facts\">\(facts)</dl></section>"
    }

    private func fact(_ name: String, _ value: HTML) -> HTML { "<dt>\(name)</dt><dd>\(value)</dd>" }

    private var openAttempt: HTML {
        guard let attempt = dossier.openAttempt else { return .nothing }
        return """
            <div class="notice warn"><p><b>\(say(
                "결과가 확인되지 않은 시도가 있습니다. 실제로 발생했을 수 있습니다.",
                "An attempt has no verdict: it may have taken effect."
            ))</b></p><dl class="facts">
            \(fact(say("호출", "Call"), "\(attempt.operation) → \(attempt.destination)"))
            \(fact(say("멱등키", "Key"), "<code>\(attempt.idempotencyKey)</code>"))
            \(fact(say("전송", "Sent"), "\(say("\(attempt.sends)회", "\(attempt.sends) times"))"))
            \(fact(say("마지막 전송", "Last sent"), "\(say.minute(attempt.lastSentAt))"))
            \(fact(say("조회 가능 기한", "Its key answers until"), "\(say.minute(attempt.windowEndsAt))"))
            </dl></div>
            """
    }

    private var decision: HTML {
        guard let decision = letter.decision else { return .nothing }
        var facts: [HTML] = [
            fact(say("결정한 사람", "By"), "\(decision.by)"),
            fact(say("일시", "At"), "\(say.minute(decision.at))"),
            fact(say("사유", "Reason"), "\(decision.reason)"),
        ]
        if let evidence = decision.evidence {
            facts.append(fact(say("증빙", "Evidence"), "\(evidence)"))
        }
        return """
            <section class="card"><h2>\(DeadLetterStateText(letter.state, say).text)</h2>
            <dl class="facts">\(facts)</dl></section>
            """
    }

    private func forms(_ typed: TypedDecision?) -> HTML {
        guard letter.refusal == nil else { return .nothing }
        return DeadLetterForms(letter, visit, typed).html
    }

    private var journal: HTML {
        Table(
            [
                say("일시", "At"), say("사건", "Event"), say("결과", "Outcome"), say("호출", "Call"),
                say("멱등키", "Key"), say("자세히", "Detail"),
            ],
            rows: dossier.journal.map { entry in
                [
                    "<span class=\"time\">\(say.minute(entry.at))</span>", "\(event(entry.event))",
                    "\(outcome(entry.outcome))", "\(entry.operation) → \(entry.destination)",
                    "<code>\(entry.idempotencyKey)</code>", "\(entry.detail ?? "")",
                ]
            },
            none: say(
                "외부를 호출한 기록이 없습니다.",
                "Nothing was sent to the outside."
            )
        ).html
    }

    private func event(_ name: String) -> String {
        switch name {
        case "sent": say("전송", name)
        case "resent": say("같은 키로 재전송", name)
        case "asked": say("조회", name)
        case "ended": say("종료", name)
        default: name
        }
    }

    private func outcome(_ name: String?) -> String {
        switch name {
        case nil: ""
        case "applied": say("발생함", "applied")
        case "rejected": say("거절됨", "rejected")
        case "unknown": say("알 수 없음", "unknown")
        case "retry": say("재시도", "retry")
        case "unreachable": say("연결 안 됨", "unreachable")
        case "action_required": say("구매자 확인 필요", "action_required")
        case .some(let name): name
        }
    }
}
