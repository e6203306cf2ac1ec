import type { Problem } from '../../contracts/problem.ts'
import { type Language, type Refusal, refusalMessage } from '../../refusal.ts'
import { statusOf, titleOf } from './status-of.ts'

/** A refusal as its reader gets it. */
export function problemOf(refusal: Refusal, { language, requestId }: { language: Language; requestId: string }): Problem {
  const status = statusOf(refusal.code)
  return {
    type: `urn:timebank:problem:${refusal.code}`,
    title: titleOf(status)[language],
    status,
    code: refusal.code,
    detail: refusalMessage(refusal, language),
    parameters: refusal.parameters,
    requestId
  }
}
