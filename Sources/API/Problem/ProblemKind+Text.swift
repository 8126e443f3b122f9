extension ProblemKind {
    /// A title that is the same for every problem of the kind, and what to do about it.
    func text(in language: Language) -> (title: String, detail: String) {
        switch language {
        case .english: english
        case .korean: korean
        }
    }

    private var english: (title: String, detail: String) {
        switch self {
        case .malformedRequest:
            ("Malformed request", "The body is not what this route takes; see errors.")
        case .malformedParameter:
            ("Malformed parameter", "A parameter is not what this route takes; see errors.")
        case .idempotencyKeyMissing:
            (
                "Idempotency-Key needed",
                "Send an Idempotency-Key of 1 to 255 printable ASCII characters without blanks."
            )
        case .unauthorized:
            ("Not signed in", "Send a valid bearer token that has not expired.")
        case .forbidden: ("Not allowed", "This token does not permit it.")
        case .unknownMember: ("Unknown member", "There is no such member.")
        case .notFound: ("Not found", "There is nothing at this address.")
        case .methodNotAllowed: ("Method not allowed", "This address takes other methods.")
        case .bodyTooLarge: ("Body too large", "The body is larger than this route takes.")
        case .unsupportedMediaType:
            ("Unsupported media type", "Send the body as application/json.")
        case .headersTooLarge: ("Headers too large", "Send fewer or shorter headers.")
        case .requestTimeout: ("Too slow", "The body took too long to arrive.")
        case .requestInFlight:
            ("In progress", "A request with this Idempotency-Key is being carried out. Ask again.")
        case .idempotencyKeyReused:
            ("Key used before", "This Idempotency-Key was used for a different request.")
        case .unknownGame: ("Unknown game", "There is no such game in your country.")
        case .unknownReservation: ("Unknown reservation", "There is no such reservation.")
        case .unknownPayment: ("Unknown payment", "There is no such payment.")
        case .unknownRefund: ("Unknown refund", "There is no such refund.")
        case .unknownDiscount: ("Unknown discount", "There is no such discount.")
        case .unknownMethod: ("Unknown payment method", "There is no such payment method.")
        case .gameCancelled: ("Game cancelled", "The game was cancelled.")
        case .notOnSale: ("Not on sale", "The game is not open for reservation now.")
        case .alreadyReserved: ("Already reserved", "You have reserved this game already.")
        case .priceChanged: ("Price changed", "The price is no longer what you were shown.")
        case .methodNotSupported:
            ("Payment method not accepted", "This payment method is not accepted here.")
        case .methodRequired:
            ("Payment method needed", "Choose a payment method for the amount that is left.")
        case .nothingToCharge:
            ("Nothing to charge", "The points pay for all of it; choose no payment method.")
        case .pointsOutOfRange:
            ("Points out of range", "Use at most as many points as the price is worth.")
        case .notEnoughPoints: ("Not enough points", "You do not have that many points.")
        case .pointsLeaveRemainder:
            (
                "Points leave a remainder",
                "What these points leave cannot be charged; use one of the numbers given."
            )
        case .malformedToken:
            ("Malformed payment token", "The token is not one that a payment gateway gives.")
        case .alreadySubmitted:
            ("Already submitted", "The payment was submitted before; follow it.")
        case .tooLate: ("Too late", "The time for this is over.")
        case .alreadyPaid: ("Already paid", "It is paid; ask for a refund instead.")
        case .notPaid: ("Not paid", "It is not paid yet; withdraw it instead.")
        case .nothingToRefund: ("Nothing to refund", "It was cancelled, or refunded before.")
        case .isGift: ("A gift", "A gift is declined, cancelled or expires.")
        case .giftToOneself:
            ("A gift to yourself", "Reserve the game without a recipient instead.")
        case .unknownRecipient: ("Unknown recipient", "There is no such member to give it to.")
        case .notSoldToRecipient:
            ("Not sold there", "The game is not sold in the recipient's country.")
        case .recipientHasGame:
            ("Recipient has it", "The recipient has or has reserved this game already.")
        case .alreadyGiven:
            ("Given already", "You are giving this game to this member already.")
        case .malformedGiftMessage:
            ("Message not accepted", "A gift's message is text of up to 500 characters.")
        case .unknownGift: ("Unknown gift", "There is no such gift.")
        case .giftClosed:
            (
                "Not open any more",
                "The gift was answered, cancelled or has expired; see gift_status."
            )
        case .alreadyOwned:
            ("You have it", "You have this game already; the gift stays open, and you can decline.")
        case .giftAccepted:
            ("Gift accepted", "The gift was accepted; it is refunded to nobody.")
        case .unknownEndpoint: ("Unknown endpoint", "There is no such webhook endpoint.")
        case .addressRefused:
            ("Address refused", "Give an https address without user, password and fragment.")
        case .tooManyEndpoints: ("Too many endpoints", "Remove one of your endpoints first.")
        case .unknownDelivery: ("Unknown webhook", "There is no such webhook, or not any more.")
        case .deliveryPending: ("Still being told", "It is tried again by itself.")
        case .endpointDisabled: ("Endpoint given up", "Enable the endpoint first.")
        case .unknownManager: ("Unknown manager", "There is no such manager.")
        case .otherCountry: ("Another country", "You act in your own country only.")
        case .reasonUnreadable:
            ("Reason needed", "Give a reason of at most 2000 readable characters; it is kept.")
        case .discountRefused: ("Discount refused", "The discount cannot be registered.")
        case .discountOverlaps:
            ("Discounts overlap", "Another discount holds in a part of the period.")
        case .discountOver: ("Discount over", "The discount is over already.")
        case .gameRefused: ("Game refused", "The game or its price cannot be registered.")
        case .methodRefused: ("Payment method refused", "The method cannot be offered like this.")
        case .tooManyRequests: ("Too many requests", "Wait as long as Retry-After says.")
        case .internalError:
            ("Internal error", "Something went wrong here; it was noted under request_id.")
        case .overloaded: ("Overloaded", "Too much is going on; try again shortly.")
        case .unavailable: ("Unavailable", "Something is unavailable; try again shortly.")
        }
    }

    private var korean: (title: String, detail: String) {
        switch self {
        case .malformedRequest: ("잘못된 요청", "본문이 이 경로의 형식과 다릅니다. errors를 확인하세요.")
        case .malformedParameter:
            ("잘못된 매개변수", "매개변수가 이 경로의 형식과 다릅니다. errors를 확인하세요.")
        case .idempotencyKeyMissing:
            ("Idempotency-Key 필요", "공백 없는 ASCII 문자 1~255자의 Idempotency-Key를 보내세요.")
        case .unauthorized: ("인증 필요", "만료되지 않은 유효한 토큰을 보내세요.")
        case .forbidden: ("권한 없음", "이 토큰으로는 할 수 없습니다.")
        case .unknownMember: ("알 수 없는 회원", "해당 회원이 없습니다.")
        case .notFound: ("찾을 수 없음", "이 주소에는 아무것도 없습니다.")
        case .methodNotAllowed: ("허용되지 않는 메서드", "이 주소는 다른 메서드를 받습니다.")
        case .bodyTooLarge: ("본문이 너무 큼", "본문이 이 경로의 한도를 넘습니다.")
        case .unsupportedMediaType: ("지원하지 않는 형식", "본문을 application/json으로 보내세요.")
        case .headersTooLarge: ("헤더가 너무 큼", "헤더를 줄여서 보내세요.")
        case .requestTimeout: ("너무 느림", "본문이 너무 늦게 도착했습니다.")
        case .requestInFlight:
            ("처리 중", "같은 Idempotency-Key의 요청을 처리하고 있습니다. 다시 요청하세요.")
        case .idempotencyKeyReused: ("이미 쓴 키", "다른 요청에 쓴 Idempotency-Key입니다.")
        case .unknownGame: ("알 수 없는 게임", "해당 국가에 그런 게임이 없습니다.")
        case .unknownReservation: ("알 수 없는 예약", "해당 예약이 없습니다.")
        case .unknownPayment: ("알 수 없는 결제", "해당 결제가 없습니다.")
        case .unknownRefund: ("알 수 없는 환불", "해당 환불이 없습니다.")
        case .unknownDiscount: ("알 수 없는 할인", "해당 할인이 없습니다.")
        case .unknownMethod: ("알 수 없는 결제 수단", "해당 결제 수단이 없습니다.")
        case .gameCancelled: ("취소된 게임", "출시가 취소된 게임입니다.")
        case .notOnSale: ("예약 기간이 아님", "지금은 예약할 수 없는 게임입니다.")
        case .alreadyReserved: ("이미 예약함", "이미 예약한 게임입니다.")
        case .priceChanged: ("가격 변경", "안내된 가격이 변경되었습니다.")
        case .methodNotSupported: ("지원하지 않는 결제 수단", "이 결제 수단은 쓸 수 없습니다.")
        case .methodRequired: ("결제 수단 필요", "남은 금액의 결제 수단을 선택하세요.")
        case .nothingToCharge:
            ("결제할 금액 없음", "포인트로 전액 결제됩니다. 결제 수단을 선택하지 마세요.")
        case .pointsOutOfRange: ("포인트 범위 초과", "결제 금액만큼만 포인트를 쓸 수 있습니다.")
        case .notEnoughPoints: ("포인트 부족", "보유한 포인트가 부족합니다.")
        case .pointsLeaveRemainder:
            ("결제할 수 없는 잔액", "남는 금액을 결제할 수 없습니다. 제시된 포인트를 쓰세요.")
        case .malformedToken: ("잘못된 결제 토큰", "결제 게이트웨이의 토큰 형식이 아닙니다.")
        case .alreadySubmitted: ("이미 제출함", "이미 제출한 결제입니다. 상태를 조회하세요.")
        case .tooLate: ("기한 지남", "기한이 지났습니다.")
        case .alreadyPaid: ("이미 결제됨", "결제가 완료되었습니다. 환불을 요청하세요.")
        case .notPaid: ("결제 전", "아직 결제되지 않았습니다. 예약을 철회하세요.")
        case .nothingToRefund: ("환불할 것 없음", "취소되었거나 이미 환불되었습니다.")
        case .isGift: ("선물", "선물은 거절, 취소 또는 만료로 환불됩니다.")
        case .giftToOneself: ("본인에게 선물", "받는 사람 없이 예약하세요.")
        case .unknownRecipient: ("받는 사람 없음", "선물할 수 있는 회원이 없습니다.")
        case .notSoldToRecipient: ("판매하지 않는 국가", "받는 사람의 국가에서 판매하지 않는 게임입니다.")
        case .recipientHasGame: ("이미 보유한 게임", "받는 사람이 이미 보유하거나 예약한 게임입니다.")
        case .alreadyGiven: ("이미 선물함", "이 회원에게 이 게임을 이미 선물하고 있습니다.")
        case .malformedGiftMessage: ("메시지 오류", "선물 메시지는 500자 이내의 텍스트여야 합니다.")
        case .unknownGift: ("선물 없음", "해당 선물이 없습니다.")
        case .giftClosed: ("종료된 선물", "이미 응답했거나 취소 또는 만료된 선물입니다. gift_status를 확인하세요.")
        case .alreadyOwned: ("이미 보유한 게임", "이미 보유한 게임입니다. 선물은 그대로 남아 있으며 거절할 수 있습니다.")
        case .giftAccepted: ("수락된 선물", "수락된 선물은 환불되지 않습니다.")
        case .unknownEndpoint: ("알 수 없는 엔드포인트", "해당 웹훅 엔드포인트가 없습니다.")
        case .addressRefused: ("주소 거부", "사용자, 암호, 조각이 없는 https 주소를 쓰세요.")
        case .tooManyEndpoints: ("엔드포인트가 너무 많음", "먼저 다른 엔드포인트를 지우세요.")
        case .unknownDelivery: ("알 수 없는 웹훅", "해당 웹훅이 없거나 더 이상 보관되지 않습니다.")
        case .deliveryPending: ("전송 중", "자동으로 다시 전송됩니다.")
        case .endpointDisabled: ("중지된 엔드포인트", "먼저 엔드포인트를 다시 활성화하세요.")
        case .unknownManager: ("알 수 없는 담당자", "해당 담당자가 없습니다.")
        case .otherCountry: ("다른 국가", "자기 국가에서만 할 수 있습니다.")
        case .reasonUnreadable: ("사유 필요", "읽을 수 있는 2000자 이내의 사유를 쓰세요. 기록됩니다.")
        case .discountRefused: ("할인 거부", "이 할인은 등록할 수 없습니다.")
        case .discountOverlaps: ("할인 중복", "기간이 다른 할인과 겹칩니다.")
        case .discountOver: ("끝난 할인", "이미 끝난 할인입니다.")
        case .gameRefused: ("게임 거부", "이 게임이나 가격은 등록할 수 없습니다.")
        case .methodRefused: ("결제 수단 거부", "이 결제 수단은 이렇게 제공할 수 없습니다.")
        case .tooManyRequests: ("요청이 너무 많음", "Retry-After만큼 기다리세요.")
        case .internalError: ("내부 오류", "문제가 생겼습니다. request_id로 기록되었습니다.")
        case .overloaded: ("혼잡", "요청이 많습니다. 잠시 후 다시 시도하세요.")
        case .unavailable: ("일시 중단", "잠시 후 다시 시도하세요.")
        }
    }
}
