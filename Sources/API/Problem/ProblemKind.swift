import HTTPTypes

/// Everything that a request can be answered with instead of what it asked for.
///
/// The code is the stable end of the problem's `type`; it is the one that the domain's refusals and
/// the mails have, where there is one.
enum ProblemKind: String, Sendable, CaseIterable {
    // What is wrong with the request itself
    case malformedRequest = "malformed_request"
    case malformedParameter = "malformed_parameter"
    case idempotencyKeyMissing = "idempotency_key_missing"
    case unauthorized
    case forbidden
    case unknownMember = "unknown_member"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case bodyTooLarge = "body_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case headersTooLarge = "headers_too_large"
    case requestTimeout = "request_timeout"

    // Idempotency
    case requestInFlight = "request_in_flight"
    case idempotencyKeyReused = "idempotency_key_reused"

    // What is not there, or not the caller's
    case unknownGame = "unknown_game"
    case unknownReservation = "unknown_reservation"
    case unknownPayment = "unknown_payment"
    case unknownRefund = "unknown_refund"
    case unknownDiscount = "unknown_discount"
    case unknownMethod = "unknown_method"

    // Reserving and paying
    case gameCancelled = "game_cancelled"
    case notOnSale = "not_on_sale"
    case alreadyReserved = "already_reserved"
    case priceChanged = "price_changed"
    case methodNotSupported = "method_not_supported"
    case methodRequired = "method_required"
    case nothingToCharge = "nothing_to_charge"
    case pointsOutOfRange = "points_out_of_range"
    case notEnoughPoints = "not_enough_points"
    case pointsLeaveRemainder = "points_leave_remainder"
    case malformedToken = "malformed_token"
    case alreadySubmitted = "already_submitted"
    case tooLate = "too_late"
    case alreadyPaid = "already_paid"

    // Refunds
    case notPaid = "not_paid"
    case nothingToRefund = "nothing_to_refund"
    case isGift = "is_gift"

    // Gifts
    case giftToOneself = "gift_to_oneself"
    case unknownRecipient = "unknown_recipient"
    case notSoldToRecipient = "not_sold_to_recipient"
    case recipientHasGame = "recipient_has_game"
    case alreadyGiven = "already_given"
    case malformedGiftMessage = "malformed_gift_message"
    case giftAccepted = "gift_accepted"
    case unknownGift = "unknown_gift"
    case giftClosed = "gift_closed"
    case alreadyOwned = "already_owned"

    // Webhook endpoints
    case unknownEndpoint = "unknown_endpoint"
    case addressRefused = "address_refused"
    case tooManyEndpoints = "too_many_endpoints"
    case unknownDelivery = "unknown_delivery"
    case deliveryPending = "delivery_pending"
    case endpointDisabled = "endpoint_disabled"

    // Managers
    case unknownManager = "unknown_manager"
    case otherCountry = "other_country"
    case reasonUnreadable = "reason_unreadable"
    case discountRefused = "discount_refused"
    case discountOverlaps = "discount_overlaps"
    case discountOver = "discount_over"
    case gameRefused = "game_refused"
    case methodRefused = "method_refused"

    // The service
    case tooManyRequests = "too_many_requests"
    case internalError = "internal_error"
    case overloaded
    case unavailable
}

extension ProblemKind {
    /// The problem's type: a name, not an address.
    var type: String { "urn:reservoir:problem:\(rawValue)" }

    var status: HTTPResponse.Status {
        switch self {
        case .malformedRequest, .malformedParameter, .idempotencyKeyMissing: .badRequest
        case .unauthorized: .unauthorized
        case .forbidden, .unknownMember, .unknownManager, .otherCountry: .forbidden
        case .notFound, .unknownGame, .unknownReservation, .unknownPayment, .unknownRefund,
            .unknownDiscount, .unknownMethod, .unknownEndpoint, .unknownGift,
            .unknownDelivery:
            .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .requestTimeout: .requestTimeout
        case .requestInFlight, .gameCancelled, .notOnSale, .alreadyReserved, .priceChanged,
            .alreadySubmitted, .tooLate, .alreadyPaid, .notPaid, .nothingToRefund, .isGift,
            .notSoldToRecipient, .recipientHasGame, .alreadyGiven, .giftAccepted, .giftClosed,
            .alreadyOwned, .discountOverlaps,
            .discountOver, .tooManyEndpoints, .deliveryPending, .endpointDisabled:
            .conflict
        case .idempotencyKeyReused, .methodNotSupported, .methodRequired, .nothingToCharge,
            .pointsOutOfRange, .notEnoughPoints, .pointsLeaveRemainder, .malformedToken,
            .giftToOneself, .unknownRecipient, .malformedGiftMessage, .reasonUnreadable,
            .addressRefused, .discountRefused, .gameRefused, .methodRefused:
            .unprocessableContent
        case .tooManyRequests: .tooManyRequests
        case .internalError: .internalServerError
        case .overloaded, .unavailable: .serviceUnavailable
        }
    }
}
