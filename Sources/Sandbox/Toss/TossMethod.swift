/// The payment methods a buyer can choose, as Toss names them in its answers.
struct TossMethod: Sendable {
    /// `카드` or `간편결제`.
    let name: String

    /// The wallet, in Korean; nil for a card.
    let provider: String?

    /// The method with one of our names; nil when Toss has none such.
    init?(_ code: String) {
        switch code.uppercased() {
        case "CARD", "": self.init("카드", nil)
        case "TOSSPAY": self.init("간편결제", "토스페이")
        case "NAVERPAY": self.init("간편결제", "네이버페이")
        case "KAKAOPAY": self.init("간편결제", "카카오페이")
        case "SAMSUNGPAY": self.init("간편결제", "삼성페이")
        case "APPLEPAY": self.init("간편결제", "애플페이")
        case "LPAY": self.init("간편결제", "엘페이")
        case "PINPAY": self.init("간편결제", "핀페이")
        case "PAYCO": self.init("간편결제", "페이코")
        case "SSG": self.init("간편결제", "SSG페이")
        default: return nil
        }
    }

    private init(_ name: String, _ provider: String?) {
        self.name = name
        self.provider = provider
    }
}
