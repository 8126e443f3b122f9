/// A payment method as buyers know it.
struct MethodName: Sendable {
    let text: String

    init(_ method: String, _ say: Words) {
        text =
            switch method {
            case "card": say("신용카드", "Card")
            case "kakaopay": say("카카오페이", "Kakao Pay")
            case "naverpay": say("네이버페이", "Naver Pay")
            case "tosspay": say("토스페이", "Toss Pay")
            case "samsungpay": say("삼성페이", "Samsung Pay")
            case "applepay", "apple_pay": "Apple Pay"
            case "googlepay", "google_pay": "Google Pay"
            default: method
            }
    }
}
