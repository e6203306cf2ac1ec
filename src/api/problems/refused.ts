import { isRefusal, type Refusal } from '../../refusal.ts'

/** Carries a refusal to the one place that answers it. Not a bug, so it takes no stack. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    const depth = Error.stackTraceLimit
    Error.stackTraceLimit = 0
    super(refusal.code)
    Error.stackTraceLimit = depth
    this.refusal = refusal
  }
}

/** What a use case gave, or the end of the request where it refused. */
export function granted<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Refused(result)
  return result
}

/** The end of the request where something was refused. */
export function throwRefused(refusal: Refusal | undefined): void {
  if (refusal) throw new Refused(refusal)
}
