import Foundation
import Money

/// What we write to Stripe: pure, from an order to the bytes.
enum StripeRequests {
    /// The pinned version; the shapes in ``StripeIntent`` and ``StripeRefund`` are of this one.
    static let apiVersion = "2024-06-20"

    /// The longest key, of https://docs.stripe.com/api/idempotent_requests.
    static let idempotencyKeyMax = 255

    static func create(
        _ order: ChargeOrder,
        credentialID: String
    ) throws(GatewayError) -> GatewayRequest {
        try order.checkOrderID()
        var form = StripeForm()
        form.add("amount", String(try order.gatewayCurrency.chargeAmount(order.amount)))
        form.add("currency", order.amount.currency.code.lowercased())
        form.add("payment_method_types[]", "card")
        form.add("description", order.orderName)
        form.add("metadata[payment_id]", order.paymentID.uuidString.lowercased())
        form.add("metadata[order_id]", order.orderID)
        return try request(
            .createPayment,
            "/v1/payment_intents",
            form,
            order.idempotencyBase + ".create",
            credentialID,
            order.subject
        )
    }

    static func confirm(
        _ order: ChargeOrder,
        intent: String,
        credentialID: String
    ) throws(GatewayError) -> GatewayRequest {
        guard let token = order.buyerToken, !token.value.isEmpty else {
            throw .invalidOrder("confirming needs a payment method")
        }
        guard let returnURL = order.returnURL, !returnURL.isEmpty else {
            throw .invalidOrder("confirming needs a return URL")
        }
        var form = StripeForm()
        form.add("payment_method", token.value)
        form.add("return_url", returnURL)
        return try request(
            .confirm,
            "\(path(intent))/confirm",
            form,
            order.idempotencyBase + ".confirm",
            credentialID,
            order.subject
        )
    }

    static func cancel(
        _ order: ChargeOrder,
        intent: String,
        credentialID: String
    ) throws(GatewayError) -> GatewayRequest {
        try request(
            .cancelPayment,
            "\(path(intent))/cancel",
            StripeForm(),
            order.idempotencyBase + ".cancel",
            credentialID,
            order.subject
        )
    }

    static func refund(
        _ refund: RefundOrder,
        credentialID: String
    ) throws(GatewayError) -> GatewayRequest {
        try refund.checkReference()
        var form = StripeForm()
        form.add("payment_intent", refund.gatewayPaymentID)
        form.add("amount", String(try refund.gatewayCurrency.gatewayAmount(refund.amount)))
        form.add("metadata[refund_id]", refund.refund.id.uuidString.lowercased())
        form.add("metadata[generation]", String(refund.refund.generation))
        form.add("metadata[payment_id]", refund.paymentID.uuidString.lowercased())
        // A metadata value holds 500 characters.
        form.add("metadata[reason]", String(refund.reason.prefix(500)))
        return try request(
            .refund,
            "/v1/refunds",
            form,
            refund.idempotencyBase + ".refund",
            credentialID,
            refund.subject
        )
    }

    static func path(_ intent: String) -> String {
        "/v1/payment_intents/\(PercentEncoding.encoded(intent))"
    }

    private static func request(
        _ operation: GatewayRequest.Operation,
        _ path: String,
        _ form: StripeForm,
        _ key: String,
        _ credentialID: String,
        _ subject: GatewaySubject
    ) throws(GatewayError) -> GatewayRequest {
        try GatewayRequest(
            gateway: StripeGateway.name,
            operation: operation,
            path: path,
            contentType: "application/x-www-form-urlencoded",
            body: form.data,
            idempotencyKey: key,
            idempotencyKeyMax: idempotencyKeyMax,
            apiVersion: apiVersion,
            credentialID: credentialID,
            subject: subject
        )
    }
}
