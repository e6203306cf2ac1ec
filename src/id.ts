import { uuidv7 } from 'uuidv7'

/** A new id that begins with the time it was made at, so that ids made later sort later. */
export function newId(): string {
  return uuidv7()
}
