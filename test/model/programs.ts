import fc from 'fast-check'
import { addDays } from '../../src/clock.ts'
import type { Action, Command } from '../../src/ledger/command.ts'
import { Books, POLICY } from '../ledger/books.ts'

/**
 * Random programs of commands: a few members, goods and counters, days that go forward, and numbers that mostly name
 * something. Small ranges on purpose, so that commands meet.
 */
export interface Step {
  days: number
  batch: { action: Action; daysAgo: number; key: KeyChoice }[]
}

/** A key of its own, or one that was used before, with the request it was used for or with another. */
type KeyChoice = { own: true } | { own: false; earlier: number; sameRequest: boolean }

const member = fc.integer({ min: 1, max: 4 })
const sku = fc.constantFrom('a', 'b')
const counter = fc.constantFrom('main', 'east')
const points = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 300 }) },
  { weight: 4, arbitrary: fc.integer({ min: 300, max: 2500 }) },
  { weight: 1, arbitrary: fc.constantFrom(1, Number.MAX_SAFE_INTEGER) }
)
const pieces = fc.integer({ min: 1, max: 4 })
const number = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 14 }) }, { weight: 2, arbitrary: fc.integer({ min: 6, max: 60 }) })
const expiresOn = fc.constantFrom(undefined, '2025-03-10', '2025-03-31', '2025-04-30', '2026-12-31')
const account = fc.oneof(member.map((each) => `P2101.${each}`), fc.constantFrom('P2103.general', 'G1101.main.a', 'M6201.1', 'P4102'))
const reason = fc.constant('other' as const)

const policies = [
  POLICY,
  { ...POLICY, pointsValidMonths: 1, backfilledHoursConvert: true },
  { ...POLICY, balanceCapPoints: '25', pointsValidMonths: null, graceDaysAfterReturn: 2 },
  {
    earning: { pointsPerHour: '7', categoryCoefficients: { 科普宣传: '1.3' }, groupHours: 'donated', dayCapMinutes: 300, capExcessGoesTo: 'donation_pool' },
    keeping: { atDeath: 'succeed', atMove: 'succeed', atClosing: 'donate' }
  },
  {
    earning: {
      pointsPerHour: '10', categoryCoefficients: POLICY.categoryCoefficients, stepMinutes: 45, roundedPer: 'month', roundingDirection: 'up',
      activityCapMinutes: 300, monthCapMinutes: 600, capExcessGoesTo: 'honorary_minutes', balanceCapHours: '3', balanceExcessGoesTo: 'honorary_minutes'
    },
    keeping: { validity: 'end_of_year', expiredPointsGoTo: 'donation_pool', atDeath: 'succeed', atMove: 'donate', atClosing: 'lapse' },
    spending: { redemptionsPerPeriod: 2, firstRedemptionFromPoints: '5', giftMonthCapPoints: '8' }
  }
]

