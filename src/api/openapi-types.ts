/** What of an OpenAPI document is read and completed here. */
interface Media {
  schema?: unknown
  examples?: Record<string, unknown>
}

export interface OpenApiOperation {
  operationId: string
  description?: string
  security?: unknown[]
  'x-roles'?: string[]
  'x-scope'?: string
  parameters?: { name: string; in: string }[]
  requestBody?: { required?: boolean; content: Record<string, Media> }
  responses: Record<string, { description: string; content?: Record<string, Media> }>
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, OpenApiOperation>>
  components: { schemas: Record<string, unknown>; securitySchemes?: Record<string, unknown> }
  security?: unknown[]
}
