import { and, asc, eq, gt } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { answerOf, once } from '../../communities/once.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { isAccountPart } from '../../ledger/chart.ts'
import type { AwardLimits } from '../../ledger/command.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'

/** By what points are awarded without hours, as for civility or sorted waste. */
export interface AwardRule {
  /** Stands in the account in the books, and never changes. */
  rule: string
  nameZh: string
  nameEn: string
  /** Hundredths of a point for each award. */
  points: number
  limits: AwardLimits
  validFrom: string
  validThrough: string | null
  category: string | null
  brand: string | null
}

/** Refuses `bad_code`, `bad_range`, `award_rule_exists` and `key_reused`. */
export async function createAwardRule(service: Service, communityId: string, given: AwardRule, asked: Keyed): Promise<{ rule: AwardRule; replayed: boolean } | Refusal> {
  const { rule, nameZh, nameEn, points, limits, validFrom, validThrough, category, brand } = given
  if (!isAccountPart(rule)) return refuse('bad_code', { value: rule })
  if (validThrough !== null && validThrough < validFrom) return refuse('bad_range', { from: validFrom, to: validThrough })
  const { awardRule } = service.bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    const inserted = await db
      .insert(awardRule)
      .values({
        communityId, rule, nameZh: nameZh.trim(), nameEn: nameEn.trim(), points, perDay: limits.perDay ?? null, perMonth: limits.perMonth ?? null,
        perYear: limits.perYear ?? null, validFrom, validThrough, category, brand, createdBy: asked.actor, createdAt: service.clock.now()
      })
      .onConflictDoNothing()
      .returning({ rule: awardRule.rule })
    return inserted.length === 0 ? refuse('award_rule_exists', { rule }) : rule
  })
  if (isRefusal(made)) return made
  const found = await findAwardRule(service, communityId, made.made)
  return isRefusal(found) ? found : { rule: found, replayed: made.replayed }
}

/** How many points and how often is the rule itself: for another, end this one and begin another. */
export interface AwardRuleChange {
  nameZh?: string | undefined
  nameEn?: string | undefined
  validThrough?: string | undefined
}

/** Refuses `unknown_award_rule`, `bad_range`, `nothing_to_change` and `key_reused`. */
export async function changeAwardRule(
  service: Service,
  communityId: string,
  { rule, change }: { rule: string; change: AwardRuleChange },
  asked: Keyed
): Promise<Answered<AwardRule> | Refusal> {
  const found = await findAwardRule(service, communityId, rule)
  if (isRefusal(found)) return found
  const { nameZh, nameEn, validThrough } = change
  if (nameZh === undefined && nameEn === undefined && validThrough === undefined) return refuse('nothing_to_change')
  if (validThrough !== undefined && validThrough < found.validFrom) return refuse('bad_range', { from: found.validFrom, to: validThrough })
  const { awardRule } = service.bank.store.tables
  const changed = await once(service, communityId, asked, async (db) => {
    await db
      .update(awardRule)
      .set({ ...(nameZh === undefined ? {} : { nameZh: nameZh.trim() }), ...(nameEn === undefined ? {} : { nameEn: nameEn.trim() }), ...(validThrough === undefined ? {} : { validThrough }) })
      .where(and(eq(awardRule.communityId, communityId), eq(awardRule.rule, rule)))
    return rule
  })
  return answerOf(changed, () => findAwardRule(service, communityId, rule))
}

export async function findAwardRule({ bank }: Service, communityId: string, rule: string): Promise<AwardRule | Refusal> {
  const { awardRule } = bank.store.tables
  const [found] = await bank.store.db.select().from(awardRule).where(and(eq(awardRule.communityId, communityId), eq(awardRule.rule, rule)))
  return found ? toRule(found) : refuse('unknown_award_rule', { rule })
}

/** In order of their codes, the ended ones too. */
export async function listAwardRules({ bank }: Service, communityId: string, { after = '', limit }: { after?: string | undefined; limit: number }): Promise<Page<AwardRule>> {
  const { awardRule } = bank.store.tables
  const rows = await bank.store.db
    .select()
    .from(awardRule)
    .where(and(eq(awardRule.communityId, communityId), gt(awardRule.rule, after)))
    .orderBy(asc(awardRule.rule))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toRule)
  return { items, next: rows.length > limit ? (items.at(-1)?.rule ?? null) : null }
}

type Row = Service['bank']['store']['tables']['awardRule']['$inferSelect']

function toRule({ rule, nameZh, nameEn, points, perDay, perMonth, perYear, validFrom, validThrough, category, brand }: Row): AwardRule {
  const limits = { perDay: perDay ?? undefined, perMonth: perMonth ?? undefined, perYear: perYear ?? undefined }
  return { rule, nameZh, nameEn, points, limits, validFrom, validThrough, category, brand }
}
