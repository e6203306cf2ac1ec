/**
 * The chart of accounts of one community (design: one journal, four kinds of unit). The database holds the same table
 * and refuses an account that differs from it; a test compares the two.
 */
export type UnitKind = 'POINT' | 'MINUTE' | 'ITEM' | 'CNY'

export interface AccountCode {
  unitKind: UnitKind
  /** 1: debit normal, -1: credit normal. */
  side: 1 | -1
  /** The least balance on the normal side, or null where there is none. */
  floor: 0 | null
  hasLots: boolean
  /** The second part of the account's id is the member's number. */
  perMember: boolean
  zh: string
  en: string
}

function code(
  unitKind: UnitKind,
  side: 'debit' | 'credit',
  zh: string,
  en: string,
  rules: { floor?: true; lots?: true; member?: true } = {}
): AccountCode {
  return {
    unitKind,
    side: side === 'debit' ? 1 : -1,
    floor: rules.floor ? 0 : null,
    hasLots: rules.lots === true,
    perMember: rules.member === true,
    zh,
    en
  }
}

export const CHART: Record<string, AccountCode> = {
  P1301: code('POINT', 'debit', '应追回积分', 'Points to recover', { floor: true, member: true }),
  P2101: code('POINT', 'credit', '个人积分', 'Personal points', { floor: true, lots: true, member: true }),
  P2102: code('POINT', 'credit', '预扣积分', 'Held points', { floor: true, lots: true, member: true }),
  P2103: code('POINT', 'credit', '公益积分池', 'Donation pool', { floor: true }),
  P2104: code('POINT', 'credit', '社区往来', 'Due to or from another community'),
  P2105: code('POINT', 'credit', '待履约兑换', 'Redeemed, still to be delivered', { floor: true }),
  P3101: code('POINT', 'debit', '建账转入(积分)', 'Carried in, points'),
  M3102: code('MINUTE', 'debit', '建账转入(时长)', 'Carried in, hours'),
  G3103: code('ITEM', 'credit', '建账转入(物资)', 'Carried in, goods'),
  C3104: code('CNY', 'credit', '建账转入(资金)', 'Carried in, money'),
  P4101: code('POINT', 'credit', '已兑换积分', 'Redeemed for goods'),
  P4102: code('POINT', 'credit', '过期失效', 'Expired'),
  P4103: code('POINT', 'credit', '扣罚', 'Forfeited'),
  P4104: code('POINT', 'credit', '服务兑换', 'Redeemed for services'),
  P4105: code('POINT', 'credit', '往来清算', 'Settled between communities'),
  P5101: code('POINT', 'debit', '积分发放', 'Issued for service'),
  P5102: code('POINT', 'debit', '专项发放', 'Granted by a fund'),
  P5103: code('POINT', 'debit', '奖励发放', 'Awarded'),
  P5104: code('POINT', 'debit', '追回核销', 'Recovery written off'),
  M6101: code('MINUTE', 'debit', '已提供服务时长', 'Service given'),
  M6201: code('MINUTE', 'credit', '认证时长', 'Verified hours', { floor: true, member: true }),
  M6202: code('MINUTE', 'credit', '荣誉时长', 'Honorary hours', { floor: true, member: true }),
  M6203: code('MINUTE', 'credit', '团队时长', 'Team hours', { floor: true }),
  G1101: code('ITEM', 'debit', '库存物资', 'Stock on hand', { floor: true, lots: true }),
  G1102: code('ITEM', 'debit', '已兑物资', 'Goods redeemed'),
  G1103: code('ITEM', 'credit', '物资来源', 'Goods supplied'),
  G1104: code('ITEM', 'debit', '待处理盘盈盘亏', 'Unexplained difference'),
  G1105: code('ITEM', 'debit', '预留物资', 'Reserved for pickup', { floor: true, lots: true }),
  G1106: code('ITEM', 'debit', '报损', 'Known loss'),
  G1107: code('ITEM', 'debit', '慰问发放', 'Given away without points'),
  C1201: code('CNY', 'debit', '专项资金结存', 'Special fund', { floor: true }),
  C1202: code('CNY', 'credit', '专项资金拨入', 'Paid into the fund'),
  C1203: code('CNY', 'debit', '结算支出', 'Settled'),
  C1204: code('CNY', 'debit', '采购支出', 'Purchases'),
  C2201: code('CNY', 'credit', '应付合作方', 'Payable to a partner', { floor: true })
}

/** What may stand in one part of an account's id: letters of any script, digits, underscore, hyphen; 1 to 64. */
const PART = /^[\p{L}\p{N}_-]{1,64}$/u

export function isAccountPart(text: string): boolean {
  return PART.test(text)
}

/** The id of an account: its code and what it is kept per, joined by dots: `P2101.17`, `G1101.main.G001`. */
export function accountId(accountCode: string, ...parts: [string | number, (string | number)?]): string {
  const [first, second] = parts
  return second === undefined ? `${accountCode}.${first}` : `${accountCode}.${first}.${second}`
}

export interface AccountShape extends AccountCode {
  accountId: string
  code: string
  unit: string
  memberNumber: number | null
}

/** What an account's id says of it, by the chart; goods accounts end with their sku. Throws on an id no chart knows. */
export function shapeOf(id: string): AccountShape {
  const [accountCode = '', ...parts] = id.split('.')
  const entry = CHART[accountCode]
  if (!entry || !parts.every(isAccountPart)) throw new Error(`not an account of the chart: ${id}`)
  const memberNumber = entry.perMember ? Number(parts[0]) : null
  if (memberNumber !== null && !Number.isSafeInteger(memberNumber)) throw new Error(`no member in ${id}`)
  const unit = entry.unitKind === 'ITEM' ? `ITEM:${parts.at(-1)}` : entry.unitKind
  return { ...entry, accountId: id, code: accountCode, unit, memberNumber }
}

/** The codes a freeze can stop: what a member spends from. */
export const FREEZABLE_CODES = ['P2101', 'P2102']

export const pointsAccount = (member: number): string => accountId('P2101', member)
export const heldAccount = (member: number, hold: number): string => accountId('P2102', member, hold)
export const recoverAccount = (member: number): string => accountId('P1301', member)
export const stockAccount = (counter: string, sku: string): string => accountId('G1101', counter, sku)
export const reservedAccount = (hold: number, sku: string): string => accountId('G1105', hold, sku)
/** Where overflow over the balance cap and gifts without a named purpose go. */
export const GENERAL_POOL = accountId('P2103', 'general')