function of<A extends Action['action']>(action: A, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Action> {
  return fc.record({ action: fc.constant(action), ...fields }) as fc.Arbitrary<Action>
}

const line = fc.record({ sku, pieces, points: fc.integer({ min: 0, max: 200 }), monthlyLimit: fc.constantFrom(undefined, undefined, 3) })
const lots = fc.array(fc.record({ points, expiresOn }), { maxLength: 2 })

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: of('open', { member: fc.record({ number: member, lots, minutes: fc.constantFrom(0, 60), honoraryMinutes: fc.constantFrom(0, 30) }) }) },
  { weight: 1, arbitrary: of('open', { goods: fc.array(fc.record({ counter, sku, pieces, expiresOn }), { maxLength: 2 }), funds: fc.constant([{ fund: 'f', source: 's', fen: 100 }]) }) },
  { weight: 6, arbitrary: of('earn', { member, category: fc.constantFrom('科普宣传', '老人陪护'), minutes: fc.integer({ min: 1, max: 500 }), backfilled: fc.boolean(), activity: fc.constantFrom(undefined, 'a') }) },
  { weight: 4, arbitrary: of('earn_team', { team: fc.constantFrom('红队', '蓝队'), category: fc.constantFrom('科普宣传', '老人陪护'), members: fc.array(fc.record({ member, minutes: fc.integer({ min: 1, max: 500 }) }), { minLength: 1, maxLength: 3 }), backfilled: fc.boolean(), activity: fc.constantFrom(undefined, 'a') }) },
  { weight: 2, arbitrary: of('succeed', { from: member, to: fc.option(member, { nil: undefined }), because: fc.constantFrom('death', 'move', 'closing') }) },
  { weight: 3, arbitrary: of('award', { member, rule: reason, points, expiresOn, limits: fc.constantFrom(undefined, { perDay: 1, perMonth: 2, perYear: 3 }) }) },
  { weight: 2, arbitrary: of('grant', { member, points, pool: fc.constant('general'), expiresOn }) },
  { weight: 1, arbitrary: of('grant', { member, points, fund: fc.constant('f') }) },
  { weight: 4, arbitrary: of('gift', { from: member, to: member, points }) },
  { weight: 4, arbitrary: of('donate', { member, purpose: fc.constant('general'), points }) },
  { weight: 4, arbitrary: of('hold', { member, points, counter, goods: fc.array(fc.record({ sku, pieces }), { maxLength: 2 }) }) },
  { weight: 4, arbitrary: of('release', { hold: number, points: fc.option(points, { nil: undefined }), providerAtFault: fc.boolean() }) },
  { weight: 5, arbitrary: of('redeem', { member, counter, lines: fc.array(line, { minLength: 1, maxLength: 2 }), hold: fc.option(number, { nil: undefined, freq: 2 }), foundLate: fc.boolean() }) },
  { weight: 4, arbitrary: of('return', { redemption: number, lines: fc.array(fc.record({ line: fc.integer({ min: 1, max: 2 }), pieces }), { minLength: 1, maxLength: 2 }) }) },
  { weight: 2, arbitrary: of('expire', { member }) },
  { weight: 2, arbitrary: of('forfeit', { member, reason, points }) },
  { weight: 3, arbitrary: of('recover', { member, points: fc.option(points, { nil: undefined }) }) },
  { weight: 1, arbitrary: of('write_off', { member, points }) },
  { weight: 2, arbitrary: of('adjust', { corrects: number, points }) },
  { weight: 1, arbitrary: of('merge', { from: member, into: member }) },
  { weight: 4, arbitrary: of('stock_in', { counter, sku, pieces: fc.integer({ min: 1, max: 12 }), expiresOn }) },
  { weight: 1, arbitrary: of('stock_move', { from: counter, to: counter, sku, pieces }) },
  { weight: 1, arbitrary: of('damage', { counter, sku, pieces, of: fc.constantFrom('stock', 'difference') }) },
  { weight: 1, arbitrary: of('stocktake', { counter, counts: fc.array(fc.record({ sku, counted: fc.integer({ min: 0, max: 9 }) }), { maxLength: 2 }) }) },
  { weight: 1, arbitrary: of('distribute', { counter, sku, pieces }) },
  { weight: 1, arbitrary: of('return_to_sponsor', { counter, sku, pieces, sponsor: fc.constant('unnamed') }) },
  { weight: 9, arbitrary: of('reverse', { number, reason }) },
  { weight: 1, arbitrary: of('publish_policy', { policy: fc.constantFrom(...policies), from: fc.constantFrom(undefined, '2025-03-05', '2025-04-01') }) },
  { weight: 1, arbitrary: of('freeze', { account, reason }) },
  { weight: 2, arbitrary: of('unfreeze', { account, reason }) },
  { weight: 1, arbitrary: of('close', { account, reason }) },
  { weight: 1, arbitrary: of('close_period', { through: fc.constantFrom('2025-02-28', '2025-03-05', '2025-03-31') }) },
  { weight: 1, arbitrary: of('erase_member', { member }) },
  { weight: 1, arbitrary: of('change_signing_key', { publicKey: fc.constant('k') }) }
)

