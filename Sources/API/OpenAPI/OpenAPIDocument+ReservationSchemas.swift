import Money

extension OpenAPIDocument {
    /// Reserving, paying and what one has.
    static let reservationSchemas = """
            ReservationStatus:
              type: string
              enum:
                - awaiting_payment
                - pending
                - reserved
                - released
                - refunding
                - refunded
                - cancelled
            PaymentStatus:
              type: string
              enum:
                - awaiting_authentication
                - pending
                - action_required
                - completed
                - failed
                - refunding
                - refunded
                - refund_failed
                - reversing
                - reversed
                - reversal_failed
            Money:
              type: object
              additionalProperties: false
              required: [amount_minor, currency]
              properties:
                amount_minor:
                  type: integer
                  format: int64
                  description: Minor units of the currency.
                currency:
                  type: string
                  description: ISO 4217.
                  enum: [\(Currency.codes.joined(separator: ", "))]
            ServiceStatus:
              type: object
              required: [status]
              properties:
                status:
                  type: string
            ReserveRequest:
              type: object
              additionalProperties: false
              required: [game_id, shown]
              properties:
                game_id:
                  type: string
                  format: uuid
                method:
                  type: [string, "null"]
                  minLength: 1
                  maxLength: 31
                  description: Of the payment methods; none where points pay all.
                points:
                  type: [integer, "null"]
                  format: int64
                  default: 0
                shown:
                  $ref: '#/components/schemas/Money'
                  description: The price that the member was shown; refused when it changed.
                gift:
                  oneOf:
                    - $ref: '#/components/schemas/GiftWish'
                    - type: "null"
                  description: To whom it is to be given; none to keep it.
            Nothing:
              type: object
              additionalProperties: false
              description: An empty object.
            ReserveReceipt:
              type: object
              required:
                - gift_id
                - reservation_id
                - payment_id
                - order_id
                - amount
                - authenticate_by
                - is_complete
              properties:
                reservation_id:
                  type: string
                  format: uuid
                payment_id:
                  type: string
                  format: uuid
                order_id:
                  type: string
                  description: What the gateway is given.
                amount:
                  $ref: '#/components/schemas/Money'
                authenticate_by:
                  type: [string, "null"]
                  format: date-time
                  description: Until when the payment must be submitted.
                gift_id:
                  type: [string, "null"]
                  format: uuid
                is_complete:
                  type: boolean
            Reservation:
              type: object
              required:
                - reservation_id
                - payment_id
                - game_id
                - status
                - charged
                - points_used
                - created_at
                - reserved_at
              properties:
                reservation_id:
                  type: string
                  format: uuid
                payment_id:
                  type: string
                  format: uuid
                game_id:
                  type: string
                  format: uuid
                status:
                  $ref: '#/components/schemas/ReservationStatus'
                charged:
                  $ref: '#/components/schemas/Money'
                points_used:
                  type: integer
                  format: int64
                created_at:
                  type: string
                  format: date-time
                reserved_at:
                  type: [string, "null"]
                  format: date-time
            Withdrawal:
              type: object
              required: [status]
              properties:
                status:
                  type: string
                  enum: [withdrawn, withdrawing]
            Submission:
              type: object
              additionalProperties: false
              required: [token]
              properties:
                token:
                  type: string
                  minLength: 1
                  maxLength: 512
                  description: A Toss paymentKey or a Stripe payment method.
            AcceptedPayment:
              type: object
              required: [payment_id, status]
              properties:
                payment_id:
                  type: string
                  format: uuid
                status:
                  type: string
                  const: pending
            Payment:
              type: object
              required:
                - payment_id
                - reservation_id
                - status
                - amount
                - order_id
                - method
                - gateway
                - account
                - authenticate_by
                - failure_reason
                - action_url
              properties:
                payment_id:
                  type: string
                  format: uuid
                reservation_id:
                  type: string
                  format: uuid
                status:
                  $ref: '#/components/schemas/PaymentStatus'
                amount:
                  $ref: '#/components/schemas/Money'
                order_id:
                  type: string
                  description: The order's number, as the gateway is given it.
                method:
                  type: [string, "null"]
                  description: How it is paid; null when points pay for all of it.
                gateway:
                  type: [string, "null"]
                account:
                  type: [string, "null"]
                  description: The merchant account that charges it.
                authenticate_by:
                  type: [string, "null"]
                  format: date-time
                  description: Until when it may be submitted.
                failure_reason:
                  type: [string, "null"]
                  description: A stable code.
                action_url:
                  type: [string, "null"]
                  description: Where the buyer must go while action is required.
            Purchase:
              type: object
              required:
                - reservation_id
                - game_id
                - title
                - status
                - charged
                - points_used
                - reserved_at
                - release_at
                - is_refundable
                - refund_id
              properties:
                reservation_id:
                  type: string
                  format: uuid
                game_id:
                  type: string
                  format: uuid
                title:
                  type: string
                status:
                  type: string
                  enum: [reserved, released, refunding]
                charged:
                  $ref: '#/components/schemas/Money'
                points_used:
                  type: integer
                  format: int64
                reserved_at:
                  type: string
                  format: date-time
                release_at:
                  type: string
                  format: date-time
                is_refundable:
                  type: boolean
                refund_id:
                  type: [string, "null"]
                  format: uuid
                  description: The refund that is on its way.
            PurchasePage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/Purchase'
                next:
                  type: [string, "null"]

        """
}
