import Foundation

/// The page's address and its form: from fields to a page, and from a decision to the way back.
struct AuthenticationForm: Sendable {
    let desk: AuthenticationDesk

    /// `GET /authenticate`.
    func page(for fields: FormFields, at now: Instant) throws(SandboxError) -> WireAnswer {
        guard let id = fields["payment_intent"] else {
            let money = [fields["amount"], fields["currency"]].compactMap { $0 }
            let page = AuthenticationPage(
                fields: fields,
                amount: money.joined(separator: " "),
                order: fields["orderId"] ?? "",
                method: fields["method"] ?? "CARD"
            )
            return Self.html(page.html)
        }
        guard let intent = try desk.store.world(at: now).intents[id] else {
            return Self.html(
                AuthenticationPage.notice("결제를 찾을 수 없습니다.", "There is no such payment."),
                status: 404
            )
        }
        let page = AuthenticationPage(
            fields: fields,
            amount: "\(intent.amount) \(intent.currency.uppercased())",
            order: intent.reference,
            method: intent.paymentMethod ?? ""
        )
        return Self.html(page.html)
    }

    /// `POST /authenticate`: decides, and sends the browser back to the shop.
    func decide(_ form: FormFields) async throws(SandboxError) -> WireAnswer {
        let declines = form["decision"] == "decline"
        let gateway = form["payment_intent"] == nil ? form["gateway"] ?? "" : "stripe"
        guard let gateway = Gateway(rawValue: gateway) else {
            return refused("gateway must be stripe or toss")
        }
        if declines, gateway == .toss { return tossDeclined(form) }
        let request = AuthenticationRequest(
            gateway: gateway,
            account: form["account"],
            orderId: form["orderId"],
            amount: form["amount"].flatMap { Decimal(string: $0) },
            currency: form["currency"],
            method: form["method"],
            paymentIntent: form["payment_intent"],
            decline: .flag(declines)
        )
        return wayBack(from: try await desk.authenticate(request), form)
    }

    private func wayBack(from result: AuthenticationDesk.Result, _ form: FormFields) -> WireAnswer {
        switch result {
        case .paymentKey(let key):
            redirect(
                to: form["returnUrl"],
                [
                    ("paymentType", "NORMAL"), ("orderId", form["orderId"] ?? ""),
                    ("paymentKey", key), ("amount", form["amount"] ?? ""),
                ]
            )
        case .paymentMethod(let id):
            redirect(
                to: form["returnUrl"],
                [("paymentMethod", id), ("orderId", form["orderId"] ?? "")]
            )
        case .intent(let id, let status, let returnURL):
            redirect(
                to: returnURL,
                [
                    ("payment_intent", id),
                    ("redirect_status", status == .succeeded ? "succeeded" : "failed"),
                ]
            )
        case .refused(let reason): refused(reason)
        }
    }

    /// What Toss sends to the shop when the buyer gives up: no payment key comes of it.
    private func tossDeclined(_ form: FormFields) -> WireAnswer {
        redirect(
            to: form["returnUrl"],
            [
                ("code", "PAY_PROCESS_CANCELED"), ("message", "사용자가 결제를 취소하였습니다"),
                ("orderId", form["orderId"] ?? ""),
            ]
        )
    }

    /// Only to a web address: nothing else may be put into a browser's hands.
    private func redirect(to address: String?, _ items: [(String, String)]) -> WireAnswer {
        guard let address, var components = URLComponents(string: address),
            components.scheme == "http" || components.scheme == "https"
        else {
            return Self.html(
                AuthenticationPage.notice("완료되었습니다.", "Done. You may close this page.")
            )
        }
        let added = items.map { URLQueryItem(name: $0.0, value: $0.1) }
        components.queryItems = (components.queryItems ?? []) + added
        return WireAnswer(
            status: 303,
            body: "",
            headers: [.init(name: "Location", value: components.string ?? address)]
        )
    }

    private func refused(_ reason: String) -> WireAnswer {
        Self.html(AuthenticationPage.notice("잘못된 요청입니다.", reason), status: 400)
    }

    private static func html(_ text: String, status: Int = 200) -> WireAnswer {
        WireAnswer(
            status: status,
            body: text,
            headers: [.init(name: "Content-Type", value: "text/html; charset=utf-8")]
        )
    }
}
