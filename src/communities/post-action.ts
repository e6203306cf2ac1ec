import { createHash, hash, randomBytes } from 'node:crypto'
import { dateIn } from '../clock.ts'
import type { Action, Command } from '../ledger/command.ts'
import type { Outcome } from '../ledger/post.ts'
import { refuse } from '../refusal.ts'
import type { Service } from './communities.ts'

/** Who asks, with which key, and what surrounds the thing asked. */
export interface Asking {
  actor: string
  idempotencyKey: string
  /** The request as it came in; a key that was used for another one is refused. */
  request: unknown
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
}

/** What is posted along with the answer has a key that is a little longer. */
const MOST_KEY_CHARACTERS = 180

/**
 * Posts an action to a community's books, after what the ledger cannot know: that the community, its members
 * and its goods exist. Refuses `unknown_community`, `unknown_member`, `unknown_good`, and whatever the ledger refuses.
 */
export async function postAction(service: Service, communityId: string, action: Action, asking: Asking): Promise<Outcome> {
  const timeZone = await service.directory.timeZoneOf(communityId)
  if (timeZone === undefined) return refuse('unknown_community', { community: communityId })
  if (asking.idempotencyKey.length > MOST_KEY_CHARACTERS || asking.idempotencyKey === '') return refuse('key_required')
  const { directory, clock } = service
  for (const member of membersOf(action)) {
    if (!(directory.knowsMember(communityId, member) || (await directory.hasMember(communityId, member)))) return refuse('unknown_member', { member })
  }
  for (const sku of skusOf(action)) {
    if (!(await directory.hasGood(communityId, sku))) return refuse('unknown_good', { sku })
  }
  const { actor, note } = asking
  // Field by field, because it is on the way of every posting: gathering what is left of an object costs more than the rest.
  const command: Command = {
    community: communityId,
    idempotencyKey: asking.idempotencyKey,
    requestHash: hashOf(asking.request),
    today: dateIn(timeZone, clock.now()),
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
    ...action
  }
  return service.bank.ledger.submit(command)
}

function membersOf(action: Action): number[] {
  switch (action.action) {
    case 'gift':
      return [action.from, action.to]
    case 'merge':
      return [action.from, action.into]
    case 'open':
      return action.member ? [action.member.number] : []
    default:
      return 'member' in action ? [action.member] : []
  }
}

function skusOf(action: Action): string[] {
  if (action.action === 'stocktake') return action.counts.map((count) => count.sku)
  if (action.action === 'hold' || action.action === 'open') return (action.goods ?? []).map((goods) => goods.sku)
  return 'sku' in action ? [action.sku] : []
}

/** SHA-256 over the request with its fields in order of their names, so that a retry may order them anew. */
export function hashOf(request: unknown): Buffer {
  return hash('sha256', orderedJson(request), 'buffer')
}

/** JSON with the fields of every object in order of their names, and without those that are undefined. */
function orderedJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (Array.isArray(value)) return `[${value.map((each) => orderedJson(each) || 'null').join(',')}]`
  const fields = value as Record<string, unknown>
  const parts: string[] = []
  for (const name of Object.keys(fields).sort()) {
    const text = orderedJson(fields[name])
    if (text !== '') parts.push(`${JSON.stringify(name)}:${text}`)
  }
  return `{${parts.join(',')}}`
}

/** Keeps free text outside the journal, where it can be erased, and returns the commitment that the journal seals. */
async function keepNote({ bank }: Service, communityId: string, text: string): Promise<string> {
  const salt = randomBytes(16).toString('hex')
  const commitment = createHash('sha256').update(salt).update(text).digest('hex')
  const { note } = bank.store.tables
  await bank.store.write((db) => db.insert(note).values({ communityId, commitment, salt, text }))
  return commitment
}
