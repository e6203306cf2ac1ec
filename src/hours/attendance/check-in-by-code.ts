import type { Service } from '../../communities/communities.ts'
import { findKeyUse, type Keyed } from '../../communities/request-keys.ts'
import { Attempts, OF_PASSWORDS } from '../../identity/attempts.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { checkIn, checkOut } from './check-in.ts'
import { codeAt, judgeCode } from './check-in-code.ts'
import { findOccasion, type Occasion, type PurposeRef } from './occasion.ts'
import type { Presence } from './presence.ts'

const SECRET = 'check-in codes'

/** What a screen or a sheet on the spot shows. */
export interface ShownCode extends PurposeRef {
  title: string
  code: string
  rotating: boolean
  toleranceMinutes: number
  /** Instants. */
  validUntil: number
  opensAt: number
  closesAt: number
  /** What the QR code says. */
  text: string
}

/** The code of an activity, a shift or a post as it is now. Refuses what findOccasion refuses. */
export async function showCode(service: Service, communityId: string, ref: PurposeRef): Promise<ShownCode | Refusal> {
  const occasion = await findOccasion(service.bank.store.db, service, communityId, ref)
  if (isRefusal(occasion)) return occasion
  const { purpose, purposeId, title, rotating, toleranceMinutes, opensAt, closesAt } = occasion
  const { code, validUntil } = codeAt(service.vault.secretFor(SECRET), { communityId, ...occasion }, service.clock.now())
  const text = ['timebank', 'check-in', communityId, purpose, purposeId, code].join('/')
  return { purpose, purposeId, title, code, rotating, toleranceMinutes, validUntil: Math.min(validUntil ?? closesAt, closesAt), opensAt, closesAt, text }
}

/** The same for the member who is responsible for it. Refuses `unknown_member`, and `not_responsible` also for what does not exist. */
export async function showCodeToMember(service: Service, communityId: string, { member, ...ref }: PurposeRef & { member: number }): Promise<ShownCode | Refusal> {
  if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const occasion = await findOccasion(service.bank.store.db, service, communityId, ref)
  if (isRefusal(occasion) || occasion.responsible !== member) return refuse('not_responsible')
  return showCode(service, communityId, ref)
}

/** Slows down who guesses at codes. An expired code is no guess: it was shown once. */
export function createCodeGuesses(service: Pick<Service, 'bank' | 'clock' | 'vault'>): Attempts {
  return new Attempts(service, 'code', OF_PASSWORDS)
}

export interface CodeCheck extends PurposeRef {
  member: number
  code: string
  /** Where it comes from. */
  address: string
}

/**
 * Checks a member in, or out, by the code that is shown on the spot. Refuses `too_many_requests`, `code_wrong`, `code_expired` (also
 * where the thing itself is over), `check_in_not_open`, and what checking in and out refuse.
 */
export async function checkByCode(
  service: Service,
  communityId: string,
  { check: { code, address, ...check }, way, guesses }: { check: CodeCheck; way: 'in' | 'out'; guesses: Attempts },
  asked: Keyed
): Promise<{ presence: Presence; replayed: boolean } | Refusal> {
  const keyed = { ...check, method: 'code' } as const
  // What was answered once is answered again, though its code is good no longer.
  const known = await findKeyUse(service, service.bank.store.db, communityId, asked)
  if (known === undefined) {
    const bad = await judge(service, communityId, { code, address, guesses, ...check })
    if (bad) return bad
  }
  return way === 'in' ? checkIn(service, communityId, keyed, asked) : checkOut(service, communityId, keyed, asked)
}

async function judge(service: Service, communityId: string, { code, address, guesses, member, ...ref }: CodeCheck & { guesses: Attempts }): Promise<Refusal | undefined> {
  const who = `${communityId} ${member}`
  const slowed = await guesses.begin(who, address)
  if (slowed) return slowed
  const occasion = await findOccasion(service.bank.store.db, service, communityId, ref)
  if (isRefusal(occasion)) return occasion
  const now = service.clock.now()
  const secrets = service.vault.secretsFor(SECRET).map((each) => each.secret)
  const verdict = judgeCode(secrets, { communityId, ...occasion }, { given: code, now })
  if (verdict === 'wrong') return refuse('code_wrong')
  await guesses.succeeded(who, address)
  return verdict === 'expired' || isOver(occasion, now) ? refuse('code_expired') : undefined
}

function isOver({ closesAt }: Occasion, now: number): boolean {
  return now > closesAt
}
