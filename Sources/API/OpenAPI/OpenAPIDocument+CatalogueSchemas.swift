extension OpenAPIDocument {
    /// Games, prices and what can be paid with.
    static let catalogueSchemas = """
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

        """
}
