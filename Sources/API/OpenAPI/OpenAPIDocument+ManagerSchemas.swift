extension OpenAPIDocument {
    /// What managers send and are answered.
    static let managerSchemas = """
            Reason:
              type: object
              additionalProperties: false
              required: [reason]
              properties:
                reason:
                  type: string
                  minLength: 1
                  maxLength: 2000
                  pattern: '[^\\s]'
                  description: Why; kept.
            DiscountDraft:
              type: object
              additionalProperties: false
              required: [game_id, policy, amount, from, until, reason]
              properties:
                game_id:
                  type: string
                  format: uuid
                policy:
                  type: string
                  minLength: 1
                  maxLength: 31
                  description: percent, amount, or another policy.
                amount:
                  type: integer
                  format: int64
                  description: Basis points for percent, minor units for amount.
                from:
                  type: string
                  format: date-time
                until:
                  type: string
                  format: date-time
                reason:
                  type: string
                  minLength: 1
                  maxLength: 2000
                  pattern: '[^\\s]'
                  description: Why; kept.
            DiscountID:
              type: object
              required: [discount_id]
              properties:
                discount_id:
                  type: string
                  format: uuid
            Discount:
              type: object
              required:
                - discount_id
                - game_id
                - policy
                - amount
                - from
                - until
                - registered_by
                - registered_at
                - reason
                - ended_by
                - ended_at
                - ended_reason
              properties:
                discount_id:
                  type: string
                  format: uuid
                game_id:
                  type: string
                  format: uuid
                policy:
                  type: string
                amount:
                  type: integer
                  format: int64
                from:
                  type: [string, "null"]
                  format: date-time
                until:
                  type: [string, "null"]
                  format: date-time
                registered_by:
                  type: string
                registered_at:
                  type: string
                  format: date-time
                reason:
                  type: string
                ended_by:
                  type: [string, "null"]
                ended_at:
                  type: [string, "null"]
                  format: date-time
                ended_reason:
                  type: [string, "null"]
            DiscountPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/Discount'
                next:
                  type: [string, "null"]
            AnnouncedGame:
              type: object
              required: [game_id, title, status, release_at, countries]
              properties:
                game_id:
                  type: string
                  format: uuid
                title:
                  type: string
                status:
                  type: string
                release_at:
                  type: string
                  format: date-time
                countries:
                  type: array
                  items:
                    type: string
            AnnouncedGamePage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/AnnouncedGame'
                next:
                  type: [string, "null"]
            GameText:
              type: object
              additionalProperties: false
              required: [language, title, description, system_requirements]
              properties:
                language:
                  type: string
                  pattern: ^[a-z]{2}$
                title:
                  type: string
                  minLength: 1
                  maxLength: 200
                description:
                  type: string
                  maxLength: 20000
                system_requirements:
                  type: string
                  maxLength: 20000
            NewGame:
              type: object
              additionalProperties: false
              required: [release_at, texts, list_price, sales_from, sales_until, reason]
              properties:
                release_at:
                  type: string
                  format: date-time
                images:
                  type: array
                  maxItems: 20
                  items:
                    type: string
                    pattern: ^https://
                texts:
                  type: array
                  maxItems: 20
                  items:
                    $ref: '#/components/schemas/GameText'
                list_price:
                  $ref: '#/components/schemas/Money'
                sales_from:
                  type: string
                  format: date-time
                sales_until:
                  type: string
                  format: date-time
                reason:
                  type: string
                  minLength: 1
                  maxLength: 2000
                  pattern: '[^\\s]'
                  description: Why; kept.
            GameID:
              type: object
              required: [game_id]
              properties:
                game_id:
                  type: string
                  format: uuid
            GamePriceDraft:
              type: object
              additionalProperties: false
              required: [list_price, sales_from, sales_until, reason]
              properties:
                list_price:
                  $ref: '#/components/schemas/Money'
                sales_from:
                  type: string
                  format: date-time
                sales_until:
                  type: string
                  format: date-time
                reason:
                  type: string
                  minLength: 1
                  maxLength: 2000
                  pattern: '[^\\s]'
                  description: Why; kept.
            GamePrice:
              type: object
              required: [game_id, list_price]
              properties:
                game_id:
                  type: string
                  format: uuid
                list_price:
                  $ref: '#/components/schemas/Money'
            OfficeMethod:
              type: object
              required: [method, account, gateway, is_enabled]
              properties:
                method:
                  type: string
                account:
                  type: string
                gateway:
                  type: string
                is_enabled:
                  type: boolean
            OfficeMethodPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/OfficeMethod'
                next:
                  type: [string, "null"]
            MethodDraft:
              type: object
              additionalProperties: false
              required: [is_enabled, reason]
              if:
                properties:
                  is_enabled:
                    const: true
              then:
                required: [account]
                properties:
                  account:
                    type: string
              properties:
                is_enabled:
                  type: boolean
                account:
                  type: [string, "null"]
                  minLength: 1
                  maxLength: 63
                  description: The merchant account that charges it; needed to offer it.
                reason:
                  type: string
                  minLength: 1
                  maxLength: 2000
                  pattern: '[^\\s]'
                  description: Why; kept.
            MethodState:
              type: object
              required: [method, is_enabled]
              properties:
                method:
                  type: string
                is_enabled:
                  type: boolean
            OfficeRefundRequest:
              type: object
              additionalProperties: false
              required: [reservation_id, reason]
              properties:
                reservation_id:
                  type: string
                  format: uuid
                reason:
                  type: string
                  minLength: 1
                  maxLength: 2000
                  pattern: '[^\\s]'
                  description: Why; kept.
            DueRefund:
              type: object
              required:
                - refund_id
                - reservation_id
                - member_id
                - amount
                - requested_at
                - due_on
                - days_left
                - state
                - failure_reason
              properties:
                refund_id:
                  type: string
                  format: uuid
                reservation_id:
                  type: string
                  format: uuid
                member_id:
                  type: string
                  format: uuid
                amount:
                  $ref: '#/components/schemas/Money'
                requested_at:
                  type: string
                  format: date-time
                due_on:
                  type: [string, "null"]
                  format: date
                days_left:
                  type: [integer, "null"]
                  format: int64
                state:
                  type: string
                failure_reason:
                  type: [string, "null"]
            DueRefundPage:
              type: object
              required: [items, next]
              properties:
                items:
                  type: array
                  items:
                    $ref: '#/components/schemas/DueRefund'
                next:
                  type: [string, "null"]

        """
}
