import { decodeTransaction } from '../journal/canonical.ts'
import type { AccountRow, JournalSession, LotRow } from '../journal/journal-store.ts'
import { parsePolicy } from '../policy/content.ts'
import type { PolicyVersion } from '../policy/versions.ts'
import { LOTS_AT_FIRST, LotBook } from './lot-book.ts'
import type { Lot } from './lots.ts'
import type { LedgerState, Reads } from './state.ts'

/** Reads from the database into the batch's state what is not there yet. */
export async function loadReads(session: JournalSession, state: LedgerState, reads: Reads): Promise<void> {
  const { community } = state
  await loadAccounts(session, state, reads)
  if (reads.allLots.size > 0 || reads.singleLots.size > 0) await loadMoreLots(session, state, reads)
  const numbers = missing(reads.numbers, state.transactions)
  if (numbers.length > 0) {
    for (const stored of await session.byNumbers(community, numbers)) {
      state.transactions.set(stored.number, decodeTransaction(stored.canonical))
    }
    for (const number of numbers) if (!state.transactions.has(number)) state.transactions.set(number, null)
  }
  const followed = missing(reads.followUps, state.followUps)
  if (followed.length > 0) {
    for (const number of followed) state.followUps.set(number, [])
    for (const stored of await session.followUps(community, followed)) {
      const transaction = decodeTransaction(stored.canonical)
      for (const number of new Set([transaction.reverses, transaction.corrects])) {
        if (number !== null) state.followUps.get(number)?.push(transaction)
      }
    }
  }
  const ranges = missing(reads.ranges, state.ranges)
  if (ranges.length > 0) await loadRanges(session, state, ranges)
  const teamRanges = missing(reads.teamRanges, state.teamRanges)
  if (teamRanges.length > 0) await loadTeamRanges(session, state, teamRanges)
  const turnovers = missing(reads.turnovers, state.turnovers)
  if (turnovers.length > 0) {
    const before = state.posted[0]?.number ?? state.head.lastNumber + 1
    const wanted = turnovers.map((key) => {
      const [accountId = '', from = '', to = ''] = key.split(' ')
      return { accountId, from, to }
    })
    for (const [index, turnover] of (await session.turnovers(community, wanted, before)).entries()) state.turnovers.set(turnovers[index] as string, turnover)
  }
  const months = missing(reads.months, state.vouchers)
  if (months.length > 0) {
    for (const month of months) state.vouchers.set(month, 0)
    for (const { month, last } of await session.vouchers(community, months)) state.vouchers.set(month, last)
  }
}

function missing<K>(wanted: Set<K>, found: Map<K, unknown>): K[] {
  return [...wanted].filter((key) => !found.has(key))
}

async function loadAccounts(session: JournalSession, state: LedgerState, reads: Reads): Promise<void> {
  const { community } = state
  const rows: AccountRow[] = []
  const members = missing(reads.members, state.memberAccounts)
  if (members.length > 0) {
    for (const member of members) {
      state.memberAccounts.set(member, new Set())
      // What the batch opened or read itself before is newer than what the database has.
      for (const account of state.accounts.values()) if (account?.memberNumber === member) state.put(account)
    }
    rows.push(...(await session.accountsOfMembers(community, members)))
  }
  const successors = missing(reads.successorsOf, state.successions)
  if (successors.length > 0) {
    for (const id of successors) {
      state.successions.set(id, new Set())
      for (const account of state.accounts.values()) if (account?.successor === id) state.put(account)
    }
    rows.push(...(await session.accountsSucceededBy(community, successors)))
  }
  const ids = missing(reads.accounts, state.accounts)
  if (ids.length > 0) rows.push(...(await session.accounts(community, ids)))
  const fresh = new Map(rows.filter((row) => !state.accounts.has(row.accountId)).map((row) => [row.accountId, row]))
  const withLots = [...fresh.values()].filter((row) => row.hasLots && row.balance !== 0).map((row) => row.accountId)
  const first = await lotsByAccount(session, community, withLots, LOTS_AT_FIRST)
  for (const row of fresh.values()) {
    const lots = first.get(row.accountId) ?? []
    state.put({ ...row, lots: new LotBook(lots, lots.length < LOTS_AT_FIRST) })
  }
  for (const id of ids) if (!state.accounts.has(id)) state.accounts.set(id, null)
}

