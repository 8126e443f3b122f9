/// What a visitor can go to, by who they are.
enum Menu {
    struct Entry: Sendable {
        let path: String
        let name: String
    }

    static func entries(for visit: Visit) -> [Entry] {
        let say = visit.say
        switch visit.person {
        case nil: return []
        case .member:
            return [
                Entry(path: "/store", name: say("게임", "Games")),
                Entry(path: "/store/purchases", name: say("구매 목록", "Purchases")),
                Entry(path: "/store/gifts", name: say("선물함", "Gifts")),
                Entry(path: "/store/points", name: say("포인트", "Points")),
            ]
        case .manager:
            return [
                Entry(path: "/manager", name: say("판매 현황", "Sales")),
                Entry(path: "/manager/discounts", name: say("할인", "Discounts")),
                Entry(path: "/manager/refunds", name: say("환불", "Refunds")),
            ]
        case .operator:
            return [
                Entry(path: "/operator", name: say("현황", "Overview")),
                Entry(path: "/operator/dead-letters", name: say("데드레터", "Dead letters")),
                Entry(path: "/operator/unknowns", name: say("결과 미확정", "Unknowns")),
                Entry(path: "/operator/holds", name: say("차단기·중지", "Breakers, pauses")),
                Entry(path: "/operator/refunds", name: say("환불 기한", "Refunds due")),
                Entry(path: "/operator/runs", name: say("실행 이력", "Runs")),
            ]
        }
    }

    /// Where a person begins.
    static func home(of person: Caller) -> String {
        switch person {
        case .member: "/store"
        case .manager: "/manager"
        case .operator: "/operator"
        }
    }
}
