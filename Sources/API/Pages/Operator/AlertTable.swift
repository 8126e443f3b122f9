import Preorder

/// What somebody must know, the newest first.
struct AlertTable: Sendable {
    private let alerts: [StandingAlert]
    private let count: Int
    private let say: Words

    init(_ alerts: [StandingAlert], of count: Int, _ say: Words) {
        self.alerts = alerts
        self.count = count
        self.say = say
    }

    var html: HTML {
        """
        <h2 id="alerts">\(say("알림", "Alerts"))\(more)</h2>
        \(Table(
            [
                say("종류", "Kind"), say("대상", "About"), say("내용", "Detail"),
                say("금액", "At stake"), say("발생", "Since"), say("전달", "Told"),
            ],
            numbers: [3],
            rows: alerts.map(row),
            none: say("알림이 없습니다.", "Nothing that anybody must know.")
        ).html)
        """
    }

    private var more: HTML {
        guard count > alerts.count else { return .nothing }
        return """
             <span class="soft small">\(say("\(count)건 중 \(alerts.count)건", "\(alerts.count) of \(count)"))\
            </span>
            """
    }

    private func row(_ standing: StandingAlert) -> [HTML] {
        let alert = standing.alert
        let told: HTML =
            standing.toldAt.map { "\(say.minute($0))" }
            ?? Mark.warn.on("\(say("아직", "not yet"))")
        return [
            "\(name(alert.kind))", "<code>\(alert.subject)</code>", "\(alert.detail)",
            "\(alert.amount.map(say.amount) ?? "")",
            "\(say.minute(alert.since ?? standing.raisedAt))", told,
        ]
    }

    private func name(_ kind: String) -> String {
        let probe = AlertProbes.standard.first { $0.kind == kind }
        let english = probe?.singular ?? kind
        return say(Self.korean[kind] ?? english, english)
    }

    private static let korean = [
        "refund_deadline": "환불 기한 임박", "refund_refused": "거절된 환불", "unknown": "오래된 결과 미확정",
        "pause": "설정 오류로 중지", "breaker": "열린 차단기", "dead_letter": "데드레터",
        "due": "밀린 메시지", "batch": "실행되지 않은 배치", "partition": "부족한 파티션",
    ]
}
