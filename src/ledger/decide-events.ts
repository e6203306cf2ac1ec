import { isPlainDate } from '../clock.ts'
import { parsePolicy } from '../policy/content.ts'
import { misplaced } from '../policy/versions.ts'
import { refuse } from '../refusal.ts'
import { FREEZABLE_CODES } from './chart.ts'
import type { CommandOf } from './command.ts'
import { type Decision, type Draft, drafts } from './draft.ts'
import type { AccountState, LedgerState } from './state.ts'

/** Where the first version of a policy begins, unless something else is said of it: it holds for every date. */
const EVERY_DATE = '1900-01-01'

/** Events change what the books mean and move nothing: no entries, but numbered, sealed and proved like the rest. */
function event(kind: string, facts: Draft['facts'], states?: Draft['states']): Decision {
  return drafts({ kind, summaryCode: `event.${kind}`, facts, entries: [], ...(states ? { states } : {}) })
}

/**
 * A new version of the community's policy, from a service date on, or for stated days. The first version holds for every
 * earlier date; a later one starts after the version before it and may not reach back over closed periods.
 */
export function decidePublishPolicy(state: LedgerState, command: CommandOf<'publish_policy'>): Decision {
  const policy = parsePolicy(command.policy)
  if ('refused' in policy) return policy
  const last = state.policies?.at(-1)
  const from = command.from ?? (last ? command.today : EVERY_DATE)
  if (!isPlainDate(from)) return refuse('bad_date', { value: from })
  const through = command.through ?? null
  if (through !== null && !isPlainDate(through)) return refuse('bad_date', { value: through })
  if (last && from <= state.head.closedThrough) return refuse('policy_reaches_back', { from })
  const out = misplaced(last, { from, through })
  if (out) return out
  const version = (last?.version ?? 0) + 1
  // Sealed whole, with what it leaves to the defaults: a later default changes no earlier version.
  return event('policy_published', { policyVersion: version, content: JSON.stringify({ from, ...(through === null ? {} : { through }), policy }) })
}

/** Stops a member's own spending of personal or held points; credits, expiry and corrections go on. */
export function decideFreeze(state: LedgerState, command: CommandOf<'freeze'>): Decision {
  const account = state.account(command.account)
  if (!account) return refuse('unknown_account', { account: command.account })
  if (!FREEZABLE_CODES.includes(account.code)) return refuse('account_not_freezable', { account: command.account })
  if (account.state !== 'open') return refuse(account.state === 'frozen' ? 'account_frozen' : 'account_closed', { account: command.account })
  return event('account_frozen', { accountId: command.account, content: reason(command) }, [
    { accountId: command.account, state: 'frozen', successor: account.successor }
  ])
}

export function decideUnfreeze(state: LedgerState, command: CommandOf<'unfreeze'>): Decision {
  const account = state.account(command.account)
  if (!account) return refuse('unknown_account', { account: command.account })
  if (account.state !== 'frozen') return refuse('account_not_frozen', { account: command.account })
  return event('account_unfrozen', { accountId: command.account, content: reason(command) }, [
    { accountId: command.account, state: 'open', successor: account.successor }
  ])
}

/** Closes an account for good; its balance must be zero, and for a personal account whatever the member holds aside. */
export function decideClose(state: LedgerState, command: CommandOf<'close'>): Decision {
  const account = state.account(command.account)
  if (!account) return refuse('unknown_account', { account: command.account })
  if (account.state === 'closed') return refuse('account_closed', { account: command.account })
  if (account.balance !== 0) return refuse('balance_not_zero', { account: command.account })
  const held = heldOf(state, account).find((each) => each.balance !== 0)
  if (held) return refuse('balance_not_zero', { account: held.accountId })
  return event('account_closed', { accountId: command.account, content: reason(command) }, [
    { accountId: command.account, state: 'closed', successor: null }
  ])
}

/** Held points come back to the personal account: it cannot be closed before them. */
function heldOf(state: LedgerState, account: AccountState): AccountState[] {
  if (account.code !== 'P2101' || account.memberNumber === null) return []
  return state.accountsOf(account.memberNumber).filter((each) => each.code === 'P2102')
}

function reason(command: { reason: string }): string {
  return JSON.stringify({ reason: command.reason })
}

/** Locks every day up to and including the given one; never moves back. The day must be over. */
export function decideClosePeriod(state: LedgerState, command: CommandOf<'close_period'>): Decision {
  if (!isPlainDate(command.through)) return refuse('bad_date', { value: command.through })
  if (command.through >= command.today) return refuse('period_not_over', { through: command.through })
  if (command.through <= state.head.closedThrough) return refuse('period_already_closed', { through: state.head.closedThrough })
  return event('period_closed', { closesThrough: command.through })
}

export function decideChangeSigningKey(_state: LedgerState, command: CommandOf<'change_signing_key'>): Decision {
  return event('signing_key_changed', { content: JSON.stringify({ publicKey: command.publicKey }) })
}

/** Records that a member's personal data were erased; the journal holds none. Balances must be zero. */
export function decideEraseMember(state: LedgerState, command: CommandOf<'erase_member'>): Decision {
  const owing = state.accountsOf(command.member).find((account) => account.code.startsWith('P') && account.balance !== 0)
  if (owing) return refuse('balance_not_zero', { account: owing.accountId })
  return event('member_erased', { memberNumber: command.member })
}
