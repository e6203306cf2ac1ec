import { and, asc, eq, isNull } from 'drizzle-orm'
import type { ConsentPurpose } from '../contracts/person-codes.ts'
import { newId } from '../id.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Service } from './communities.ts'
import { personOf } from './find-person.ts'
import { answerOf, once } from './once.ts'
import type { Asking } from './post-action.ts'
import { notActive } from './relations.ts'
import type { Answered, Keyed } from './request-keys.ts'

export interface Consent {
  consentId: string
  purpose: ConsentPurpose
  evidence: string
  recordedBy: string
  givenAt: number
  withdrawnAt: number | null
}

/** Records that a member agreed to something. Refuses `unknown_member` and `member_merged`. */
export async function giveConsent(
  service: Service,
  communityId: string,
  member: number,
  { purpose, evidence }: { purpose: ConsentPurpose; evidence: string },
  asking: Asking
): Promise<{ consent: Consent; replayed: boolean } | Refusal> {
  const bad = await notActive(service, communityId, member)
  if (bad) return bad
  const { bank, clock } = service
  const { consent } = bank.store.tables
  const personId = await personOf(service, communityId, member)
  const made = await once(service, communityId, asking, async (db) => {
    const consentId = newId()
    await db.insert(consent).values({ personId, consentId, communityId, purpose, evidence, recordedBy: asking.actor, givenAt: clock.now(), withdrawnAt: null })
    return consentId
  })
  if (isRefusal(made)) return made
  const found = await findConsent(service, communityId, member, made.made)
  return isRefusal(found) ? found : { consent: found, replayed: made.replayed }
}

/** What the member agreed to in this community, the withdrawn ones too. */
export async function listConsents(service: Service, communityId: string, member: number): Promise<Consent[] | Refusal> {
  if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { consent } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(consent)
    .where(and(eq(consent.personId, await personOf(service, communityId, member)), eq(consent.communityId, communityId)))
    .orderBy(asc(consent.consentId))
  return rows.map(({ personId: _, communityId: __, purpose, ...rest }) => ({ purpose: purpose as ConsentPurpose, ...rest }))
}

async function findConsent(service: Service, communityId: string, member: number, consentId: string): Promise<Consent | Refusal> {
  const all = await listConsents(service, communityId, member)
  if (isRefusal(all)) return all
  return all.find((each) => each.consentId === consentId) ?? refuse('unknown_consent')
}

/** Withdraws a consent; one that is withdrawn stays as it is. Refuses `unknown_member`, `unknown_consent` and `key_reused`. */
export async function withdrawConsent(
  service: Service,
  communityId: string,
  { member, consentId }: { member: number; consentId: string },
  asked?: Keyed
): Promise<Answered<Consent> | Refusal> {
  const found = await findConsent(service, communityId, member, consentId)
  if (isRefusal(found)) return found
  const { bank, clock } = service
  const { consent } = bank.store.tables
  const personId = await personOf(service, communityId, member)
  const made = await once(service, communityId, asked, async (db) => {
    await db
      .update(consent)
      .set({ withdrawnAt: clock.now() })
      .where(and(eq(consent.personId, personId), eq(consent.consentId, consentId), isNull(consent.withdrawnAt)))
    return consentId
  })
  return answerOf(made, () => findConsent(service, communityId, member, consentId))
}
