import Money
import Postgres
import Preorder

/// What a refund gives back, and until when.
struct RefundFactList: Sendable {
    private let refund: RefundState
    private let say: Words

    init(_ refund: RefundState, _ say: Words) {
        self.refund = refund
        self.say = say
    }

    var html: HTML {
        var facts: [HTML] = [fact(say("현금", "Cash"), say.amount(refund.cash))]
        if refund.pointsRestored > 0 {
            facts.append(fact(say("돌려받는 포인트", "Points back"), say.points(refund.pointsRestored)))
        }
        if refund.pointsClawedBack > 0 {
            facts.append(
                fact(
                    say("회수되는 적립 포인트", "Earned points taken back"),
                    say.points(refund.pointsClawedBack)
                )
            )
        }
        if let dueOn = refund.dueOn { facts.append(fact(say("처리 기한", "Due by"), dueOn)) }
        if let done = refund.completedAt { facts.append(fact(say("완료", "Done"), say.minute(done))) }
        return "<dl class=\"facts\">\(facts)</dl>"
    }

    private func fact(_ name: String, _ value: String) -> HTML {
        "<dt>\(name)</dt><dd>\(value)</dd>"
    }
}