/** The first lots of some accounts, or all of them. */
async function lotsByAccount(session: JournalSession, community: string, ids: string[], most: number | null): Promise<Map<string, Lot[]>> {
  const byAccount = new Map<string, Lot[]>()
  if (ids.length === 0) return byAccount
  for (const { accountId, ...lot } of await session.openLots(community, ids, most)) {
    const lots = byAccount.get(accountId)
    if (lots) lots.push(lot)
    else byAccount.set(accountId, [lot])
  }
  return byAccount
}

/** Lots beyond the first ones, where a decision turned out to need them. */
async function loadMoreLots(session: JournalSession, state: LedgerState, reads: Reads): Promise<void> {
  const all = await lotsByAccount(session, state.community, [...reads.allLots], null)
  for (const id of reads.allLots) state.account(id)?.lots.complete(all.get(id) ?? [])
  if (reads.singleLots.size === 0) return
  const wanted = [...reads.singleLots].map((key): LotRow => {
    const [accountId = '', expiresOn = '', originNumber, originLine] = key.split(' ')
    return { accountId, expiresOn, originNumber: Number(originNumber), originLine: Number(originLine), remaining: 0 }
  })
  const found = await session.lots(state.community, wanted)
  // What the database does not have was never opened: nothing is left in it.
  for (const { accountId, ...lot } of [...found, ...wanted]) state.account(accountId)?.lots.learn(lot)
}

async function loadRanges(session: JournalSession, state: LedgerState, keys: string[]): Promise<void> {
  const ranges = keys.map((key) => {
    const [member, from = '', to = ''] = key.split(' ')
    return { key, member: Number(member), from, to }
  })
  for (const { key } of ranges) state.ranges.set(key, [])
  // Ranges may overlap, and what this batch posted is known already: each transaction counts once.
  const seen = new Set(state.posted.map((transaction) => transaction.number))
  for (const stored of await session.ofMember(state.community, ranges)) {
    if (seen.has(stored.number)) continue
    seen.add(stored.number)
    const transaction = decodeTransaction(stored.canonical)
    for (const { key, member, from, to } of ranges) {
      const within = transaction.serviceDate >= from && transaction.serviceDate <= to
      if (transaction.memberNumber === member && within) state.ranges.get(key)?.push(transaction)
    }
  }
}

async function loadTeamRanges(session: JournalSession, state: LedgerState, keys: string[]): Promise<void> {
  const ranges = keys.map((key) => {
    const [from = '', to = ''] = key.split(' ')
    return { key, from, to }
  })
  for (const { key } of ranges) state.teamRanges.set(key, [])
  const seen = new Set(state.posted.map((transaction) => transaction.number))
  for (const stored of await session.ofTeams(state.community, ranges)) {
    if (seen.has(stored.number)) continue
    seen.add(stored.number)
    const transaction = decodeTransaction(stored.canonical)
    for (const { key, from, to } of ranges) {
      if (transaction.serviceDate >= from && transaction.serviceDate <= to) state.teamRanges.get(key)?.push(transaction)
    }
  }
}

interface Known {
  canonical: Buffer
  version: PolicyVersion
}

/** Policy versions decoded once: the journal never changes what it holds. */
export class PolicyCache {
  private readonly byCommunity = new Map<string, Map<number, Known>>()

  async load(session: JournalSession, community: string): Promise<PolicyVersion[]> {
    let known = this.byCommunity.get(community)
    if (!known) {
      known = new Map()
      this.byCommunity.set(community, known)
    }
    const versions: PolicyVersion[] = []
    for (const stored of await session.policies(community)) {
      let found = known.get(stored.number)
      // A batch that was rolled back may have left another policy here under the same number.
      if (!found?.canonical.equals(stored.canonical)) {
        found = { canonical: stored.canonical, version: policyVersionOf(stored.canonical) }
        known.set(stored.number, found)
      }
      versions.push(found.version)
    }
    return versions
  }
}

/** The policy version that a `policy_published` event holds. */
export function policyVersionOf(canonical: Buffer): PolicyVersion {
  const event = decodeTransaction(canonical)
  const { from, through = null, policy } = JSON.parse(event.content ?? '{}') as { from: string; through?: string | null; policy: unknown }
  const parsed = parsePolicy(policy)
  if ('refused' in parsed) throw new Error(`the journal holds a policy that is none: ${parsed.code}`)
  const { policyVersion, preparedBy: author, approvedBy, recordedAt } = event
  return { version: policyVersion ?? 0, from, through, author, approvedBy, recordedAt, policy: parsed }
}
