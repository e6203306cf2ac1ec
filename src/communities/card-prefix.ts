import { like } from 'drizzle-orm'
import type { Database } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'

/** What the numbers of a community's own cards begin with: 2 to 6 capitals, of one community alone. */
export const CARD_PREFIX = /^[A-Z]{2,6}$/

/** A prefix for a community that asks for none: the first letters of its id, with more letters where that is taken. */
export async function freeCardPrefix(db: Database, { community }: Tables, communityId: string): Promise<string | undefined> {
  const letters = communityId.replace(/[^a-z]/g, '').toUpperCase().padEnd(2, 'X')
  const rows = await db
    .select({ cardPrefix: community.cardPrefix })
    .from(community)
    .where(like(community.cardPrefix, `${letters.slice(0, 2)}%`))
  const taken = new Set(rows.map((row) => row.cardPrefix))
  for (const candidate of candidates(letters)) if (!taken.has(candidate)) return candidate
  return undefined
}

/** `TAIC`, `TAICA` … `TAICZ`, `TAICAA` …, and where a province has named them all alike, `TAIAAA` … and `TAAAAA` …. */
function* candidates(letters: string): Generator<string> {
  const own = letters.slice(0, 4)
  for (let more = 0; own.length + more <= 6; more++) yield* endings(own, more)
  for (const fewer of [3, 2]) if (own.length > fewer) yield* endings(own.slice(0, fewer), 6 - fewer)
}

function* endings(start: string, letters: number): Generator<string> {
  if (letters === 0) {
    yield start
    return
  }
  for (let letter = 0; letter < 26; letter++) yield* endings(start + String.fromCharCode(65 + letter), letters - 1)
}
