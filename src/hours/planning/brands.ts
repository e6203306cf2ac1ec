import { and, asc, eq, gt } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { writeOnce } from '../../communities/write-once.ts'
import type { Page } from '../../ledger/read-books.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { refusalOfField } from './fields.ts'

/** A service brand (服务品牌), as 小红花 or 和事佬. */
export interface Brand {
  brand: string
  name: string
  field: string | null
  ended: boolean
}

/** Registers a brand, or changes what is said of it. Refuses `unknown_service_field`. */
export async function putBrand(service: Service, communityId: string, given: Brand, asked: Keyed): Promise<Answered<Brand> | Refusal> {
  const { brand } = service.bank.store.tables
  const row = { communityId, ...given, updatedAt: service.clock.now() }
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const bad = given.ended ? undefined : await refusalOfField(service, db, communityId, given.field)
      if (bad) return bad
      await db.insert(brand).values(row).onConflictDoUpdate({ target: [brand.communityId, brand.brand], set: row })
      return given.brand
    },
    find: async () => given
  })
}

export async function listBrands(service: Service, communityId: string, { after = '', limit }: { after?: string | undefined; limit: number }): Promise<Page<Brand>> {
  const { brand: table } = service.bank.store.tables
  const { brand, name, field, ended } = table
  const rows = await service.bank.store.db
    .select({ brand, name, field, ended })
    .from(table)
    .where(and(eq(table.communityId, communityId), gt(brand, after)))
    .orderBy(asc(brand))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.brand ?? null) : null }
}

/** Refuses `unknown_brand` and `brand_ended`. */
export async function refusalOfBrand({ bank }: Service, db: Database, communityId: string, code: string | null): Promise<Refusal | undefined> {
  if (code === null) return undefined
  const { brand } = bank.store.tables
  const [found] = await db.select({ ended: brand.ended }).from(brand).where(and(eq(brand.communityId, communityId), eq(brand.brand, code)))
  if (!found) return refuse('unknown_brand', { brand: code })
  return found.ended ? refuse('brand_ended', { brand: code }) : undefined
}
