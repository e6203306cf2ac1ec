import { and, desc, eq, lt } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import { type Page, readTransactions } from '../ledger/read-books.ts'

/** What was counted at a counter. */
export interface Stocktake {
  /** The transaction with the differences; null where everything was as the books say. */
  number: number | null
  counter: string
  counts: { sku: string; counted: number }[]
  serviceDate: string
  recordedAt: number
  takenBy: string
  approvedBy: string | null
}

/** Where a page ended: in the journal, and among the stocktakes that posted nothing. */
export interface StocktakeCursor {
  number?: number | undefined
  reference?: string | undefined
}

interface Found {
  stocktake: Stocktake
  end: StocktakeCursor
}

/** Stocktakes with and without a difference, the newest first. */
export async function listStocktakes(
  service: Service,
  communityId: string,
  { after = {}, limit }: { after?: StocktakeCursor | undefined; limit: number }
): Promise<Page<Stocktake, StocktakeCursor>> {
  const posted = await withDifference(service, communityId, after, limit + 1)
  const others = await withoutDifference(service, communityId, after, limit + 1)
  const items: Stocktake[] = []
  let end = after
  while (items.length < limit) {
    const [one, other] = [posted[0], others[0]]
    const first = one && other ? (one.stocktake.recordedAt >= other.stocktake.recordedAt ? posted : others) : one ? posted : others
    const found = first.shift()
    if (!found) break
    items.push(found.stocktake)
    end = { ...end, ...found.end }
  }
  return { items, next: posted.length + others.length > 0 ? end : null }
}

type Counted = Pick<Stocktake, 'counter' | 'counts'>

async function withDifference({ bank }: Service, communityId: string, { number }: StocktakeCursor, limit: number): Promise<Found[]> {
  const { items } = await readTransactions(bank.store, communityId, { kind: 'stocktake', before: number, limit })
  return items.map(({ number, content, serviceDate, recordedAt, preparedBy, approvedBy }) => ({
    stocktake: { number, ...(JSON.parse(content ?? '{}') as Counted), serviceDate, recordedAt, takenBy: preparedBy, approvedBy },
    end: { number }
  }))
}

async function withoutDifference({ bank }: Service, communityId: string, { reference }: StocktakeCursor, limit: number): Promise<Found[]> {
  const { requestKey } = bank.store.tables
  const conditions = [eq(requestKey.communityId, communityId), eq(requestKey.kind, 'stocktake')]
  if (reference !== undefined) conditions.push(lt(requestKey.reference, reference))
  const rows = await bank.store.db.select().from(requestKey).where(and(...conditions)).orderBy(desc(requestKey.reference)).limit(limit)
  return rows.map(({ reference, content, recordedAt, recordedBy }) => {
    const { counter, counts, today, serviceDate = today, approvedBy = null } = content as unknown as Counted & {
      today: string
      serviceDate?: string
      approvedBy?: string
    }
    return { stocktake: { number: null, counter, counts, serviceDate, recordedAt, takenBy: recordedBy, approvedBy }, end: { reference } }
  })
}
