import Outbox
import Postgres
import Preorder

/// What is held back now, with the forms that hold and let go.
struct HoldsView: Sendable {
    private let visit: Visit
    private let pauses: [Pause]
    private let breakers: [Breaker]
    private let pausables: [(scope: PauseScope, name: String)]

    private var say: Words { visit.say }

    init(_ visit: Visit, _ person: Operator) async throws {
        self.visit = visit
        pauses = try await person.rows(of: ReadPauses())
        breakers = try await person.rows(of: ReadBreakers())
        pausables = try await person.rows(of: ReadPausables())
    }

    /// The page; with why something was refused.
    func page(after refused: RefusedForm?) -> Page {
        var page = Page(
            say("차단기·중지", "Breakers, pauses"),
            """
            <h1>\(say("차단기·중지", "Breakers, pauses"))</h1>
            \(refused.map(\.notice) ?? .nothing)
            <h2>\(say("중지된 대상", "Paused"))</h2>
            \(pauseTable)
            <h2>\(say("차단기", "Breakers"))</h2>
            <p class="soft">\(say(
                "응답하지 않는 곳에는 차단기가 열려 새로 보내지 않으며, 시도 횟수도 쓰지 않습니다. 첫 응답이 오면 스스로 닫힙니다.",
                "Where nobody answers the breaker opens: nothing new is sent, no try is spent, and it "
                    + "closes by itself with the first answer."
            ))</p>
            \(breakerTable)
            <h2>\(say("중지하기", "Pause something"))</h2>
            <section class="card" id="pause">
            <p class="soft small">\(say(
                "채널을 중지하면 배치가 아무것도 가져오지 않습니다. 계정을 중지하면 새로 보내지 않고 조회만 합니다. 결제 수단을 "
                    + "중지하면 제공하지 않습니다. 잃는 것은 없지만 기한은 계속 흐릅니다.",
                "A paused channel's drains claim nothing; a paused account is sent nothing new, what may "
                    + "have happened is still asked about; a paused method is not offered. Nothing is "
                    + "lost, but deadlines go on."
            ))</p>
            \(pauseForm)</section>
            """
        )
        page.section = HoldPages.path
        return page
    }

    private var pauseTable: HTML {
        Table(
            [
                say("대상", "What"), say("일시", "Since"), say("중지 주체", "By"), say("사유", "Reason"),
                say("다시 시작", "Let it go on"),
            ],
            rows: pauses.map(row),
            none: say("중지된 대상이 없습니다.", "Nothing is paused.")
        ).html
    }

    private func row(_ pause: Pause) -> [HTML] {
        [
            "<b>\(PausableName(pause.scope, pause.name, say).text)</b>",
            "<span class=\"time\">\(say.minute(pause.pausedAt))</span>", "\(pause.pausedBy)",
            "\(pause.reason)",
            small(
                "/resume",
                "what",
                "\(pause.scope.rawValue):\(pause.name)",
                say("재개", "Resume")
            ),
        ]
    }

    private var breakerTable: HTML {
        Table(
            [
                say("대상", "Destination"), say("상태", "State"), say("응답 없는 호출", "Calls unanswered"),
                say("열린 시각 (UTC)", "Open since, UTC"), say("다음 확인", "Next probe"),
                say("마지막 오류", "Last error"), say("닫기", "Close by hand"),
            ],
            numbers: [2],
            rows: breakers.map(row),
            none: say("모두 응답하고 있습니다.", "Everybody has always answered.")
        ).html
    }

    private func row(_ breaker: Breaker) -> [HTML] {
        [
            "<b>\(breaker.destination)</b>", state(breaker.state),
            "\(say.number(Int64(breaker.failures)))",
            time(breaker.openedAt), time(breaker.probeAt),
            "\(breaker.lastError ?? "")",
            breaker.state == "closed"
                ? .nothing
                : small("/reset", "destination", breaker.destination, say("닫기", "Reset")),
        ]
    }

    private func time(_ instant: Timestamp?) -> HTML {
        "<span class=\"time\">\(instant.map(say.shortMinute) ?? "")</span>"
    }

    private func state(_ state: String) -> HTML {
        switch state {
        case "closed": Mark.none.badge(say("닫힘", "Closed"))
        case "open": Mark.bad.badge(say("열림", "Open"))
        default: Mark.warn.badge(say("확인 중", "Half open"))
        }
    }

    /// A form on one line of a table.
    private func small(_ verb: String, _ field: String, _ value: String, _ name: String) -> HTML {
        visit.form(
            HoldPages.path + verb,
            style: .inline,
            """
            <input type="hidden" name="\(field)" value="\(value)">\
            <input name="reason" required maxlength="2000" autocomplete="off" \
            placeholder="\(say("사유", "Reason"))" \
            aria-label="\(say("\(value) 사유", "Reason, \(value)"))">\
            <button class="quiet">\(name)</button>
            """
        )
    }

    private var pauseForm: HTML {
        let options = pausables.map { thing -> HTML in
            """
            <option value="\(thing.scope.rawValue):\(thing.name)">\(PausableName(thing.scope, thing.name, say).text)\
            </option>
            """
        }
        return visit.form(
            HoldPages.path + "/pause",
            """
            <label>\(say("대상", "What"))<select name="what" required>\(options)</select></label>
            \(ReasonField(say).html)
            <button class="danger">\(say("중지", "Pause"))</button>
            """
        )
    }
}
