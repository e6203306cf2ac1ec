import { and, asc, eq, gt } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import { answerOf, once } from '../communities/once.ts'
import type { Answered, Keyed } from '../communities/request-keys.ts'
import { isAccountPart } from '../ledger/chart.ts'
import type { Page } from '../ledger/read-books.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'

/** A good of a community's catalogue. The price is in hundredths of a point for one piece. */
export interface Good {
  sku: string
  barcode: string | null
  name: string
  unitName: string | null
  price: number
  /** Pieces a person may redeem in a calendar month; null for no limit. */
  monthlyLimit: number | null
  sponsor: string | null
}

/**
 * Puts a good into the catalogue or changes what is said of it. A retry changes nothing, whatever was said of the good
 * since. Refuses `unknown_community`, `community_archived`, `bad_code` and `key_reused`.
 */
export async function putGood(service: Service, communityId: string, good: Good, asked?: Keyed): Promise<Answered<Good> | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  if (!isAccountPart(good.sku)) return refuse('bad_code', { value: good.sku })
  const { store } = service.bank
  const row = { ...good, communityId, updatedAt: service.clock.now() }
  const target = [store.tables.good.communityId, store.tables.good.sku]
  const put = async (db: Database): Promise<string> => {
    await db.insert(store.tables.good).values(row).onConflictDoUpdate({ target, set: row })
    return good.sku
  }
  return answerOf(await once(service, communityId, asked, put, 'good'), async () => good)
}

function columns(service: Service) {
  const { sku, barcode, name, unitName, price, monthlyLimit, sponsor } = service.bank.store.tables.good
  return { sku, barcode, name, unitName, price, monthlyLimit, sponsor }
}

/** A good by its sku or, where no sku is so called, by its barcode. */
export async function findGood(service: Service, communityId: string, code: string): Promise<Good | Refusal> {
  const { good } = service.bank.store.tables
  for (const column of [good.sku, good.barcode]) {
    const [found] = await service.bank.store.db.select(columns(service)).from(good).where(and(eq(good.communityId, communityId), eq(column, code))).limit(1)
    if (found) return found
  }
  return refuse('unknown_good', { sku: code })
}

export async function listGoods(service: Service, communityId: string, { after = '', limit }: { after?: string | undefined; limit: number }): Promise<Page<Good>> {
  const { good } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select(columns(service))
    .from(good)
    .where(and(eq(good.communityId, communityId), gt(good.sku, after)))
    .orderBy(asc(good.sku))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.sku ?? null) : null }
}
