import { randomBytes } from 'node:crypto'

/** Ids that tell requests apart, in the logs and in what a person reports; never taken from the request. */
export function requestIds(): () => string {
  const prefix = randomBytes(4).toString('hex')
  let count = 0
  return () => `${prefix}-${(++count).toString(36)}`
}
