import { isRefusal } from '../refusal.ts'

/** What the demo sets up is not refused; where it is, the demo is wrong. */
export function accepted<T extends object>(value: T): Exclude<T, { refused: true }> {
  if (isRefusal(value)) throw new Error(`the demo was refused: ${value.code} ${JSON.stringify(value.parameters)}`)
  return value as Exclude<T, { refused: true }>
}
