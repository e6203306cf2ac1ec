import { z } from 'zod'
import { amountOfUnit } from './amounts.ts'
import { circumstances } from './circumstances.ts'
import { plainDate } from './dates.ts'

const titles = {
  code: z.string().meta({ examples: ['P2101'] }),
  zh: z.string(),
  en: z.string(),
  unit: z.string(),
  side: z.enum(['debit', 'credit'])
}

/** How the accounts of each code stand now. */
export const balances = z
  .strictObject({
    items: z.array(z.strictObject({ ...titles, accounts: z.int(), balance: amountOfUnit }))
  })
  .meta({ id: 'Balances' })

export const dateRange = {
  from: plainDate.default('1900-01-01').meta({ description: '业务日期起,含当日 · Business dates from, that day included' }),
  to: plainDate.default('9999-12-31').meta({ description: '业务日期止,含当日 · Business dates to, that day included' })
}

export const trialBalanceQuery = z.strictObject({
  ...dateRange,
  by: z.enum(['code', 'account']).default('code').meta({ description: '每科目或每账户一行 · A line for each code or each account' })
})

/** Every report says what points are. */
export const notice = z.strictObject({ zh: z.string(), en: z.string() })

export const trialBalance = z
  .strictObject({
    notice,
    range: z.strictObject({ from: plainDate, to: plainDate }),
    lines: z.array(
      z.strictObject({
        ...titles,
        accountId: z.string().nullable(),
        opening: amountOfUnit,
        debit: amountOfUnit,
        credit: amountOfUnit,
        closing: amountOfUnit
      })
    ),
    totals: z.array(
      z.strictObject({
        unit: z.string(),
        balanced: z.boolean(),
        openingDebit: amountOfUnit,
        openingCredit: amountOfUnit,
        debit: amountOfUnit,
        credit: amountOfUnit,
        closingDebit: amountOfUnit,
        closingCredit: amountOfUnit
      })
    )
  })
  .meta({ id: 'TrialBalance' })

export const periods = z
  .strictObject({
    closedThrough: plainDate.nullable().meta({ description: '已结账至 · The last closed day' }),
    lastNumber: z.int().meta({ description: '最后一笔的序号 · Transactions so far' }),
    root: z.string().regex(/^[0-9a-f]{64}$/).meta({ description: '默克尔树根 · Root of the Merkle tree' })
  })
  .meta({ id: 'Periods' })

export const newPeriodClose = z.strictObject({
  through: plainDate.meta({ description: '结账至哪一天,含当日 · The last day to be closed' }),
  note: circumstances.note
})

export const exportQuery = z.strictObject({
  format: z.enum(['csv', 'jsonl', 'hledger', 'beancount']),
  part: z
    .enum(['entries', 'balances', 'trial-balance'])
    .default('entries')
    .meta({ description: 'csv 的哪一部分 · Which part, for csv' }),
  ...dateRange
})
