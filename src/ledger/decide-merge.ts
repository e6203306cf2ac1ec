import { refuse } from '../refusal.ts'
import { accountId, GENERAL_POOL, pointsAccount } from './chart.ts'
import { balanceCapOf } from '../policy/minutes.ts'
import type { CommandOf } from './command.ts'
import { countedByCap } from './decide-hours.ts'
import { type Decision, type Draft, type DraftEntry, type DraftMove, drafts } from './draft.ts'
import { closedAccount } from './guards.ts'
import { type Lot, receive, takeSoonest } from './lots.ts'
import type { AccountState, LedgerState } from './state.ts'

/**
 * Two records turn out to be one person: each account of one member to the same account of the other, lots and all.
 * The accounts of the first are closed and name the one that carries on. A balance cap that neither record reached
 * alone is checked again for both together: what is over it goes from what came along to the donation pool, as it would
 * have when it was earned. A merge is not reversed.
 */
export function decideMerge(state: LedgerState, command: CommandOf<'merge'>): Decision {
  if (command.from === command.into) return refuse('same_member')
  const closed = closedAccount(state, pointsAccount(command.from)) ?? closedAccount(state, pointsAccount(command.into))
  if (closed) return closed
  // A merge must not be the way out of a freeze: freeze the other as well, or merge the other way round.
  const frozen = pointsAccount(command.from)
  if (state.account(frozen)?.state === 'frozen' && state.account(pointsAccount(command.into))?.state !== 'frozen') {
    return refuse('account_frozen', { account: frozen })
  }
  const own = state.accountsOf(command.from).filter((account) => account.state !== 'closed')
  const entries: DraftEntry[] = []
  const states: Draft['states'] = []
  for (const account of own) {
    const successor = sameAccountOf(account.accountId, command.into)
    const over = account.code === 'P2101' ? overCap(state, command) : 0
    entries.push(...moveAll(account, { successor, over, lots: account.hasLots ? state.lots(account.accountId) : [], today: command.today }))
    for (const each of [account, ...state.succeededBy(account.accountId)]) {
      states.push({ accountId: each.accountId, state: 'closed', successor })
    }
  }
  if (entries.length === 0) return refuse('empty_request')
  // A member with hours alone has no personal account yet; closed, it cannot be opened behind the merge's back.
  const personal = pointsAccount(command.from)
  if (!state.account(personal)) states.push({ accountId: personal, state: 'closed', successor: pointsAccount(command.into) })
  return drafts({
    kind: 'merge',
    summaryCode: 'merge.members',
    facts: { memberNumber: command.from, content: JSON.stringify({ into: command.into }) },
    entries,
    states
  })
}

function sameAccountOf(account: string, member: number): string {
  const [code = '', , ...rest] = account.split('.')
  return accountId(code, member, ...rest)
}

/** What both together have over the policy's balance cap. */
function overCap(state: LedgerState, { from, into, today }: CommandOf<'merge'>): number {
  const policy = state.policyOn(today)?.policy
  const cap = policy ? balanceCapOf(policy) : null
  if (!policy || cap === null) return 0
  return Math.max(0, countedByCap(state, policy, { member: from, today }) + countedByCap(state, policy, { member: into, today }) - cap)
}

interface Moving {
  successor: string
  over: number
  lots: Lot[]
  today: string
}

function moveAll(account: AccountState, { successor, over, lots, today }: Moving): DraftEntry[] {
  const { accountId, balance, hasLots } = account
  if (balance === 0) return []
  if (!hasLots) return [{ accountId, amount: -balance }, { accountId: successor, amount: balance }]
  const taken = takeSoonest(lots, Math.abs(balance)).moves
  // The pool gets what expires soonest of what is still good; what is past its day moves along and expires there.
  const pooled = takeSoonest(lots.filter((lot) => lot.expiresOn >= today), over).moves
  const points = pooled.reduce((sum, move) => sum - move.amount, 0)
  const moved = receive(taken).flatMap((move) => {
    const gone = pooled.find((each) => sameLot(each, move))?.amount ?? 0
    return move.amount + gone === 0 ? [] : [{ ...move, amount: move.amount + gone }]
  })
  const rest = balance + (balance < 0 ? points : -points)
  return [
    { accountId, amount: -balance, moves: taken },
    ...(rest === 0 ? [] : [{ accountId: successor, amount: rest, moves: moved }]),
    ...(points === 0 ? [] : [{ accountId: GENERAL_POOL, amount: -points }])
  ]
}

function sameLot(one: DraftMove, other: DraftMove): boolean {
  return one.expiresOn === other.expiresOn && one.origin?.number === other.origin?.number && one.origin?.line === other.origin?.line
}
