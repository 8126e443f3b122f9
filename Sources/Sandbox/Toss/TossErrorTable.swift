/// The status and the message of Toss's error codes.
///
/// Source: Toss Payments, "에러 코드". A code that is not here is answered with 400, as an unlisted
/// code must be treated with care whatever its status.
enum TossErrorTable {
    static func entry(_ code: String) -> (status: Int, message: String) {
        if let message = badRequests[code] { return (400, message) }
        if let message = forbidden[code] { return (403, message) }
        if let (status, message) = others[code] { return (status, message) }
        return (400, "요청을 처리할 수 없습니다.")
    }

    /// Codes that end a payment: the confirm was refused for good.
    static func endsPayment(_ code: String) -> Bool {
        rejections.contains(code)
    }

    /// The codes that seeded declines are chosen from.
    static let commonRejections = [
        "REJECT_CARD_COMPANY", "REJECT_CARD_PAYMENT", "INVALID_STOPPED_CARD",
        "INVALID_CARD_EXPIRATION", "EXCEED_MAX_AUTH_COUNT", "INVALID_CARD_LOST_OR_STOLEN",
    ]

    private static let rejections: Set<String> = [
        "REJECT_CARD_COMPANY", "REJECT_CARD_PAYMENT", "REJECT_ACCOUNT_PAYMENT",
        "EXCEED_MAX_AUTH_COUNT", "INVALID_REJECT_CARD", "INVALID_STOPPED_CARD",
        "INVALID_CARD_LOST_OR_STOLEN", "INVALID_CARD_EXPIRATION", "INVALID_CARD_NUMBER",
        "NOT_SUPPORTED_CARD_TYPE", "INVALID_BILL_KEY_REQUEST", "EXCEED_MAX_PAYMENT_AMOUNT",
        "EXCEED_MAX_DAILY_PAYMENT_COUNT", "BELOW_MINIMUM_AMOUNT",
    ]

    private static let badRequests: [String: String] = [
        "INVALID_REQUEST": "잘못된 요청입니다.",
        "ALREADY_PROCESSED_PAYMENT": "이미 처리된 결제 입니다.",
        "DUPLICATED_ORDER_ID": "이미 승인 및 취소가 진행된 중복된 주문번호 입니다. 다른 주문번호로 진행해주세요.",
        "PROVIDER_ERROR": "일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요.",
        "CARD_PROCESSING_ERROR": "카드사에서 오류가 발생했습니다.",
        "EXCEED_MAX_AUTH_COUNT": "최대 인증 횟수를 초과했습니다. 카드사로 문의해주세요.",
        "INVALID_REJECT_CARD": "카드 사용이 거절되었습니다. 카드사 문의가 필요합니다.",
        "INVALID_STOPPED_CARD": "정지된 카드 입니다.",
        "INVALID_CARD_LOST_OR_STOLEN": "분실 혹은 도난 카드입니다.",
        "INVALID_CARD_EXPIRATION": "카드 정보를 다시 확인해주세요. (유효기간)",
        "INVALID_CARD_NUMBER": "카드번호를 다시 확인해주세요.",
        "NOT_SUPPORTED_CARD_TYPE": "지원되지 않는 카드 종류입니다.",
        "INVALID_BILL_KEY_REQUEST": "빌링키 인증이 완료되지 않았거나 유효하지 않은 빌링 거래 건입니다.",
        "EXCEED_MAX_PAYMENT_AMOUNT": "하루 결제 가능 금액을 초과했습니다.",
        "EXCEED_MAX_DAILY_PAYMENT_COUNT": "하루 결제 가능 횟수를 초과했습니다.",
        "BELOW_MINIMUM_AMOUNT": "신용카드는 결제금액이 100원 이상, 계좌는 200원이상부터 결제가 가능합니다.",
        "ALREADY_CANCELED_PAYMENT": "이미 취소된 결제 입니다.",
        "ALREADY_REFUND_PAYMENT": "이미 환불된 결제입니다.",
        "REFUND_REJECTED": "환불이 거절됐습니다. 결제사에 문의 부탁드립니다.",
        "NOT_AVAILABLE_BANK": "은행 서비스 시간이 아닙니다.",
        "INVALID_IDEMPOTENCY_KEY": "멱등키는 300자 이하여야 합니다.",
    ]

    private static let forbidden: [String: String] = [
        "REJECT_CARD_COMPANY": "결제 승인이 거절되었습니다.",
        "REJECT_CARD_PAYMENT": "한도초과 혹은 잔액부족으로 결제에 실패했습니다.",
        "REJECT_ACCOUNT_PAYMENT": "잔액부족으로 결제에 실패했습니다.",
        "FORBIDDEN_REQUEST": "허용되지 않은 요청입니다.",
        "NOT_CANCELABLE_AMOUNT": "취소 할 수 없는 금액 입니다.",
        "NOT_CANCELABLE_PAYMENT": "취소 할 수 없는 결제 입니다.",
        "FORBIDDEN_CONSECUTIVE_REQUEST": "반복적인 요청은 허용되지 않습니다. 잠시 후 다시 시도해주세요.",
        "EXCEED_MAX_REFUND_DUE": "환불 가능한 기간이 지났습니다.",
        "NOT_ALLOWED_PARTIAL_REFUND": "에스크로 주문, 현금 카드 결제 등의 사유로 부분 환불이 불가합니다.",
    ]

    private static let others: [String: (Int, String)] = [
        "UNAUTHORIZED_KEY": (401, "인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다."),
        "INVALID_API_KEY": (400, "잘못된 시크릿키 연동 정보 입니다."),
        "NOT_FOUND_PAYMENT": (404, "존재하지 않는 결제 정보 입니다."),
        "NOT_FOUND_PAYMENT_SESSION": (404, "결제 시간이 만료되어 결제 진행 데이터가 존재하지 않습니다."),
        "NOT_FOUND": (404, "존재하지 않는 정보 입니다."),
        "IDEMPOTENT_REQUEST_PROCESSING": (409, "이전 멱등 요청이 처리중입니다."),
        "TOO_MANY_REQUESTS": (429, "요청이 너무 많습니다. 잠시 후 다시 시도해주세요."),
        "FAILED_INTERNAL_SYSTEM_PROCESSING": (500, "내부 시스템 처리 작업이 실패했습니다. 잠시 후 다시 시도해주세요."),
        "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING": (500, "결제가 완료되지 않았어요. 다시 시도해주세요."),
        "FAILED_REFUND_PROCESS": (500, "은행 응답시간 지연이나 일시적인 오류로 환불요청에 실패했습니다."),
        "FAILED_METHOD_HANDLING_CANCEL": (500, "취소 중 결제 시 사용한 결제 수단 처리과정에서 일시적인 오류가 발생했습니다."),
        "SERVICE_UNAVAILABLE": (503, "서비스를 일시적으로 이용할 수 없습니다."),
        "UNKNOWN_PAYMENT_ERROR": (500, "결제에 실패했어요. 같은 문제가 반복된다면 은행이나 카드사로 문의해주세요."),
    ]
}
