import fc from 'fast-check'
import { addDays } from '../../src/clock.ts'
import { type DraftLine, JournalBuilder } from './journal-builder.ts'

/** One step of a random programme; what is not possible when its turn comes is left out. */
export interface Step {
  what: number
  member: number
  other: number
  amount: number
  /** Days the step is dated back, which mixes number order and date order. */
  daysBack: number
  skip: number
}

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    what: fc.integer({ min: 0, max: 11 }),
    member: fc.integer({ min: 1, max: 4 }),
    other: fc.integer({ min: 1, max: 4 }),
    amount: fc.integer({ min: 1, max: 5000 }),
    daysBack: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) }
    ),
    skip: fc.integer({ min: 0, max: 6 })
  }),
  { minLength: 1, maxLength: 40, size: 'max' }
)

/** Runs a programme from a day on; each step is on a later day than the one before, unless dated back. */
export function runSteps(books: JournalBuilder, programme: Step[], firstDay = '2025-01-01'): JournalBuilder {
  let today = firstDay
  for (const step of programme) {
    today = addDays(today, step.skip)
    const dated = addDays(today, -step.daysBack)
    const { closedThrough } = books.journal.head
    const earliest = closedThrough < firstDay ? firstDay : addDays(closedThrough, 1)
    runStep(books, step, dated < earliest ? (today < earliest ? earliest : today) : dated)
  }
  return books
}

export const randomJournal = steps.map((programme) => runSteps(new JournalBuilder(), programme))

function runStep(books: JournalBuilder, { what, member, other, amount }: Step, day: string): void {
  const own = `P2101.${member}`
  const spend = Math.min(amount, books.balance(own))
  const transfer = (kind: string, to: string, most = spend): void => {
    if (most > 0 && to !== own)
      books.post(
        kind,
        day,
        [
          { accountId: own, amount: most },
          { accountId: to, amount: -most, lotsOfLine: 1 }
        ],
        { memberNumber: member }
      )
  }
  if (what <= 2) earn(books, member, amount, day)
  else if (what === 3) transfer('gift', `P2101.${other}`)
  else if (what === 4) transfer('hold', `P2102.${member}.7`)
  else if (what === 5) release(books, member, amount, day)
  else if (what === 6) redeem(books, member, Math.min(spend, 900), day)
  else if (what === 7) {
    books.post('stock_in', day, [
      { accountId: 'G1101.main.G001', amount, expiresOn: addDays(day, amount) },
      { accountId: 'G1103.爱心.G001', amount: -amount }
    ])
  } else if (what === 8)
    books.post('fund_in', day, [
      { accountId: 'C1201.岁末.财政', amount },
      { accountId: 'C1202.岁末.财政', amount: -amount }
    ])
  else if (what === 9) reverseSome(books, amount, day)
  else if (what === 10)
    books.post('policy_published', day, [], { policyVersion: amount, content: '{"a":"“引号” \\u2028"}' })
  else if (amount % 4 === 0) closeSome(books, day)
}

function earn(books: JournalBuilder, member: number, amount: number, day: string): void {
  const lines: DraftLine[] = [
    { accountId: 'M6101.陪同就医', amount },
    { accountId: `M6201.${member}`, amount: -amount }
  ]
  if (amount % 5 > 0)
    lines.push(
      { accountId: 'P5101.陪同就医', amount },
      { accountId: `P2101.${member}`, amount: -amount, expiresOn: `${day.slice(0, 4)}-12-31` }
    )
  books.post('earn', day, lines, { memberNumber: member, category: '陪同就医', minutes: amount })
}

function release(books: JournalBuilder, member: number, amount: number, day: string): void {
  const held = Math.min(amount, books.balance(`P2102.${member}.7`))
  if (held > 0)
    books.post('release', day, [
      { accountId: `P2102.${member}.7`, amount: held },
      { accountId: `P2101.${member}`, amount: -held, lotsOfLine: 1 }
    ])
}

function redeem(books: JournalBuilder, member: number, points: number, day: string): void {
  if (points === 0 || books.balance('G1101.main.G001') === 0) return
  books.post(
    'redeem_goods',
    day,
    [
      { accountId: `P2101.${member}`, amount: points },
      { accountId: 'P4101.main', amount: -points },
      { accountId: 'G1102.G001', amount: 1 },
      { accountId: 'G1101.main.G001', amount: -1 }
    ],
    { memberNumber: member, till: 't-1' }
  )
}

function reverseSome(books: JournalBuilder, amount: number, day: string): void {
  const reversed = new Set(books.transactions.map((each) => each.reverses))
  const candidates = books.transactions.filter((each) => each.kind === 'earn' && !reversed.has(each.number))
  const chosen = candidates[amount % Math.max(1, candidates.length)]
  if (
    chosen?.entries.every(
      (entry) => !entry.accountId.startsWith('M62') || books.balance(entry.accountId) >= -entry.amount
    )
  ) {
    books.reverse(chosen.number, day)
  }
}

function closeSome(books: JournalBuilder, day: string): void {
  const through = addDays(day, -10)
  if (through > books.journal.head.closedThrough) books.closePeriod(through, day)
}
