extension OpenAPIDocument {
    /// A member's points.
    static let pointSchemas = """
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

        """
}
