extension OpenAPIDocument {
    static let servicePaths = """
          /openapi.yaml:
            get:
              operationId: readDocument
              tags: [service]
              summary: This document.
              security: []
              responses:
                '200':
                  description: OpenAPI 3.1.
                  content:
                    application/yaml:
                      schema: {}
                \(anyProblem)
          /healthz:
            get:
              operationId: readHealth
              tags: [service]
              summary: Whether the program lives.
              security: []
              responses:
                \(ok("ServiceStatus"))
                \(anyProblem)
          /readyz:
            get:
              operationId: readReadiness
              tags: [service]
              summary: Whether the database answers and has the right schema.
              security: []
              responses:
                \(ok("ServiceStatus"))
                \(anyProblem)
          /metrics:
            get:
              operationId: readMetrics
              tags: [service]
              summary: What Prometheus wants to know; not for the public.
              security: []
              responses:
                '200':
                  description: Prometheus' text format 0.0.4.
                  content:
                    text/plain:
                      schema:
                        type: string
                \(anyProblem)

        """
}
