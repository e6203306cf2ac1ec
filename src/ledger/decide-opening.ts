import { refuse } from '../refusal.ts'
import { accountId, isAccountPart, pointsAccount } from './chart.ts'
import type { CommandOf } from './command.ts'
import { badPart, receiveBatch } from './decide-stock.ts'
import { type Decision, type DraftEntry, drafts } from './draft.ts'
import { closedAccount, expiryOf } from './guards.ts'
import type { LedgerState } from './state.ts'

/**
 * What a community brings along from its paper books: P3101 / P2101, M3102 / M6201 and M6202, G1101 / G3103,
 * C1201 / C3104. Points bring their expiry or take the policy's. No cap is applied: what people hold is theirs.
 */
export function decideOpen(state: LedgerState, command: CommandOf<'open'>): Decision {
  const entries: DraftEntry[] = []
  if (command.member) {
    const closed = closedAccount(state, pointsAccount(command.member.number))
    if (closed) return closed
    entries.push(...openMember(state, command))
  }
  for (const batch of command.goods ?? []) {
    const bad = badPart(batch.counter, batch.sku)
    if (bad) return bad
    entries.push(receiveBatch(batch), { accountId: accountId('G3103', batch.sku), amount: -batch.pieces })
  }
  for (const { fund, source, fen } of command.funds ?? []) {
    if (!isAccountPart(fund) || !isAccountPart(source)) return refuse('bad_code', { value: `${fund}.${source}` })
    entries.push({ accountId: accountId('C1201', fund, source), amount: fen }, { accountId: 'C3104', amount: -fen })
  }
  if (entries.length === 0) return refuse('empty_request')
  return drafts({
    kind: 'opening',
    summaryCode: 'opening.carried_in',
    facts: { memberNumber: command.member?.number ?? null },
    entries
  })
}

function openMember(state: LedgerState, command: CommandOf<'open'>): DraftEntry[] {
  const member = command.member
  if (!member) return []
  const entries: DraftEntry[] = []
  for (const lot of member.lots) {
    const expiresOn = lot.expiresOn ?? expiryOf(state, { serviceDate: command.serviceDate ?? command.today, today: command.today })
    entries.push(
      { accountId: 'P3101', amount: lot.points },
      { accountId: pointsAccount(member.number), amount: -lot.points, moves: [{ expiresOn, origin: null, amount: lot.points }] }
    )
  }
  const hours: [string, number][] = [
    ['M6201', member.minutes],
    ['M6202', member.honoraryMinutes]
  ]
  for (const [code, minutes] of hours) {
    if (minutes === 0) continue
    entries.push({ accountId: 'M3102', amount: minutes }, { accountId: accountId(code, member.number), amount: -minutes })
  }
  return entries
}
