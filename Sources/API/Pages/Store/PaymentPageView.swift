import Money
import Preorder

/// A payment as its buyer sees it.
struct PaymentPageView: Sendable {
    private let visit: Visit
    private let payment: PaymentState
    private var say: Words { visit.say }

    /// How often a page looks again at what is being carried out.
    static let lookAgainSeconds = 2

    init(_ visit: Visit, _ payment: PaymentState) {
        self.visit = visit
        self.payment = payment
    }

    /// The payment, looked at again and again while it is being carried out.
    var page: Page {
        var page = page(heading, content)
        if [.pending, .reversing].contains(payment.status) {
            page.refreshSeconds = Self.lookAgainSeconds
        }
        return page
    }

    /// The payment of a buyer who comes back from their authentication.
    func page(after back: WayBack) -> Page {
        guard payment.status == .awaitingAuthentication else { return page }
        let amount = say.amount(payment.amount)
        switch back {
        case .authenticated(let token):
            return page(
                say("결제를 완료해 주세요", "Complete the payment"),
                """
                \(visit.form(
                    "\(PaymentPages.path(of: payment.paymentID))/submission",
                    """
                    <input type="hidden" name="token" value="\(token)">\
                    <button>\(say("\(amount) 결제하기", "Pay \(amount)"))</button>
                    """
                ))
                <p class="hint">\(say(
                    "버튼을 누르면 결제가 진행됩니다.",
                    "You are charged when you press the button."
                ))</p>
                """
            )
        case .refused:
            return page(
                say("인증이 취소되었습니다", "The authentication was called off"),
                "<p>\(say("청구되지 않았습니다.", "Nothing was charged."))</p>\(again)\(withdrawal)"
            )
        case .otherAmount:
            return page(
                say("금액이 다릅니다", "The amount differs"),
                """
                <p>\(say(
                    "인증된 금액이 주문 금액과 다릅니다. 청구되지 않았습니다.",
                    "What was authenticated is not what the order costs. Nothing was charged."
                ))</p>\(again)
                """
            )
        }
    }

    private func page(_ heading: String, _ content: HTML) -> Page {
        var page = Page(
            heading,
            """
            <div class="card narrow">
            <h1>\(heading)</h1>
            <p class="total">\(say.amount(payment.amount))</p>
            <dl class="facts"><dt>\(say("주문번호", "Order"))</dt>\
            <dd><code>\(payment.orderID)</code></dd>\(means)</dl>
            \(content)
            </div>
            """
        )
        page.section = "/store/purchases"
        return page
    }

    private var means: HTML {
        guard let method = payment.means?.method else { return .nothing }
        return """
            <dt>\(say("결제 수단", "Method"))</dt><dd>\(MethodName(method, say).text)</dd>
            """
    }

    private var heading: String {
        switch payment.status {
        case .awaitingAuthentication: say("결제 인증이 필요합니다", "Authenticate the payment")
        case .pending: say("결제 대기", "Payment pending")
        case .actionRequired: say("추가 인증이 필요합니다", "Your bank wants to know more")
        case .completed: say("결제 완료", "Payment complete")
        case .failed: say("결제 실패", "Payment failed")
        case .refunding: say("환불 진행 중", "Refund under way")
        case .refunded: say("환불 완료", "Refunded")
        case .refundFailed: say("환불 확인 중", "The refund is being looked into")
        case .reversing: say("청구 취소 중", "The charge is being taken back")
        case .reversed: say("청구 취소 완료", "The charge was taken back")
        case .reversalFailed: say("청구 취소 확인 중", "Taking the charge back is looked into")
        }
    }

    private var content: HTML {
        switch payment.status {
        case .awaitingAuthentication: "\(again)\(deadline)\(withdrawal)"
        case .pending:
            """
            <p>\(say(
                "결제를 처리하고 있습니다. 이 페이지는 자동으로 새로 고쳐집니다.",
                "It is being carried out. This page looks again by itself."
            ))</p>\(withdrawal)
            """
        case .actionRequired: action
        case .failed:
            "<p>\(FailureText(payment.failureReason, say).text)</p>\(toStore)"
        case .completed, .refunding, .refunded, .refundFailed:
            """
            <p><a class="button" href="/store/purchases">\(say("구매 목록", "Purchases"))</a> \
            <a class="button quiet" href="/store/gifts">\(say("선물함", "Gifts"))</a></p>
            """
        case .reversing, .reversed, .reversalFailed:
            "<p>\(say("청구된 금액은 돌려 드립니다.", "What was charged comes back."))</p>\(toStore)"
        }
    }

    private var again: HTML {
        guard let address = visit.authenticationAddress(for: payment) else { return .nothing }
        return """
            <p><a class="button" href="\(web: address)">\(say("인증하러 가기", "Authenticate"))</a></p>
            """
    }

    private var deadline: HTML {
        guard let instant = payment.authenticateBy else { return .nothing }
        return """
            <p class="hint">\(say("결제 기한", "To be paid by")): \(say.minute(instant))</p>
            """
    }

    private var action: HTML {
        guard let address = payment.actionURL else { return .nothing }
        return """
            <p><a class="button" href="\(web: address)">\(say("은행 인증", "To your bank"))</a></p>
            \(withdrawal)
            """
    }

    private var withdrawal: HTML {
        visit.form(
            "\(PaymentPages.path(of: payment.paymentID))/withdrawal",
            "<button class=\"quiet\">\(say("예약 취소", "Withdraw the reservation"))</button>"
        )
    }

    private var toStore: HTML {
        "<p><a class=\"button\" href=\"/store\">\(say("게임 보기", "To the games"))</a></p>"
    }
}

/// Why a payment failed, in words.
struct FailureText: Sendable {
    let text: String

    init(_ reason: FailureReason?, _ say: Words) {
        text =
            switch reason {
            case .deadlinePassed?: say("결제 기한이 지났습니다.", "The time for paying was over.")
            case .abandoned?: say("결제가 진행되지 않았습니다.", "It was never paid.")
            case .authenticationExpired?:
                say("결제 인증이 만료되었습니다.", "The authentication had expired.")
            case .withdrawn?: say("예약을 취소하셨습니다.", "You withdrew the reservation.")
            case .gameCancelled?: say("게임 출시가 취소되었습니다.", "The game was cancelled.")
            case .outOfTries?, .resolvedByPerson?, nil:
                say("결제할 수 없었습니다.", "It could not be charged.")
            case let reason?:
                say(
                    "카드사 또는 결제사가 거절했습니다 (\(reason.rawValue)).",
                    "The bank or the wallet refused (\(reason.rawValue))."
                )
            }
    }
}