const key: fc.Arbitrary<KeyChoice> = fc.oneof(
  { weight: 9, arbitrary: fc.constant({ own: true } as const) },
  { weight: 1, arbitrary: fc.record({ own: fc.constant(false as const), earlier: fc.nat({ max: 40 }), sameRequest: fc.boolean() }) }
)

const step: fc.Arbitrary<Step> = fc.record({
  days: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) }, { weight: 1, arbitrary: fc.constant(30) }),
  batch: fc.array(fc.record({ action, daysAgo: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }) }), key }), { minLength: 1, maxLength: 9 })
})

export const program: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 3, maxLength: 14, size: 'max' })

/** As POLICY, and with what becomes of the points of the dead, of who moves away, and of closing accounts. */
const FIRST_POLICY = {
  earning: { pointsPerHour: '10', categoryCoefficients: POLICY.categoryCoefficients, stepMinutes: 30, dayCapMinutes: 480, backfilledHoursConvert: false, groupSplit: 'by_minutes' },
  keeping: { validity: 'months', validMonths: 36, atDeath: 'succeed', atMove: 'donate', atClosing: 'lapse' }
}

/** What every program starts from, so that its commands find something: numbers 1 to 11. */
const BEGINNING: Action[] = [
  { action: 'publish_policy', policy: FIRST_POLICY, from: '2025-01-01' },
  { action: 'stock_in', counter: 'main', sku: 'a', pieces: 9, expiresOn: '2025-04-10' },
  { action: 'stock_in', counter: 'main', sku: 'b', pieces: 9 },
  { action: 'open', member: { number: 1, lots: [{ points: 900, expiresOn: '2025-03-05' }, { points: 600, expiresOn: '2025-03-20' }], minutes: 60, honoraryMinutes: 0 } },
  { action: 'open', member: { number: 2, lots: [{ points: 1200, expiresOn: '2026-12-31' }], minutes: 0, honoraryMinutes: 30 } },
  { action: 'hold', member: 1, points: 500, counter: 'main', goods: [{ sku: 'a', pieces: 2 }] },
  { action: 'hold', member: 2, points: 300 },
  { action: 'redeem', member: 2, counter: 'main', lines: [{ sku: 'a', pieces: 2, points: 100 }, { sku: 'b', pieces: 1, points: 50 }] },
  { action: 'redeem', member: 1, counter: 'main', hold: 6, lines: [{ sku: 'a', pieces: 3, points: 200 }] },
  { action: 'earn', member: 3, category: '科普宣传', minutes: 120, backfilled: false },
  { action: 'gift', from: 3, to: 1, points: 900 }
]

/** The program's batches as commands of one community: the same for every store. */
export function commandsOf(steps: Step[], community: string): Command[][] {
  const maker = new Books({ transact: () => Promise.reject(new Error('only makes commands')) }, community)
  const used: { key: string; action: Action }[] = []
  let today = '2025-03-01'
  return [
    BEGINNING.map((each, index) => maker.command(each, { today, idempotencyKey: `beginning-${index}` })),
    ...steps.map(({ days, batch }) => {
      today = addDays(today, days)
      return batch.map(({ action: wanted, daysAgo, key: choice }) => {
        const earlier = choice.own ? undefined : used[choice.earlier % Math.max(1, used.length)]
        const idempotencyKey = earlier?.key ?? `k${used.length}`
        const chosen = earlier && !choice.own && choice.sameRequest ? earlier.action : wanted
        used.push({ key: idempotencyKey, action: chosen })
        return maker.command(chosen, { today, idempotencyKey, serviceDate: daysAgo === 0 ? undefined : addDays(today, -daysAgo) })
      })
    })
  ]
}
