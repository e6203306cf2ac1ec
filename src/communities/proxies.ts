import { and, asc, eq, isNull, or } from 'drizzle-orm'
import type { ProxyPower } from '../contracts/person-codes.ts'
import { newId } from '../id.ts'
import { NEVER_EXPIRES } from '../policy/validity.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Service } from './communities.ts'
import { badContact, type Contact, type MemberOrContact, openContact, sealContact } from './contact.ts'
import { answerOf, once } from './once.ts'
import type { Asking } from './post-action.ts'
import { masked, notActive } from './relations.ts'
import type { Answered, Keyed } from './request-keys.ts'
import { todayIn } from './today.ts'

export interface NewProxy {
  agent: MemberOrContact
  powers: ProxyPower[]
  once: boolean
  validFrom?: string | undefined
  /** For good where absent, which only a proxy that is good once may be. */
  validThrough?: string | undefined
  /** What proves it, as a code: a signed form, a witness, … */
  evidence: string
}

export interface Proxy {
  proxyId: string
  member: number
  agent: { number: number } | Contact
  powers: ProxyPower[]
  once: boolean
  validFrom: string
  validThrough: string
  evidence: string
  recordedBy: string
  recordedAt: number
  /** Transactions that were asked by it. */
  transactions: number[]
  endedAt: number | null
  endReason: string | null
}

export const placeOfProxy = (proxyId: string) => `proxy.agent:${proxyId}`

/**
 * Records who may act for a member: redeem, accept gifts, request services; once, or from a day through a day.
 * Refuses `unknown_member`, `member_merged`, `same_member`, `bad_date`, and what is wrong with a contact.
 */
export async function addProxy(service: Service, communityId: string, member: number, given: NewProxy, asking: Asking): Promise<{ proxy: Proxy; replayed: boolean } | Refusal> {
  const { bank, clock, vault, directory } = service
  const { agent, powers, evidence } = given
  const bad = badContact(agent) ?? (await notActive(service, communityId, member, 'number' in agent ? agent.number : undefined))
  if (bad) return bad
  const validFrom = given.validFrom ?? await todayIn({ directory, clock }, communityId)
  const validThrough = given.validThrough ?? NEVER_EXPIRES
  if (given.validThrough === undefined && !given.once) return refuse('invalid_request', { detail: 'validThrough' })
  if (validThrough < validFrom) return refuse('bad_date', { value: validThrough })
  const { proxy, member: memberTable, person } = bank.store.tables
  const made = await once(service, communityId, asking, async (db) => {
    const [found] = await db
      .select({ diedOn: person.diedOn })
      .from(memberTable)
      .innerJoin(person, eq(person.personId, memberTable.personId))
      .where(and(eq(memberTable.communityId, communityId), eq(memberTable.number, member)))
    if (found?.diedOn) return refuse('member_died', { member })
    const proxyId = newId()
    await db.insert(proxy).values({
      communityId, proxyId, memberNumber: member, agentNumber: 'number' in agent ? agent.number : null,
      agent: sealContact(vault, agent, placeOfProxy(proxyId)), powers: [...new Set(powers)], once: given.once, validFrom, validThrough, evidence,
      recordedBy: asking.actor, recordedAt: clock.now(), endedAt: null, endReason: null
    })
    return proxyId
  })
  if (isRefusal(made)) return made
  const found = await findProxy(service, communityId, member, made.made)
  return isRefusal(found) ? found : { proxy: found, replayed: made.replayed }
}

/** The proxies for a member and by a member, the ended ones too. */
export async function listProxies(service: Service, communityId: string, member: number): Promise<Proxy[] | Refusal> {
  if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { tables, db } = service.bank.store
  const { proxy } = tables
  const rows = await db
    .select()
    .from(proxy)
    .where(and(eq(proxy.communityId, communityId), or(eq(proxy.memberNumber, member), eq(proxy.agentNumber, member))))
    .orderBy(asc(proxy.proxyId))
  const uses = await usesOf(service, communityId, member)
  return rows.map(({ proxyId, memberNumber, agentNumber, agent, powers, communityId: _, ...rest }) => ({
    proxyId,
    member: memberNumber,
    agent: agentNumber === null ? masked(openContact(service.vault, agent ?? '', placeOfProxy(proxyId))) : { number: agentNumber },
    powers: powers as ProxyPower[],
    ...rest,
    transactions: uses.filter((use) => use.proxyId === proxyId).map((use) => use.number)
  }))
}

async function usesOf({ bank }: Service, communityId: string, member: number): Promise<{ proxyId: string; number: number }[]> {
  const { proxy, proxyUse } = bank.store.tables
  const { transaction } = bank.store.journal
  return bank.store.db
    .select({ proxyId: proxyUse.proxyId, number: transaction.number })
    .from(proxyUse)
    .innerJoin(proxy, and(eq(proxy.communityId, proxyUse.communityId), eq(proxy.proxyId, proxyUse.proxyId)))
    .innerJoin(transaction, and(eq(transaction.communityId, proxyUse.communityId), eq(transaction.idempotencyKey, proxyUse.idempotencyKey)))
    .where(and(eq(proxyUse.communityId, communityId), or(eq(proxy.memberNumber, member), eq(proxy.agentNumber, member))))
    .orderBy(asc(transaction.number))
}

async function findProxy(service: Service, communityId: string, member: number, proxyId: string): Promise<Proxy | Refusal> {
  const all = await listProxies(service, communityId, member)
  if (isRefusal(all)) return all
  return all.find((each) => each.proxyId === proxyId) ?? refuse('unknown_proxy')
}

/** Ends a proxy; one that has ended stays as it is. Refuses `unknown_member`, `unknown_proxy` and `key_reused`. */
export async function endProxy(
  service: Service,
  communityId: string,
  { member, proxyId, reason }: { member: number; proxyId: string; reason: string },
  asked?: Keyed
): Promise<Answered<Proxy> | Refusal> {
  const found = await findProxy(service, communityId, member, proxyId)
  if (isRefusal(found)) return found
  const { bank, clock } = service
  const { proxy } = bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    await db
      .update(proxy)
      .set({ endedAt: clock.now(), endReason: reason })
      .where(and(eq(proxy.communityId, communityId), eq(proxy.proxyId, proxyId), isNull(proxy.endedAt)))
    return proxyId
  })
  return answerOf(made, () => findProxy(service, communityId, member, proxyId))
}
