extension OpenAPIDocument {
    /// What the reports say.
    static let reportSchemas = """
            ReportedReservation:
              type: object
              required:
                - reservation_id
                - member_id
                - owner_id
                - game_id
                - currency
                - list_minor
                - discount_minor
                - points_used
                - charged_minor
                - refunded_minor
                - status
                - is_gift
                - created_at
                - reserved_at
                - payment_id
                - payment_status
                - failure_reason
              properties:
                reservation_id:
                  type: string
                  format: uuid
                member_id:
                  type: string
                  format: uuid
                owner_id:
                  type: [string, "null"]
                  format: uuid
                game_id:
                  type: string
                  format: uuid
                currency:
                  type: string
                list_minor:
                  type: integer
                  format: int64
                discount_minor:
                  type: integer
                  format: int64
                points_used:
                  type: integer
                  format: int64
                charged_minor:
                  type: integer
                  format: int64
                refunded_minor:
                  type: integer
                  format: int64
                status:
                  $ref: '#/components/schemas/ReservationStatus'
                is_gift:
                  type: boolean
                created_at:
                  type: string
                  format: date-time
                reserved_at:
                  type: [string, "null"]
                  format: date-time
                payment_id:
                  type: [string, "null"]
                  format: uuid
                payment_status:
                  type: [string, "null"]
                failure_reason:
                  type: [string, "null"]
            ReportedReservationPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/ReportedReservation'
                next:
                  type: [string, "null"]
            ReportedGift:
              type: object
              required:
                - gift_id
                - reservation_id
                - sender_id
                - recipient_id
                - game_id
                - status
                - offered_at
                - expires_at
                - closed_at
                - refund_status
                - refunded_at
              properties:
                gift_id:
                  type: string
                  format: uuid
                reservation_id:
                  type: string
                  format: uuid
                sender_id:
                  type: string
                  format: uuid
                recipient_id:
                  type: string
                  format: uuid
                game_id:
                  type: string
                  format: uuid
                status:
                  $ref: '#/components/schemas/GiftStatus'
                offered_at:
                  type: [string, "null"]
                  format: date-time
                expires_at:
                  type: [string, "null"]
                  format: date-time
                closed_at:
                  type: [string, "null"]
                  format: date-time
                refund_status:
                  type: [string, "null"]
                refunded_at:
                  type: [string, "null"]
                  format: date-time
            ReportedGiftPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/ReportedGift'
                next:
                  type: [string, "null"]
            DailySales:
              type: object
              required:
                - day
                - currency
                - game_id
                - reservations
                - gifts
                - gross_minor
                - discount_minor
                - points_minor
                - charged_minor
                - refunded_minor
              properties:
                day:
                  type: string
                  format: date
                currency:
                  type: string
                game_id:
                  type: string
                  format: uuid
                reservations:
                  type: integer
                  format: int64
                gifts:
                  type: integer
                  format: int64
                gross_minor:
                  type: integer
                  format: int64
                discount_minor:
                  type: integer
                  format: int64
                points_minor:
                  type: integer
                  format: int64
                charged_minor:
                  type: integer
                  format: int64
                refunded_minor:
                  type: integer
                  format: int64
            DailySalesPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/DailySales'
                next:
                  type: [string, "null"]

        """
}
