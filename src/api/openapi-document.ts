import { addExamples } from './examples/add-examples.ts'
import { describeAccess } from './openapi-access.ts'
import type { OpenApiDocument, OpenApiOperation } from './openapi-types.ts'

/** What the contracts alone do not say: the file that is handed in, the examples, and who may do what. */
export function completeDocument(made: object): OpenApiDocument {
  const document = withoutMachineLimits(made)
  for (const operation of operationsOf(document)) {
    nameHeaders(operation)
    describeAnswers(operation)
  }
  describeUpload(document)
  describeAccess(document)
  addExamples(document)
  keepUsedSchemas(document)
  return document
}

export function operationsOf({ paths }: OpenApiDocument): OpenApiOperation[] {
  return Object.values(paths).flatMap((path) => Object.values(path))
}

/** A copy. That a whole number is within what JSON can hold goes without saying. */
function withoutMachineLimits(made: object): OpenApiDocument {
  const isLimit = (key: string, value: unknown): boolean =>
    (key === 'minimum' && value === Number.MIN_SAFE_INTEGER) || (key === 'maximum' && value === Number.MAX_SAFE_INTEGER)
  return JSON.parse(JSON.stringify(made), (key, value: unknown) => (isLimit(key, value) ? undefined : value)) as OpenApiDocument
}

const HEADERS: Record<string, string> = { 'idempotency-key': 'Idempotency-Key', 'accept-language': 'Accept-Language' }

/** Contracts know headers as Node hands them over, in small letters. */
function nameHeaders({ parameters = [] }: OpenApiOperation): void {
  for (const parameter of parameters) if (parameter.in === 'header') parameter.name = HEADERS[parameter.name] ?? parameter.name
}

const MEANING: Record<string, string> = {
  200: '成功 · Done',
  201: '已登记 · Recorded',
  202: '仍在进行 · Still going on',
  503: '不能提供服务 · It cannot serve'
}

function describeAnswers({ responses }: OpenApiOperation): void {
  for (const [status, response] of Object.entries(responses)) {
    if (response.description === 'Default Response') response.description = MEANING[status] ?? response.description
  }
}

function describeUpload(document: OpenApiDocument): void {
  const operation = operationsOf(document).find((each) => each.operationId === 'previewImport')
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
