import { z } from 'zod'
import { amountOfUnit } from './amounts.ts'
import { circumstances } from './circumstances.ts'
import { communityPath } from './communities.ts'
import { lot } from './members.ts'
import { accountId } from './names.ts'
import { page, paging } from './paging.ts'
import { reason } from './reasons.ts'

const facts = {
  account: accountId,
  code: z.string().meta({ examples: ['P2101'] }),
  zh: z.string().meta({ examples: ['个人积分'] }),
  en: z.string().meta({ examples: ['Personal points'] }),
  unit: z.string(),
  side: z.enum(['debit', 'credit']).meta({ description: '正常方向 · Normal side' }),
  balance: amountOfUnit.meta({ description: '余额,按正常方向 · Balance on the normal side' }),
  member: z.int().nullable(),
  state: z.enum(['open', 'frozen', 'closed']),
  successor: z.string().nullable().meta({ description: '合并后由哪个账户接续 · The account that carries on after a merge' }),
  version: z.int().meta({ description: '分录数 · Entries so far' })
}

export const account = z.strictObject(facts).meta({ id: 'Account' })
export const accountInFull = z.strictObject({ ...facts, lots: z.array(lot) }).meta({ id: 'AccountInFull' })
export const accountPage = page(account).meta({ id: 'AccountPage' })

export const accountPath = communityPath.extend({
  account: z.string().min(1).max(300).meta({ description: '账户 · The account', examples: ['P2101.1'] })
})

export const accountQuery = z.strictObject({
  member: z.coerce.number().int().min(1).optional().meta({ description: '成员编号 · The number of a member' }),
  code: z.string().regex(/^[PMGC]\d{4}$/).optional().meta({ description: '科目代码 · Account code', examples: ['P2101'] }),
  ...paging
})

/** Why an account is frozen, unfrozen or closed; sealed for good. */
export const newAccountState = z.strictObject({
  reason,
  note: circumstances.note
})
