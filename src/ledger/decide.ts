import { isReason } from '../reason.ts'
import { refuse } from '../refusal.ts'
import { badAmount, badDate } from './command-values.ts'
import type { Action, Command, CommandOf } from './command.ts'
import * as events from './decide-events.ts'
import { decideHold, decideRelease } from './decide-holds.ts'
import { decideEarn } from './decide-hours.ts'
import { decideMerge } from './decide-merge.ts'
import { decideOpen } from './decide-opening.ts'
import * as points from './decide-points.ts'
import { decideRedeem, decideReturn } from './decide-redemptions.ts'
import { decideReverse } from './decide-reverse.ts'
import * as stock from './decide-stock.ts'
import { decideSucceed } from './decide-succession.ts'
import { decideEarnTeam } from './decide-teams.ts'
import type { Decision } from './draft.ts'
import type { LedgerState } from './state.ts'

type Decide<A extends Action['action']> = (state: LedgerState, command: CommandOf<A>) => Decision

/** One decision for each action. Pure: state and command in, entries or a coded refusal out. */
const DECISIONS: { [A in Action['action']]: Decide<A> } = {
  open: decideOpen,
  earn: decideEarn,
  earn_team: decideEarnTeam,
  award: points.decideAward,
  grant: points.decideGrant,
  gift: points.decideGift,
  donate: points.decideDonate,
  hold: decideHold,
  release: decideRelease,
  redeem: decideRedeem,
  return: decideReturn,
  expire: points.decideExpire,
  forfeit: points.decideForfeit,
  recover: points.decideRecover,
  write_off: points.decideWriteOff,
  adjust: points.decideAdjust,
  merge: decideMerge,
  succeed: decideSucceed,
  stock_in: stock.decideStockIn,
  stock_move: stock.decideStockMove,
  damage: stock.decideDamage,
  stocktake: stock.decideStocktake,
  distribute: stock.decideDistribute,
  return_to_sponsor: stock.decideReturnToSponsor,
  reverse: decideReverse,
  publish_policy: events.decidePublishPolicy,
  freeze: events.decideFreeze,
  unfreeze: events.decideUnfreeze,
  close: events.decideClose,
  close_period: events.decideClosePeriod,
  change_signing_key: events.decideChangeSigningKey,
  erase_member: events.decideEraseMember
}

/** Guards that hold for every action, then the action's own. */
export function decide(state: LedgerState, command: Command): Decision {
  const { serviceDate, today } = command
  const noDate = badDate(command)
  if (noDate !== undefined) return refuse('bad_date', { value: noDate })
  if (serviceDate !== undefined && serviceDate > today) return refuse('future_date', { value: serviceDate, today })
  if (today <= state.head.closedThrough) return refuse('period_closed', { through: state.head.closedThrough })
  if ('reason' in command && !isReason(command.reason)) return refuse('unknown_reason', { value: command.reason })
  const bad = badAmount(command)
  if (bad !== undefined) return refuse('bad_amount', { value: bad })
  const run = DECISIONS[command.action] as Decide<Action['action']>
  return run(state, command as never)
}
