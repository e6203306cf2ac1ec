import { isPlainDate } from '../clock.ts'
import { usageRange } from '../policy/usage.ts'
import { accountId, GENERAL_POOL, heldAccount, pointsAccount, recoverAccount, stockAccount } from './chart.ts'
import type { Command } from './command.ts'
import { type LedgerState, noReads, type Reads } from './state.ts'

/**
 * What a batch of commands will ask for, as far as it shows in the commands themselves, so that the whole batch is
 * read at once. What is missed here is read when a decision asks for it: foresight saves reads, it decides nothing.
 */
export function foresee(state: LedgerState, commands: Command[]): Reads {
  const reads = noReads()
  for (const command of commands) {
    const serviceDate = command.serviceDate ?? command.today
    // It will be refused; a database need not be asked about a day that does not exist.
    if (!isPlainDate(serviceDate)) continue
    reads.months.add((serviceDate > state.head.closedThrough ? serviceDate : command.today).slice(0, 7))
    foreseeAction(reads, command, serviceDate)
    if (command.action === 'earn') foreseeUsage(reads, state, [command.member], serviceDate)
    if (command.action === 'earn_team') foreseeUsage(reads, state, command.members.map(({ member }) => member), serviceDate)
  }
  return reads
}

function foreseeUsage(reads: Reads, state: LedgerState, members: number[], serviceDate: string): void {
  const policy = state.policyOn(serviceDate)?.policy
  const range = policy && usageRange(policy, serviceDate)
  if (!range) return
  for (const member of members) reads.ranges.add(`${member} ${range.from} ${range.to}`)
  reads.teamRanges.add(`${range.from} ${range.to}`)
}

function foreseeAction(reads: Reads, command: Command, serviceDate: string): void {
  const accounts = (...ids: string[]): void => {
    for (const id of ids) reads.accounts.add(id)
  }
  switch (command.action) {
    case 'earn':
      reads.members.add(command.member)
      accounts(
        accountId('M6101', command.category), accountId('M6201', command.member), accountId('P5101', command.category),
        pointsAccount(command.member), recoverAccount(command.member), GENERAL_POOL, 'P4102'
      )
      reads.successorsOf.add(pointsAccount(command.member))
      if (command.backfilled) accounts(accountId('M6202', command.member))
      break
    case 'earn_team':
      accounts(accountId('M6101', command.category), accountId('M6203', command.team), accountId('P5101', command.category), GENERAL_POOL, 'P4102')
      for (const { member } of command.members) {
        reads.members.add(member)
        reads.successorsOf.add(pointsAccount(member))
        accounts(pointsAccount(member), recoverAccount(member))
      }
      break
    case 'succeed':
      accounts(pointsAccount(command.from), recoverAccount(command.from), GENERAL_POOL, 'P4102')
      if (command.to !== undefined) accounts(pointsAccount(command.to))
      break
    case 'award':
      reads.members.add(command.member)
      accounts(accountId('P5103', command.rule), pointsAccount(command.member), recoverAccount(command.member), GENERAL_POOL)
      break
    case 'gift':
      accounts(pointsAccount(command.from), pointsAccount(command.to))
      break
    case 'donate':
      accounts(pointsAccount(command.member), accountId('P2103', command.purpose))
      break
    case 'hold':
      accounts(pointsAccount(command.member))
      for (const { sku } of command.goods ?? []) accounts(stockAccount(command.counter ?? 'main', sku))
      break
    case 'release':
      reads.numbers.add(command.hold)
      reads.followUps.add(command.hold)
      break
    case 'redeem':
      accounts(pointsAccount(command.member), accountId('P4101', command.counter))
      for (const { sku } of command.lines) accounts(accountId('G1102', sku), stockAccount(command.counter, sku))
      if (command.lines.some((line) => line.monthlyLimit !== undefined)) {
        reads.ranges.add(`${command.member} ${serviceDate.slice(0, 7)}-01 ${serviceDate.slice(0, 7)}-31`)
        reads.successorsOf.add(pointsAccount(command.member))
      }
      if (command.hold !== undefined) {
        reads.numbers.add(command.hold)
        reads.followUps.add(command.hold)
        accounts(heldAccount(command.member, command.hold))
      }
      break
    case 'open':
      if (command.member) accounts(pointsAccount(command.member.number), accountId('M6201', command.member.number), 'P3101', 'M3102')
      for (const { counter, sku } of command.goods ?? []) accounts(stockAccount(counter, sku), accountId('G3103', sku))
      break
    case 'reverse':
      reads.numbers.add(command.number)
      reads.followUps.add(command.number)
      break
    case 'return':
      reads.numbers.add(command.redemption)
      reads.followUps.add(command.redemption)
      break
    default:
      break
  }
}
