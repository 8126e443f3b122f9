import Preorder

/// A member's points: what they have, until when, and what happened to them (A9).
enum PointPages {
    static let all: [Route] = [
        .memberPage("/store/points") { visit, member in
            let balance = try await visit.call.row(
                of: ReadPointBalance(memberID: member.memberID)
            )
            let lots = try await visit.call.rows(of: ReadPointLots(memberID: member.memberID))
            let entries = try await visit.call.rows(
                of: ReadPointEntries(memberID: member.memberID, limit: Query.limitMax, before: nil)
            )
            return page(balance, lots.filter { !$0.isLapsed }, entries, visit.say)
        }
    ]

    private static func page(
        _ balance: (available: Int64, held: Int64)?,
        _ lots: [PointLot],
        _ entries: [PointEntry],
        _ say: Words
    ) -> Page {
        var page = Page(
            say("포인트", "Points"),
            """
            <h1>\(say("포인트", "Points"))</h1>
            <div class="tiles">
            <div class="card tile">\(say("사용 가능", "Available"))\
            <b>\(say.points(balance?.available ?? 0))</b></div>
            <div class="card tile">\(say("사용 대기", "Held"))<b>\(say.points(balance?.held ?? 0))</b></div>
            </div>
            <h2>\(say("소멸 예정", "When they expire"))</h2>
            \(Table([say("소멸일", "Expires"), say("남은 포인트", "Left")], numbers: [1],
                rows: lots.map { ["\(say.day($0.expiresAt))", "\(say.points($0.remaining))"] },
                none: say("없음", "None")).html)
            <h2>\(say("내역", "History"))</h2>
            \(Table([say("때", "When"), say("내용", "What"), say("포인트", "Points")], numbers: [2],
                rows: entries.map { entry in
                    ["\(say.minute(entry.postedAt))", "\(name(entry.kind, say))",
                     "\(sign(entry))\(say.points(entry.amount))"]
                },
                none: say("없음", "None")).html)
            """
        )
        page.section = "/store/points"
        return page
    }

    /// Whether the member has more or fewer points than before.
    private static func sign(_ entry: PointEntry) -> String {
        switch (entry.debit, entry.credit) {
        case (_, "available"): "+"
        case ("available", _), ("held", _): "−"
        default: ""
        }
    }

    private static func name(_ kind: String, _ say: Words) -> String {
        switch kind {
        case "grant": say("지급", "Given")
        case "hold": say("사용 대기", "Held")
        case "spend": say("사용", "Spent")
        case "earn": say("적립", "Earned")
        case "restore": say("환불로 복원", "Restored")
        case "release": say("사용 취소", "Released")
        case "claw_back": say("적립 회수", "Taken back")
        case "expire": say("소멸", "Expired")
        case "deduct": say("환불에서 차감", "Deducted from a refund")
        case "write_off": say("손실 처리", "Written off")
        case "adjust": say("조정", "Adjusted")
        default: kind
        }
    }
}
