import Outbox

/// The two ways of deciding a dead letter: to try again, or to say what became of it.
struct DeadLetterForms: Sendable {
    private let letter: DeadLetter
    private let visit: Visit
    private let typed: TypedDecision?

    private var say: Words { visit.say }
    private var path: String { DeadLetterPages.path(of: letter.messageID) }

    /// With what was typed before, if it was refused.
    init(_ letter: DeadLetter, _ visit: Visit, _ typed: TypedDecision?) {
        self.letter = letter
        self.visit = visit
        self.typed = typed
    }

    var html: HTML { "\(replay)\(verdict)" }

    /// A decision is about the letter as it is shown here.
    private var seen: HTML {
        "<input type=\"hidden\" name=\"seen\" value=\"\("\(letter.deadAt)")\">"
    }

    private var replay: HTML {
        """
        <section class="card" id="replay"><h2>\(say("다시 처리", "Replay"))</h2>
        <p class="soft small">\(say(
            "먼저 원인을 없애세요. 같은 메시지가 같은 키로 큐에 돌아가며, 발생했을 수 있는 일은 다시 보내지 않고 먼저 "
                + "조회합니다. 두 번 실행되는 일은 없습니다.",
            "Remove the cause first. The same message goes back into the queue under its own key; "
                + "what may have happened is asked about and never sent anew."
        ))</p>
        \(visit.form(
            path + "/replay",
            """
            \(seen)\(ReasonField(say, typed: typed?.reason).html)
            <button>\(say("다시 처리", "Replay"))</button>
            """
        ))
        </section>
        """
    }

    private var verdict: HTML {
        """
        <section class="card" id="verdict"><details\(isJudged ? " open" : .nothing)>\
        <summary>\(say("판정", "Give the verdict"))</summary>
        <p class="soft small">\(say(
            "판정은 최종입니다. 먼저 결제대행사 등 실제 기록을 확인하세요. 장부가 판정대로 바뀝니다.",
            "A verdict is final, and the books follow it. Look at the gateway or the ledger first."
        ))</p>
        \(visit.form(
            path + "/verdict",
            """
            \(seen)<fieldset><legend>\(say("실제로 어떻게 되었나요?", "What became of it?"))</legend>\
            \(choices)</fieldset>
            \(gatewayField)
            <label>\(say("증빙", "Evidence"))\
            <input name="evidence" maxlength="500" required autocomplete="off" \
            value="\(typed?.evidence ?? "")">\
            <span class="hint">\(say("티켓이나 이체 번호", "A ticket, or a transfer's number"))</span></label>
            \(ReasonField(say, typed: typed?.reason).html)
            <button class="danger">\(say("판정하기", "Give the verdict"))</button>
            """
        ))
        </details></section>
        """
    }

    private var isJudged: Bool { typed?.verdict.isEmpty == false }

    private var isRefund: Bool {
        letter.channel == "payments" && ["refund", "reverse"].contains(letter.kind)
    }

    private var choices: [HTML] {
        var choices = [choice("applied", say("발생했습니다", "It took effect"))]
        if isRefund {
            choices.append(
                choice("paid_outside", say("다른 방법으로 지급했습니다", "It was paid by other means"))
            )
        }
        choices.append(
            choice("rejected", say("발생하지 않았고 앞으로도 없습니다", "It did not and will not take effect"))
        )
        return choices
    }

    private func choice(_ value: String, _ name: String) -> HTML {
        let checked: HTML = typed?.verdict == value ? " checked" : .nothing
        return """
            <label class="choice"><input type="radio" name="verdict" value="\(value)" \
            required\(checked)>\(name)</label>
            """
    }

    private var gatewayField: HTML {
        guard letter.channel == "payments" else { return .nothing }
        return """
            <label>\(say("결제대행사의 거래 번호", "The gateway's id"))\
            <input name="gateway_id" maxlength="255" autocomplete="off" \
            value="\(typed?.gatewayID ?? "")">\
            <span class="hint">\(say(
                "발생한 결제나 환불의 번호. 장부에 이미 있으면 비워 두세요.",
                "Of the charge or refund that took effect; leave it empty where the books know it."
            ))</span></label>
            """
    }
}
