public import Foundation

/// What came in from a gateway, to be read by whoever knows it.
public struct IncomingWebhook: Sendable {
    /// The merchant account whose address it came to.
    public let account: String

    /// The raw body, which signatures are over.
    public let body: Data

    /// A header's value; names are in small letters.
    public let header: @Sendable (_ name: String) -> String?
}

/// What a reader makes of an incoming webhook.
public enum IncomingReading: Sendable {
    /// It is about this payment; `eventID` tells a repeat.
    case signal(eventID: String, paymentID: String?, orderID: String?)

    /// It is not the gateway's, or nobody knows the account.
    case forged

    /// It is no event.
    case malformed
}
