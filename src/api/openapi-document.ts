import { addExamples } from './examples/add-examples.ts'

interface Media {
  schema?: unknown
  examples?: Record<string, unknown>
}

export interface OpenApiOperation {
  operationId: string
  requestBody?: { required?: boolean; content: Record<string, Media> }
  responses: Record<string, { description: string; content?: Record<string, Media> }>
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, OpenApiOperation>>
  components: { schemas: Record<string, unknown> }
  security?: unknown[]
}

/** What the contracts alone do not say: the file that is handed in, the examples, and that there are no accounts yet. */
export function completeDocument(document: OpenApiDocument): OpenApiDocument {
  document.security = []
  describeUpload(document)
  addExamples(document)
  keepUsedSchemas(document)
  return document
}

function describeUpload({ paths }: OpenApiDocument): void {
  const operation = Object.values(paths)
    .flatMap((path) => Object.values(path))
    .find((each) => each.operationId === 'previewImport')
  if (!operation) return
  operation.requestBody = {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'],
          additionalProperties: false,
          properties: {
            file: { type: 'string', contentMediaType: 'application/octet-stream', description: '表格文件 · The sheet' },
            mapping: {
              type: 'string',
              contentMediaType: 'application/json',
              description: '手工指定的列:字段 → 列名、列字母或序号 · Columns named by hand: field → heading, letter or number'
            },
            counter: { type: 'string', description: '物资入哪个兑换点,缺省 main · The counter that goods go to' }
          }
        }
      }
    }
  }
}

/** Every schema is offered as one that is read and one that is written; only those that are referred to stay. */
function keepUsedSchemas(document: OpenApiDocument): void {
  const { schemas } = document.components
  const used = new Set<string>()
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      visit(schemas[name])
    }
  }
  visit(document.paths)
  document.components.schemas = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)))
}
