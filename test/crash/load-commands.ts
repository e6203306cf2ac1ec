import { createHash } from 'node:crypto'
import type { Action, Command } from '../../src/ledger/command.ts'

export const COMMUNITY = 'crash'

/**
 * The commands of a run under load, each from its place alone, so that parent and child agree on them: points that
 * are good and points that are past their day, donations that post an expiry first, gifts.
 */
export function loadCommand(run: string, place: number): Command {
  const member = 1 + place % 17
  const actions: Action[] = [
    { action: 'award', member, rule: 'good', points: 100 },
    { action: 'award', member: 1 + (place + 1) % 17, rule: 'late', points: 7, expiresOn: '2025-03-19' },
    { action: 'donate', member: 1 + (place + 16) % 17, purpose: 'general', points: 3 },
    { action: 'gift', from: 1 + (place + 14) % 17, to: 1 + (place + 3) % 17, points: 5 }
  ]
  const action = actions[place % 4] as Action
  return {
    community: COMMUNITY,
    today: '2025-03-20',
    preparedBy: 'load',
    postedBy: 'load',
    idempotencyKey: `${run}-${place}`,
    requestHash: createHash('sha256').update(JSON.stringify(action)).digest(),
    ...action
  }
}
