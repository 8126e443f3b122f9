import Foundation
import Preorder

extension OpenAPIDocument {
    /// What is posted to members' endpoints: an operation an event.
    static let webhooks =
        "webhooks:\n" + WebhookEvent.allCases.map(operation).joined()

    /// The body of each event, and what headers have in common.
    static let webhookSchemas = WebhookEvent.allCases.map(schema).joined()

    private static func operation(_ event: WebhookEvent) -> String {
        """
          \(event.type):
            post:
              operationId: \(event.name)
              summary: \(event.summary)
              security: []
              parameters:
                - $ref: '#/components/parameters/webhookID'
                - $ref: '#/components/parameters/webhookTimestamp'
                - $ref: '#/components/parameters/webhookSignature'
                - $ref: '#/components/parameters/webhookTrace'
              requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/\(event.schemaName)'
              responses:
                2XX:
                  description: Taken.
                '410':
                  description: The endpoint is given up.
                default:
                  description: Posted again, for three days at most; Retry-After is obeyed.

        """
    }

    private static func schema(_ event: WebhookEvent) -> String {
        let required = event.members.filter(event.always).map(\.rawValue)
        return """
                \(event.schemaName):
                  type: object
                  required: [type, timestamp, data]
                  properties:
                    type:
                      const: \(event.type)
                    timestamp:
                      type: string
                      format: date-time
                    data:
                      type: object
                      required: [\(required.joined(separator: ", "))]
                      properties:
            \(event.members.map(property).joined())
            """
    }

    private static func property(_ member: WebhookMember) -> String {
        """
                    \(member.rawValue):
                      type: string
                      \(member.constraint)

        """
    }
}

extension WebhookEvent {
    /// `onPaymentCompleted`.
    fileprivate var name: String { "on" + capitalized }

    /// `PaymentCompletedEvent`.
    fileprivate var schemaName: String { capitalized + "Event" }

    private var capitalized: String {
        rawValue.split(separator: "_").map(\.capitalized).joined()
    }

    fileprivate var summary: String {
        switch self {
        case .paymentCompleted: "To who pays. The payment is complete."
        case .paymentFailed: "To who pays. It failed or was withdrawn; points are back."
        case .chargeReversed: "To who pays. A charge that came too late was given back."
        case .refundCompleted: "To who pays. Money and points went back."
        case .refundRefused: "To who pays. The gateway refused it for now; a person goes on."
        case .refundStands: "To who pays. The refusal stands; the reservation is as it was."
        case .giftOffered: "To both. It is paid for and may be accepted."
        case .giftReminder: "To the recipient. It expires soon."
        case .giftAccepted: "To both. The game is the recipient's."
        case .giftDeclined: "To both. The recipient did not want it; the sender is refunded."
        case .giftExpired: "To both. Nobody accepted it in time; the sender is refunded."
        case .giftCancelled: "To both. It was taken back, or its game was cancelled."
        case .giftRevoked: "To both. It had been accepted, and its game was cancelled."
        }
    }
}

extension WebhookMember {
    fileprivate var constraint: String {
        switch self {
        case .reservationID, .paymentID, .refundID, .giftID: "format: uuid"
        case .part: "enum: [sender, recipient]"
        case .reason: "pattern: ^[a-z_]+$"
        }
    }
}
