import { and, asc, eq, gt } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { writeOnce } from '../../communities/write-once.ts'
import type { Page } from '../../ledger/read-books.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'

/** A field that a community orders its posts, brands and categories by; Taicheng has eight. */
export interface ServiceField {
  field: string
  name: string
  /** It stays on what bears it, and nothing new gets it. */
  ended: boolean
}

/** Registers a field, or changes what is said of it. */
export async function putServiceField(service: Service, communityId: string, given: ServiceField, asked: Keyed): Promise<Answered<ServiceField> | Refusal> {
  const { serviceField } = service.bank.store.tables
  const row = { communityId, ...given, updatedAt: service.clock.now() }
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      await db.insert(serviceField).values(row).onConflictDoUpdate({ target: [serviceField.communityId, serviceField.field], set: row })
      return given.field
    },
    find: async () => given
  })
}

export async function listServiceFields(service: Service, communityId: string, { after = '', limit }: { after?: string | undefined; limit: number }): Promise<Page<ServiceField>> {
  const { serviceField } = service.bank.store.tables
  const { field, name, ended } = serviceField
  const rows = await service.bank.store.db
    .select({ field, name, ended })
    .from(serviceField)
    .where(and(eq(serviceField.communityId, communityId), gt(field, after)))
    .orderBy(asc(field))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.field ?? null) : null }
}

/** Refuses `unknown_service_field` for a field that is not there or has ended; none at all is no field. */
export async function refusalOfField({ bank }: Service, db: Database, communityId: string, field: string | null): Promise<Refusal | undefined> {
  if (field === null) return undefined
  const { serviceField } = bank.store.tables
  const [found] = await db
    .select({ ended: serviceField.ended })
    .from(serviceField)
    .where(and(eq(serviceField.communityId, communityId), eq(serviceField.field, field)))
  return found && !found.ended ? undefined : refuse('unknown_service_field', { field })
}
