import { and, eq, ne } from 'drizzle-orm'
import type { ProxyPower } from '../contracts/person-codes.ts'
import type { Action } from '../ledger/command.ts'
import type { Outcome } from '../ledger/post.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { todayIn } from './today.ts'
import { lockCommunity } from './lock-community.ts'

/** A claim that was never settled is looked after by whoever comes after this long. */
const ABANDONED_MILLISECONDS = 60_000

export interface ProxyClaim {
  idempotencyKey: string
  /** Whether this call made the claim, and takes it back where nothing is posted. */
  claimed: boolean
}

interface ProxyAsked {
  proxyId: string
  action: Action
  idempotencyKey: string
}

/** What a proxy must allow for an action, and for whom; undefined for what nobody does by proxy. */
function needOf(action: Action): { power: ProxyPower; member: number } | undefined {
  if (action.action === 'redeem') return { power: 'redeem', member: action.member }
  if (action.action === 'gift') return { power: 'accept_gift', member: action.to }
  return undefined
}

/**
 * Claims a proxy for one posting, before it is posted. A retry with the same key finds its own claim and is let
 * through, so that it gets the first answer even where the proxy has ended since. A proxy that is good once lets only
 * one claim in. Refuses, in this order, `unknown_proxy`, `proxy_not_allowed`, `proxy_expired` and `proxy_used`.
 */
export async function claimProxy(service: Service, communityId: string, asked: ProxyAsked): Promise<ProxyClaim | Refusal> {
  const { bank, clock, directory } = service
  const { proxy, proxyUse } = bank.store.tables
  const { proxyId, idempotencyKey } = asked
  const today = await todayIn({ directory, clock }, communityId)
  return bank.store.write(async (db) => {
    // Two claims of one proxy come one after the other.
    await lockCommunity(service, db, communityId)
    const [own] = await db
      .select({ proxyId: proxyUse.proxyId })
      .from(proxyUse)
      .where(and(eq(proxyUse.communityId, communityId), eq(proxyUse.idempotencyKey, idempotencyKey)))
    if (own?.proxyId === proxyId) return { idempotencyKey, claimed: false }
    if (own) return refuse('key_reused')
    const [found] = await db.select().from(proxy).where(and(eq(proxy.communityId, communityId), eq(proxy.proxyId, proxyId)))
    if (!found) return refuse('unknown_proxy')
    const need = needOf(asked.action)
    if (!need || need.member !== found.memberNumber || !found.powers.includes(need.power)) return refuse('proxy_not_allowed')
    const { validFrom, validThrough } = found
    if (found.endedAt !== null || today < validFrom || today > validThrough) return refuse('proxy_expired', { from: validFrom, through: validThrough })
    if (found.once && (await isUsed(service, db, { communityId, proxyId, idempotencyKey }))) return refuse('proxy_used')
    await db.insert(proxyUse).values({ communityId, idempotencyKey, proxyId, claimedAt: clock.now() })
    return { idempotencyKey, claimed: true }
  })
}

/** Whether somebody else's claim stands. One that came to nothing, because a process broke off, is taken away. */
async function isUsed({ bank, clock }: Service, db: Database, { communityId, proxyId, idempotencyKey }: { communityId: string; proxyId: string; idempotencyKey: string }): Promise<boolean> {
  const { proxyUse } = bank.store.tables
  const { transaction } = bank.store.journal
  const claims = await db
    .select({ key: proxyUse.idempotencyKey, claimedAt: proxyUse.claimedAt, posted: transaction.number })
    .from(proxyUse)
    .leftJoin(transaction, and(eq(transaction.communityId, proxyUse.communityId), eq(transaction.idempotencyKey, proxyUse.idempotencyKey)))
    .where(and(eq(proxyUse.communityId, communityId), eq(proxyUse.proxyId, proxyId), ne(proxyUse.idempotencyKey, idempotencyKey)))
  if (claims.some((each) => each.posted !== null || each.claimedAt > clock.now() - ABANDONED_MILLISECONDS)) return true
  for (const { key } of claims) {
    await db.delete(proxyUse).where(and(eq(proxyUse.communityId, communityId), eq(proxyUse.idempotencyKey, key)))
  }
  return false
}

/** Takes a claim back where nothing was posted. */
export async function settleProxy({ bank }: Service, communityId: string, claim: ProxyClaim, outcome: Outcome): Promise<void> {
  if (!isRefusal(outcome) || !claim.claimed) return
  const { proxyUse } = bank.store.tables
  await bank.store.write((db) =>
    db.delete(proxyUse).where(and(eq(proxyUse.communityId, communityId), eq(proxyUse.idempotencyKey, claim.idempotencyKey)))
  )
}

/** The proxy that a transaction was asked by, or null. */
export async function proxyOfTransaction({ bank }: Service, communityId: string, number: number): Promise<string | null> {
  const { proxyUse } = bank.store.tables
  const { transaction } = bank.store.journal
  const [found] = await bank.store.db
    .select({ proxyId: proxyUse.proxyId })
    .from(proxyUse)
    .innerJoin(transaction, and(eq(transaction.communityId, proxyUse.communityId), eq(transaction.idempotencyKey, proxyUse.idempotencyKey)))
    .where(and(eq(proxyUse.communityId, communityId), eq(transaction.number, number)))
  return found?.proxyId ?? null
}
