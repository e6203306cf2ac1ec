import type { z } from 'zod'
import { amountText } from '../../audit/amount-text.ts'
import type { memberBalances, STATEMENT_ACCOUNTS, statement } from '../../contracts/members.ts'
import type { StatementTransaction, TransactionView } from '../../contracts/transaction.ts'
import type { MemberBalances } from '../../ledger/read-books.ts'
import type { MemberStatementLine } from '../../ledger/read-member-statement.ts'
import { formatPoints } from '../../points.ts'
import { refuse } from '../../refusal.ts'
import { Refused } from '../problems/refused.ts'
import { transactionView } from './transaction-view.ts'

/** What a reader calls an account, by its code in the chart. */
export const CODE_OF_ACCOUNT: Record<(typeof STATEMENT_ACCOUNTS)[number], { code: string; unit: 'POINT' | 'MINUTE' }> = {
  points: { code: 'P2101', unit: 'POINT' },
  held: { code: 'P2102', unit: 'POINT' },
  toRecover: { code: 'P1301', unit: 'POINT' },
  verified: { code: 'M6201', unit: 'MINUTE' },
  honorary: { code: 'M6202', unit: 'MINUTE' }
}

export function balancesView(balances: MemberBalances): z.infer<typeof memberBalances> {
  return {
    ...balances,
    points: formatPoints(balances.points),
    held: formatPoints(balances.held),
    toRecover: formatPoints(balances.toRecover),
    lots: balances.lots.map((lot) => ({ ...lot, remaining: formatPoints(lot.remaining) }))
  }
}

export function statementLineView({ accountId, unit, change, balance, transaction }: MemberStatementLine): z.infer<typeof statement>['lines']['items'][number] {
  return {
    account: accountId,
    change: amountText(change, unit),
    balance: amountText(balance, unit),
    transaction: ownView(transactionView(transaction), accountId)
  }
}

const MEMBER_CODES = Object.values(CODE_OF_ACCOUNT).map(({ code }) => code)

/** A transaction as one of its members may see it: of another member's account no more than what was moved. */
function ownView(view: TransactionView, accountId: string): StatementTransaction {
  const member = accountId.split('.')[1]
  const isForeign = (account: string): boolean => MEMBER_CODES.includes(account.slice(0, 5)) && account.split('.')[1] !== member
  const entries = view.entries.map((entry) => {
    if (!isForeign(entry.account)) return entry
    const { line, account, unit, side, amount } = entry
    return { line, account, unit, side, amount }
  })
  return { ...view, ...(view.kind === 'earn_team' ? { content: ownPart(view.content, Number(member)) } : {}), entries }
}

/** Of a team's service the member's own part alone: how long the others served is theirs to know. */
function ownPart(content: Record<string, unknown> = {}, member: number): Record<string, unknown> {
  const members = (content['members'] ?? []) as { member: number }[]
  return { ...content, members: members.filter((each) => each.member === member) }
}

/** A statement's cursor is the last line shown: a transaction and its line. */
export function lineCursor(after: string | undefined): { number: number; line: number } | undefined {
  if (after === undefined) return undefined
  const match = /^(\d{1,15})\.(\d{1,6})$/.exec(after)
  if (!match) throw new Refused(refuse('invalid_request', { detail: 'after' }))
  return { number: Number(match[1]), line: Number(match[2]) }
}
