import Money

extension OpenAPIDocument {
    /// What members send and are answered.
    static let memberSchemas = """
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
            RefundStatus:
              type: string
              enum:
                - pending
                - refused
                - completed
                - settled_outside
                - withdrawn
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
            CurrentDiscount:
              type: object
              required: [discount_id, policy, amount, discount, from, until]
              properties:
                discount_id:
                  type: string
                  format: uuid
                policy:
                  type: string
                amount:
                  type: integer
                  format: int64
                  description: Basis points for percent, minor units for amount.
                discount:
                  $ref: '#/components/schemas/Money'
                from:
                  type: [string, "null"]
                  format: date-time
                until:
                  type: [string, "null"]
                  format: date-time
            ListedGame:
              type: object
              required:
                - game_id
                - title
                - image
                - release_at
                - list_price
                - price
                - discount
                - sales_from
                - sales_until
                - is_open
              properties:
                game_id:
                  type: string
                  format: uuid
                title:
                  type: string
                image:
                  type: [string, "null"]
                release_at:
                  type: string
                  format: date-time
                list_price:
                  $ref: '#/components/schemas/Money'
                price:
                  $ref: '#/components/schemas/Money'
                discount:
                  oneOf:
                    - type: 'null'
                    - $ref: '#/components/schemas/CurrentDiscount'
                sales_from:
                  type: [string, "null"]
                  format: date-time
                sales_until:
                  type: [string, "null"]
                  format: date-time
                is_open:
                  type: boolean
            GamePage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/ListedGame'
                next:
                  type: [string, "null"]
            Game:
              type: object
              required:
                - game_id
                - title
                - image
                - release_at
                - list_price
                - price
                - discount
                - sales_from
                - sales_until
                - is_open
                - description
                - system_requirements
                - images
                - status
              properties:
                game_id:
                  type: string
                  format: uuid
                title:
                  type: string
                image:
                  type: [string, "null"]
                release_at:
                  type: string
                  format: date-time
                list_price:
                  $ref: '#/components/schemas/Money'
                price:
                  $ref: '#/components/schemas/Money'
                discount:
                  oneOf:
                    - type: 'null'
                    - $ref: '#/components/schemas/CurrentDiscount'
                sales_from:
                  type: [string, "null"]
                  format: date-time
                sales_until:
                  type: [string, "null"]
                  format: date-time
                is_open:
                  type: boolean
                description:
                  type: string
                system_requirements:
                  type: string
                images:
                  type: array
                  items:
                    type: string
                status:
                  type: string
                  enum: [announced, released, cancelled]
            PaymentMethod:
              type: object
              required: [method, gateway]
              properties:
                method:
                  type: string
                gateway:
                  type: string
            PaymentMethodPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/PaymentMethod'
                next:
                  type: [string, "null"]
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
            GiftWish:
              type: object
              additionalProperties: false
              required: [recipient_id]
              properties:
                recipient_id:
                  type: string
                  format: uuid
                message:
                  type: [string, "null"]
                  maxLength: 500
            GiftStatus:
              type: string
              enum:
                - awaiting_payment
                - offered
                - accepted
                - declined
                - expired
                - cancelled
                - void
                - revoked
            Gift:
              type: object
              required:
                - gift_id
                - reservation_id
                - game_id
                - title
                - part
                - other_member_id
                - other_member_name
                - status
                - message
                - offered_at
                - expires_at
                - closed_at
                - refund_id
                - refund_status
              properties:
                gift_id:
                  type: string
                  format: uuid
                reservation_id:
                  type: [string, "null"]
                  format: uuid
                  description: The sender's; the recipient's once it is theirs.
                game_id:
                  type: string
                  format: uuid
                title:
                  type: string
                part:
                  type: string
                  enum: [sender, recipient]
                other_member_id:
                  type: string
                  format: uuid
                other_member_name:
                  type: [string, "null"]
                status:
                  $ref: '#/components/schemas/GiftStatus'
                message:
                  type: [string, "null"]
                  description: While the gift is open.
                offered_at:
                  type: [string, "null"]
                  format: date-time
                expires_at:
                  type: [string, "null"]
                  format: date-time
                closed_at:
                  type: [string, "null"]
                  format: date-time
                refund_id:
                  type: [string, "null"]
                  format: uuid
                  description: The sender's to see.
                refund_status:
                  oneOf:
                    - $ref: '#/components/schemas/RefundStatus'
                    - type: "null"
            GiftPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/Gift'
                next:
                  type: [string, "null"]
            GiftAnswer:
              type: object
              required: [gift_id, status, refund_id]
              properties:
                gift_id:
                  type: string
                  format: uuid
                status:
                  $ref: '#/components/schemas/GiftStatus'
                refund_id:
                  type: [string, "null"]
                  format: uuid
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
            RefundRequest:
              type: object
              additionalProperties: false
              required: [reservation_id]
              properties:
                reservation_id:
                  type: string
                  format: uuid
            AcceptedRefund:
              type: object
              required: [refund_id]
              properties:
                refund_id:
                  type: string
                  format: uuid
            Refund:
              type: object
              required:
                - refund_id
                - reservation_id
                - status
                - cash
                - points_restored
                - points_clawed_back
                - due_on
                - completed_at
                - failure_reason
              properties:
                refund_id:
                  type: string
                  format: uuid
                reservation_id:
                  type: string
                  format: uuid
                status:
                  $ref: '#/components/schemas/RefundStatus'
                cash:
                  $ref: '#/components/schemas/Money'
                points_restored:
                  type: integer
                  format: int64
                points_clawed_back:
                  type: integer
                  format: int64
                due_on:
                  type: [string, "null"]
                  format: date
                completed_at:
                  type: [string, "null"]
                  format: date-time
                failure_reason:
                  type: [string, "null"]
            PointBalance:
              type: object
              required: [available, held]
              properties:
                available:
                  type: integer
                  format: int64
                held:
                  type: integer
                  format: int64
            PointLot:
              type: object
              required: [source, granted, remaining, expires_at]
              properties:
                source:
                  type: string
                granted:
                  type: integer
                  format: int64
                remaining:
                  type: integer
                  format: int64
                expires_at:
                  type: string
                  format: date-time
            PointLotPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/PointLot'
                next:
                  type: [string, "null"]
            PointEntry:
              type: object
              required: [entry_id, posted_at, kind, amount, debit, credit, reservation_id]
              properties:
                entry_id:
                  type: integer
                  format: int64
                posted_at:
                  type: string
                  format: date-time
                kind:
                  type: string
                amount:
                  type: integer
                  format: int64
                debit:
                  type: string
                credit:
                  type: string
                reservation_id:
                  type: [string, "null"]
                  format: uuid
            PointEntryPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/PointEntry'
                next:
                  type: [string, "null"]
            WebhookEndpointDraft:
              type: object
              additionalProperties: false
              required: [url]
              properties:
                url:
                  type: string
                  minLength: 1
                  maxLength: 1900
                  pattern: ^https://
            WebhookEndpointID:
              type: object
              required: [endpoint_id]
              properties:
                endpoint_id:
                  type: string
                  format: uuid
            WebhookEndpoint:
              type: object
              required: [endpoint_id, url, created_at, disabled_at, disabled_reason]
              properties:
                endpoint_id:
                  type: string
                  format: uuid
                url:
                  type: string
                created_at:
                  type: string
                  format: date-time
                disabled_at:
                  type: [string, "null"]
                  format: date-time
                disabled_reason:
                  type: [string, "null"]
            WebhookEndpointPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/WebhookEndpoint'
                next:
                  type: [string, "null"]
            WebhookDelivery:
              type: object
              required:
                [message_id, webhook_id, type, created_at, state, attempts, last_outcome,
                 last_status, last_tried_at, next_try_at, delivered_at, redelivered_at]
              properties:
                message_id:
                  type: integer
                  format: int64
                webhook_id:
                  type: string
                type:
                  type: [string, "null"]
                created_at:
                  type: string
                  format: date-time
                state:
                  enum: [pending, delivered, dead]
                  description: Dead is not told any more, unless somebody asks for it.
                attempts:
                  type: integer
                  description: Tries of which it is known how they ended.
                last_outcome:
                  enum: [answered, refused_address, unreachable, no_answer, null]
                last_status:
                  type: [integer, "null"]
                last_tried_at:
                  type: [string, "null"]
                  format: date-time
                next_try_at:
                  type: [string, "null"]
                  format: date-time
                delivered_at:
                  type: [string, "null"]
                  format: date-time
                redelivered_at:
                  type: [string, "null"]
                  format: date-time
            WebhookDeliveryPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/WebhookDelivery'
                next:
                  type: [string, "null"]
            WebhookDeliveryID:
              type: object
              required: [message_id]
              properties:
                message_id:
                  type: integer
                  format: int64
            WebhookSecret:
              type: object
              required: [secret]
              properties:
                secret:
                  type: string
                  pattern: ^whsec_

        """
}
