import { refuse } from '../refusal.ts'
import { accountId, pointsAccount } from './chart.ts'
import type { CommandOf } from './command.ts'
import { type Decision, type Draft, type DraftEntry, drafts } from './draft.ts'
import { closedAccount } from './guards.ts'
import { receive, takeSoonest } from './lots.ts'
import type { AccountState, LedgerState } from './state.ts'

/**
 * Two records turn out to be one person: each account of one member to the same account of the other, lots and all.
 * The accounts of the first are closed and name the one that carries on. A merge moves nothing between people, so no
 * cap applies, and it is not reversed.
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
    entries.push(...moveAll(state, account, successor))
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

function moveAll(state: LedgerState, account: AccountState, successor: string): DraftEntry[] {
  if (account.balance === 0) return []
  const from: DraftEntry = { accountId: account.accountId, amount: -account.balance }
  const to: DraftEntry = { accountId: successor, amount: account.balance }
  if (account.hasLots) {
    from.moves = takeSoonest(state.lots(account.accountId), Math.abs(account.balance)).moves
    to.moves = receive(from.moves)
  }
  return [from, to]
}
