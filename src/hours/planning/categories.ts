import { and, asc, eq } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { writeOnce } from '../../communities/write-once.ts'
import type { CategoryFinding, Help } from '../../contracts/planning-codes.ts'
import { readPolicies } from '../../ledger/read-books.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { refusalOfField } from './fields.ts'

/** A category of service, as the coefficients of the policy name it. */
export interface Category {
  category: string
  field: string | null
  /** Which of the five helps it is, if any. */
  help: Help | null
  ended: boolean
}

/** Also the categories that only the policy names, which nobody has mapped yet. */
export interface ListedCategory extends Category {
  registered: boolean
  /** Whether any version of the policy names it: a service of another category is refused at approval. */
  inPolicy: boolean
}

/** Registers a category, or maps it anew. Refuses `unknown_service_field`. */
export async function putCategory(service: Service, communityId: string, given: Category, asked: Keyed): Promise<Answered<ListedCategory> | Refusal> {
  const { serviceCategory } = service.bank.store.tables
  const row = { communityId, ...given, updatedAt: service.clock.now() }
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const bad = given.ended ? undefined : await refusalOfField(service, db, communityId, given.field)
      if (bad) return bad
      await db.insert(serviceCategory).values(row).onConflictDoUpdate({ target: [serviceCategory.communityId, serviceCategory.category], set: row })
      return given.category
    },
    find: async () => ({ ...given, registered: true, inPolicy: (await policyCategories(service, communityId)).has(given.category) })
  })
}

/** Every category of any version of the policy. Read before a write begins: within one it would need a second connection. */
export async function policyCategories({ bank }: Service, communityId: string): Promise<Set<string>> {
  const versions = await readPolicies(bank.store, communityId)
  return new Set(versions.flatMap(({ policy }) => Object.keys(policy.earning.categoryCoefficients)))
}

/** All that are registered or named by a policy, in order of their names. There are dozens at most. */
export async function listCategories(service: Service, communityId: string): Promise<ListedCategory[]> {
  const { serviceCategory } = service.bank.store.tables
  const { category, field, help, ended } = serviceCategory
  const rows = await service.bank.store.db
    .select({ category, field, help, ended })
    .from(serviceCategory)
    .where(eq(serviceCategory.communityId, communityId))
    .orderBy(asc(category))
  const named = await policyCategories(service, communityId)
  const registered = rows.map((row) => ({ ...row, help: row.help as Help | null, registered: true, inPolicy: named.has(row.category) }))
  const known = new Set(rows.map((row) => row.category))
  const others = [...named].filter((each) => !known.has(each))
  return [...registered, ...others.map((each) => ({ category: each, field: null, help: null, ended: false, registered: false, inPolicy: true }))].sort((one, other) =>
    one.category < other.category ? -1 : 1
  )
}

/** What is amiss with the categories of a community: none of it stops anything, and all of it surprises somebody later. */
export async function checkCategories(service: Service, communityId: string): Promise<{ category: string; finding: CategoryFinding }[]> {
  const { serviceField } = service.bank.store.tables
  const fields = await service.bank.store.db
    .select({ field: serviceField.field, ended: serviceField.ended })
    .from(serviceField)
    .where(eq(serviceField.communityId, communityId))
  const ended = new Set(fields.filter((each) => each.ended).map((each) => each.field))
  const categories = await listCategories(service, communityId)
  return categories.flatMap((each) => findingsOf(each, ended).map((finding) => ({ category: each.category, finding })))
}

function findingsOf({ field, ended, registered, inPolicy }: ListedCategory, endedFields: ReadonlySet<string>): CategoryFinding[] {
  if (!registered) return ['not_registered']
  if (ended) return inPolicy ? ['ended_but_in_policy'] : []
  const found: CategoryFinding[] = inPolicy ? [] : ['not_in_policy']
  if (field === null) found.push('without_field')
  else if (endedFields.has(field)) found.push('field_ended')
  return found
}

/** Refuses `category_not_in_use` for one that is neither registered and going on nor, unregistered, named by a policy. */
export async function refusalOfCategory(
  { bank }: Service,
  db: Database,
  communityId: string,
  { category, named }: { category: string; named: ReadonlySet<string> }
): Promise<Refusal | undefined> {
  const { serviceCategory } = bank.store.tables
  const [found] = await db
    .select({ ended: serviceCategory.ended })
    .from(serviceCategory)
    .where(and(eq(serviceCategory.communityId, communityId), eq(serviceCategory.category, category)))
  const usable = found ? !found.ended : named.has(category)
  return usable ? undefined : refuse('category_not_in_use', { category })
}
