import HTTPTypes
import Outbox
import Preorder

extension RefusedForm {
    /// Why a dead letter was not decided so, and what would do.
    init(_ refusal: DecideDeadLetterRefusal, _ say: Words) {
        switch refusal {
        case .letter(let refusal): self.init(Self.text(refusal, say), .conflict)
        case .staff(let refusal): self.init(refusal.problem, say)
        case .booksDiffer(let state):
            self.init(
                say("장부의 상태가 판정과 다릅니다: \(state)", "The books say otherwise: \(state)."),
                .conflict
            )
        case .changedSince: self.init(Self.advice(refusal, say), .conflict)
        case .noEvidence, .gatewayIDMissing, .wayMissing, .gatewayIDDiffers, .gatewayIDTaken,
            .nothingOfTheKind, .moneyIsOwed, .notPosted, .noSubject:
            self.init(Self.advice(refusal, say))
        }
    }

    private static func text(_ refusal: DeadLetterRefusal, _ say: Words) -> String {
        switch refusal {
        case .unknown: say("그런 데드레터가 없습니다.", "There is no such dead letter.")
        case .notDead:
            say(
                "이 메시지는 더 이상 멈춰 있지 않습니다. 결정할 것이 없습니다.",
                "The message does not stand still any more. There is nothing to decide."
            )
        case .decided(let letter):
            say(
                "\(letter.decision?.by ?? "누군가")님이 이미 결정했습니다. 아래 결정을 확인하세요.",
                "\(letter.decision?.by ?? "Somebody") has decided already; see the decision below."
            )
        }
    }

    private static func advice(_ refusal: DecideDeadLetterRefusal, _ say: Words) -> String {
        switch refusal {
        case .letter, .staff, .booksDiffer: "\(refusal)"
        case .changedSince:
            say(
                "보신 뒤에 다시 시도되었고 또 실패했습니다. 아래의 지금 상태를 확인하고 결정하세요.",
                "It was tried again and given up anew since you looked at it. See how it stands now."
            )
        case .noEvidence: say("증빙을 적어 주세요. 기록됩니다.", "Give the evidence; it is kept.")
        case .gatewayIDMissing:
            say(
                "결제의 거래 번호를 아직 모릅니다. 결제대행사의 거래 번호를 적어 주세요.",
                "The gateway's id of the charge is not known yet: give it."
            )
        case .wayMissing:
            say(
                "환불이 어떻게 지급되었는지 적어 주세요. 결제대행사의 거래 번호를 적거나 다른 방법으로 지급했다고 선택하세요.",
                "Say how the cash went back: give the id of the gateway's refund, or choose that it "
                    + "was paid by other means."
            )
        case .gatewayIDDiffers(let known):
            say(
                "장부에는 이 결제의 거래 번호가 \(known)(으)로 되어 있습니다.",
                "The books know the charge as \(known)."
            )
        case .gatewayIDTaken:
            say(
                "다른 결제나 환불이 이미 이 거래 번호를 쓰고 있습니다.",
                "Another payment or refund has this id at the gateway."
            )
        case .nothingOfTheKind:
            say(
                "이 메시지에는 거래 번호나 다른 방법의 지급이 해당하지 않습니다. 거래 번호를 비우세요.",
                "A gateway's id, or a payment by other means, has no place here: leave it empty."
            )
        case .moneyIsOwed:
            say(
                "반드시 돌려주어야 하는 돈입니다. 다시 처리하거나, 다른 방법으로 지급하고 그렇게 판정하세요.",
                "This money is owed. Replay it, or pay it by other means and say so."
            )
        case .notPosted:
            say(
                "포인트 원장에 이 메시지의 기록이 없습니다. 다시 처리하거나, 발생하지 않은 것으로 판정하고 잔액을 조정하세요.",
                "The ledger has no entry of this message. Replay it, or reject it and correct the "
                    + "balance."
            )
        case .noSubject:
            say(
                "어느 결제나 환불인지 메시지에 없습니다. 발생하지 않은 것으로만 판정할 수 있습니다.",
                "The message does not say which payment or refund it is about: it can only be "
                    + "rejected."
            )
        }
    }

    /// Why something was not stopped, or does not go on.
    init(_ refusal: PauseRefusal, _ say: Words) {
        switch refusal {
        case .unknown(let what):
            self.init(say("그런 대상이 없습니다: \(what)", "There is no \(what)."), .notFound)
        case .pausedAlready:
            self.init(
                say(
                    "이미 중지되어 있습니다. 아래에서 누가 중지했는지 확인하세요.",
                    "It is paused already; see below by whom."
                ),
                .conflict
            )
        case .notPaused:
            self.init(say("중지되어 있지 않습니다.", "It is not paused any more."), .conflict)
        case .notOpen:
            self.init(say("차단기가 이미 닫혀 있습니다.", "The breaker is closed already."), .conflict)
        case .staff(let refusal): self.init(refusal.problem, say)
        }
    }
}
