import { JournalBuilder } from './journal-builder.ts'

/**
 * One small journal with all four units, a gift, a hold, a redemption, a reversal with a shortfall, events, and a
 * posting that is dated back: number order and date order differ at the turn of each month.
 */
export function sampleJournal(): JournalBuilder {
  const books = new JournalBuilder()
  books.post('policy_published', '2025-01-01', [], { policyVersion: 1, content: '{"pointsPerHour":10}' })
  books.post(
    'opening',
    '2025-01-02',
    [
      { accountId: 'P3101', amount: 8600 },
      { accountId: 'P2101.17', amount: -8600, expiresOn: '2025-12-31' },
      { accountId: 'M3102', amount: 2580 },
      { accountId: 'M6201.17', amount: -2580 }
    ],
    { memberNumber: 17 }
  )
  books.post('stock_in', '2025-01-03', [
    { accountId: 'G1101.main.G001', amount: 40, expiresOn: '2026-06-30' },
    { accountId: 'G1103.爱心企业.G001', amount: -40 }
  ])
  books.post('fund_in', '2025-01-03', [
    { accountId: 'C1201.岁末.财政', amount: 500_000 },
    { accountId: 'C1202.岁末.财政', amount: -500_000 }
  ])
  const earned = earn(books, 482, 360, 6000, '2025-01-20')
  books.post('gift', '2025-01-25', [
    { accountId: 'P2101.17', amount: 2000 },
    { accountId: 'P2101.482', amount: -2000, lotsOfLine: 1 }
  ])
  const hold = books.post(
    'hold',
    '2025-02-03',
    [
      { accountId: 'P2101.17', amount: 3000 },
      { accountId: 'P2102.17.7', amount: -3000, lotsOfLine: 1 }
    ],
    { memberNumber: 17 }
  )
  earn(books, 17, 100, 2250, '2025-01-31')
  books.post(
    'redeem_goods',
    '2025-02-05',
    [
      { accountId: 'P2101.482', amount: 6000 },
      { accountId: 'P4101.main', amount: -6000 },
      { accountId: 'G1102.G001', amount: 2 },
      { accountId: 'G1101.main.G001', amount: -2 }
    ],
    { memberNumber: 482, till: 'till-1', priceVersion: '2025' }
  )
  books.closePeriod('2025-01-31', '2025-02-06')
  books.reverse(earned, '2025-02-10')
  books.post(
    'release',
    '2025-02-20',
    [
      { accountId: 'P2102.17.7', amount: 3000 },
      { accountId: 'P2101.17', amount: -3000, lotsOfLine: 1 }
    ],
    { corrects: hold }
  )
  books.post(
    'donate',
    '2025-03-01',
    [
      { accountId: 'P2101.17', amount: 1250 },
      { accountId: 'P2103.general', amount: -1250 }
    ],
    { memberNumber: 17 }
  )
  books.setState('account_frozen', 'P2101.482', '2025-03-02')
  earn(books, 17, 60, 1000, '2025-02-28')
  books.post(
    'earn',
    '2025-03-05',
    [
      { accountId: 'M6101.老人陪护', amount: 50 },
      { accountId: 'M6201.482', amount: -50 },
      { accountId: 'P5101.老人陪护', amount: 500 },
      { accountId: 'P1301.482', amount: -500 }
    ],
    { memberNumber: 482, category: '老人陪护', minutes: 50 }
  )
  books.setState('account_unfrozen', 'P2101.482', '2025-03-09')
  return books
}

function earn(books: JournalBuilder, member: number, minutes: number, points: number, day: string): number {
  return books.post(
    'earn',
    day,
    [
      { accountId: 'M6101.老人陪护', amount: minutes },
      { accountId: `M6201.${member}`, amount: -minutes },
      { accountId: 'P5101.老人陪护', amount: points },
      { accountId: `P2101.${member}`, amount: -points, expiresOn: `${day.slice(0, 4)}-12-31` }
    ],
    {
      memberNumber: member,
      category: '老人陪护',
      minutes,
      convertibleMinutes: minutes,
      coefficient: '1.5',
      policyVersion: 1
    }
  )
}

export const WHOLE = { from: '2025-01-01', to: '2025-12-31' }
