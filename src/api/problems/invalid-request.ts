import type { z } from 'zod'
import type { Problem } from '../../contracts/problem.ts'
import { type Language, REFUSALS, type Refusal, type RefusalCode, refusalMessage, refuse } from '../../refusal.ts'
import { issueWords } from './issue-words.ts'
import { problemOf } from './problem-of.ts'

type Issue = z.core.$ZodIssue

const MOST_ERRORS = 20
const MOST_CHARACTERS = 64

/** A request that its contract does not take. */
export class InvalidRequest extends Error {
  readonly issues: Issue[]

  constructor(issues: Issue[]) {
    super('invalid_request')
    this.issues = issues.flatMap(plainIssues)
  }
}

/** Of a value that may be written in several ways, what is wrong with the way that was meant: the one that knows most of its fields. */
function plainIssues(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const unknown = (issues: Issue[]): number => issues.reduce((sum, each) => sum + (each.code === 'unrecognized_keys' ? each.keys.length : 0), 0)
  const meant = issue.errors.reduce((best, issues) => (unknown(issues) < unknown(best) ? issues : best))
  return meant.flatMap((each) => plainIssues({ ...each, path: [...issue.path, ...each.path] }))
}

/** Says what is wrong with which field; the first one at fault gives the code. */
export function invalidRequestProblem(error: InvalidRequest, reader: { language: Language; requestId: string }): Problem {
  const errors = error.issues.slice(0, MOST_ERRORS).map((issue) => {
    const refusal = refusalOf(issue)
    return { field: fieldOf(issue), code: refusal.code, message: messageOf(issue, refusal, reader.language) }
  })
  const [issue] = error.issues
  const [first] = errors
  if (!issue || !first) return problemOf(refuse('invalid_request', { detail: '' }), reader)
  const refusal = refusalOf(issue)
  const named = refusal.code === 'invalid_request' ? refuse('invalid_request', { detail: `${first.field} ${first.message}`.trim() }) : refusal
  return { ...problemOf(named, reader), ...(first.field === '' ? {} : { field: first.field }), errors }
}

/** A contract names a refusal as the message of what it checks. */
function refusalOf(issue: Issue): Refusal {
  return Object.hasOwn(REFUSALS, issue.message)
    ? refuse(issue.message as RefusalCode, { value: shown(issue.input) })
    : refuse('invalid_request', { detail: '' })
}

function messageOf(issue: Issue, refusal: Refusal, language: Language): string {
  return refusal.code === 'invalid_request' ? issueWords(issue, language) : refusalMessage(refusal, language)
}

function shown(input: unknown): string {
  const text = typeof input === 'string' ? input : (JSON.stringify(input) ?? '')
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
}

/** `lines[0].pieces`; of an unknown field, its own name. */
function fieldOf(issue: Issue): string {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
  return path.reduce<string>((field, part) => {
    if (typeof part === 'number') return `${field}[${part}]`
    return field === '' ? String(part) : `${field}.${String(part)}`
  }, '')
}
