import { dateIn } from '../clock.ts'
import type { Action, Command } from '../ledger/command.ts'
import { readByKey } from '../ledger/read-books.ts'
import type { Outcome } from '../ledger/post.ts'
import { newId } from '../id.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Service } from './communities.ts'
import { withKnownFacts } from './known-facts.ts'
import { keepNote } from './notes.ts'
import { claimProxy, settleProxy } from './proxy-use.ts'
import { hashOf } from './request-hash.ts'
import { findKeyUse, keepKeyUse, type Keyed, MAY_POST_NOTHING } from './request-keys.ts'

/** Who asks, with which key, and what surrounds the thing asked. */
export interface Asking extends Keyed {
  /** Another person who approved it, signed in as themselves; never taken from the caller's word. */
  approvedBy?: string | undefined
  authorisation?: string | undefined
  serviceDate?: string | undefined
  evidence?: string | undefined
  sourceHash?: string | undefined
  sourceRow?: string | undefined
  attachments?: number | undefined
  till?: string | undefined
  /** Free text; the journal holds only a salted commitment to it. */
  note?: string | undefined
  replaces?: number | undefined
  /** The proxy by which another person acts for the member. */
  proxy?: string | undefined
}

/** What is posted along with the answer has a key that is a little longer. */
const MOST_KEY_CHARACTERS = 180

/**
 * Posts an action to a community's books, after what the ledger cannot know: that the community, its members
 * and its goods exist, and that a proxy is good. What came to nothing once comes to nothing again with the same key,
 * however the books have changed. Refuses `unknown_community`, `community_archived`, `unknown_member`, `member_merged`,
 * `member_died`, `unknown_good`, what is wrong with a proxy, and whatever the ledger refuses.
 */
export async function postAction(service: Service, communityId: string, action: Action, asking: Asking): Promise<Outcome> {
  const unknown = await unknownIn(service, communityId, action)
  // What was posted before is answered again, whatever has become of the member since.
  if (unknown && !(await readByKey(service.bank.store, communityId, asking.idempotencyKey))) return unknown
  if (asking.proxy === undefined) return submitAction(service, communityId, action, asking)
  const claim = await claimProxy(service, communityId, { proxyId: asking.proxy, action, idempotencyKey: asking.idempotencyKey })
  if (isRefusal(claim)) return claim
  const outcome = await submitAction(service, communityId, action, { ...asking, authorisation: 'proxy' })
  await settleProxy(service, communityId, claim, outcome)
  return outcome
}

async function unknownIn(service: Service, communityId: string, action: Action): Promise<Refusal | undefined> {
  const { directory } = service
  const unwritable = await directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  for (const member of membersOf(action)) {
    const standing = await directory.memberStandingOf(communityId, member)
    if (!standing) return refuse('unknown_member', { member })
    if (standing.mergedInto !== null) return refuse('member_merged', { member, into: standing.mergedInto })
    if (standing.diedOn !== null && mustLive(action).includes(member)) return refuse('member_died', { member })
  }
  for (const sku of skusOf(action)) {
    if (!(await directory.hasGood(communityId, sku))) return refuse('unknown_good', { sku })
  }
  return undefined
}

/** Hands an action to the ledger as it is; whether its members exist has been seen to. */
export async function submitAction(service: Service, communityId: string, action: Action, asking: Asking): Promise<Outcome> {
  const timeZone = await service.directory.timeZoneOf(communityId)
  if (timeZone === undefined) return refuse('unknown_community', { community: communityId })
  if (asking.idempotencyKey.length > MOST_KEY_CHARACTERS || asking.idempotencyKey === '') return refuse('key_required')
  const nothing = MAY_POST_NOTHING.find((each) => each === action.action)
  const used = nothing && (await findKeyUse(service, service.bank.store.db, communityId, asking))
  if (used) return isRefusal(used) ? used : { transactions: [], replayed: true }
  const { actor, note } = asking
  const today = dateIn(timeZone, service.clock.now())
  const known = await withKnownFacts(service, communityId, action, asking.serviceDate ?? today)
  // Field by field, because it is on the way of every posting: gathering what is left of an object costs more than the rest.
  const command: Command = {
    community: communityId,
    idempotencyKey: asking.idempotencyKey,
    requestHash: hashOf(asking.request),
    today,
    serviceDate: asking.serviceDate,
    preparedBy: actor,
    approvedBy: asking.approvedBy,
    postedBy: actor,
    authorisation: asking.authorisation,
    evidence: asking.evidence,
    sourceHash: asking.sourceHash,
    sourceRow: asking.sourceRow,
    attachments: asking.attachments,
    till: asking.till,
    noteCommitment: note === undefined ? undefined : await keepNote(service, communityId, note),
    replaces: asking.replaces,
    ...known
  }
  const outcome = await service.bank.ledger.submit(command)
  if (action.action === 'publish_policy') service.directory.policies.forget(communityId)
  if (nothing && !outcome.refused && outcome.transactions.length === 0) {
    const { idempotencyKey: _, requestHash: __, community: ___, preparedBy: ____, postedBy: _____, ...content } = command
    await service.bank.store.write((db) => keepKeyUse(service, db, communityId, asking, { kind: nothing, reference: newId(), content }))
  }
  return outcome
}

/** Who spends of their own or benefits by an action; the dead do neither. Credits to them and corrections go on. */
function mustLive(action: Action): number[] {
  switch (action.action) {
    case 'gift':
      return [action.from]
    case 'redeem':
      return action.benefits === undefined ? [action.member] : [action.member, action.benefits]
    case 'donate':
    case 'hold':
      return [action.member]
    default:
      return []
  }
}

function membersOf(action: Action): number[] {
  switch (action.action) {
    case 'gift':
      return [action.from, action.to]
    case 'merge':
      return [action.from, action.into]
    case 'succeed':
      return action.to === undefined ? [action.from] : [action.from, action.to]
    case 'earn_team':
      return action.members.map(({ member }) => member)
    case 'open':
      return action.member ? [action.member.number] : []
    case 'redeem':
      return action.benefits === undefined ? [action.member] : [action.member, action.benefits]
    default:
      return 'member' in action ? [action.member] : []
  }
}

function skusOf(action: Action): string[] {
  if (action.action === 'stocktake') return action.counts.map((count) => count.sku)
  if (action.action === 'hold' || action.action === 'open') return (action.goods ?? []).map((goods) => goods.sku)
  return 'sku' in action ? [action.sku] : []
}
