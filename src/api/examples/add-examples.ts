import type { OpenApiDocument, OpenApiOperation } from '../openapi-types.ts'
import { readAnswers, type TourAnswer } from './answers.ts'
import { TOUR } from './tour.ts'
import type { TourRequest } from './tour-request.ts'

interface Example {
  summary: string
  value: unknown
}

/** Refusals that any operation may answer with, shown where it has none of its own of that status. */
const COMMON: Record<string, string[]> = {
  401: ['not_signed_in'],
  403: ['not_permitted', 'second_person_needed', 'reason_needed'],
  400: ['unknown_field', 'bad_amount', 'bad_date'],
  404: ['unknown_community', 'unknown_member'],
  409: ['insufficient_points', 'key_reused', 'account_frozen'],
  415: ['unsupported_media_type']
}

/** Puts the requests of the tour and their answers into the document, each with its operation. */
export function addExamples(document: OpenApiDocument): void {
  const answers = readAnswers()
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    for (const request of TOUR.filter((each) => each.operationId === operation.operationId)) {
      const answer = answers[request.name]
      if (answer) addExample(operation, request, answer)
    }
    for (const [status, names] of Object.entries(COMMON)) addCommon(operation, status, names, answers)
  }
}

function addExample(operation: OpenApiOperation, request: TourRequest, answer: TourAnswer): void {
  const { name, summary, body, file } = request
  const asked = Object.values(operation.requestBody?.content ?? {})[0]
  if (asked && body && answer.status < 400) asked.examples = { ...asked.examples, [name]: { summary, value: body } }
  if (asked && file) asked.examples = { ...asked.examples, [name]: { summary, value: { file: file.text } } }
  show(operation, String(answer.status), answer.type, name, { summary, value: answer.body })
}

function show(operation: OpenApiOperation, status: string, type: string, name: string, example: Example): void {
  const media = operation.responses[status]?.content?.[type]
  if (media) media.examples = { ...media.examples, [name]: example }
}

function addCommon(operation: OpenApiOperation, status: string, names: string[], answers: Record<string, TourAnswer>): void {
  const type = 'application/problem+json'
  const media = operation.responses[status]?.content?.[type]
  if (!media || media.examples) return
  for (const name of names) {
    const summary = TOUR.find((each) => each.name === name)?.summary
    const answer = answers[name]
    if (summary !== undefined && answer) show(operation, status, type, name, { summary, value: answer.body })
  }
}
