import Foundation
import Money
import Preorder

/// The sandbox's authentication page, where a buyer approves a payment; a store in production opens
/// the gateway's own instead.
struct Authentication: Sendable {
    let address: String

    /// Scheme and host of the page, which a form may lead on to.
    var origin: String? {
        guard let url = URLComponents(string: address), let scheme = url.scheme,
            let host = url.host
        else { return nil }
        return "\(scheme)://\(host)\(url.port.map { ":\($0)" } ?? "")"
    }

    /// Where the buyer of a payment goes; they come back to `returnAddress`.
    func address(for payment: PaymentState, returnAddress: String) -> String? {
        guard let means = payment.means, var url = URLComponents(string: address) else {
            return nil
        }
        var items = [
            URLQueryItem(name: "gateway", value: means.gateway),
            URLQueryItem(name: "account", value: means.account),
            URLQueryItem(name: "orderId", value: payment.orderID),
            URLQueryItem(name: "amount", value: payment.amount.decimalString),
            URLQueryItem(name: "currency", value: payment.amount.currency.code),
            URLQueryItem(name: "returnUrl", value: returnAddress),
        ]
        // Toss names methods; at Stripe the buyer's card is one of the sandbox's.
        if means.gateway == "toss" {
            items.append(URLQueryItem(name: "method", value: means.method.uppercased()))
        }
        url.queryItems = items
        return url.string
    }
}

extension Visit {
    /// Where the buyer authenticates; nil where the store has its own way.
    var authentication: Authentication? { settings.authentication.map(Authentication.init) }

    /// Where the buyer of a payment that waits for them goes.
    func authenticationAddress(for payment: PaymentState) -> String? {
        guard payment.status == .awaitingAuthentication else { return nil }
        let path = PaymentPages.path(of: payment.paymentID)
        return authentication?.address(
            for: payment,
            returnAddress: "\(origin.text)\(path)/authenticated"
        )
    }
}
