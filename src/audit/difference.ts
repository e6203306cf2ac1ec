/** What verification can find. Each code has its words; what is in braces comes with the difference. */
function words(zh: string, en: string): { zh: string; en: string } {
  return { zh, en }
}

export const DIFFERENCES = {
  // One transaction in itself.
  number_not_next: words('序号应为 {expected},实为 {found}', 'the number should be {expected} and is {found}'),
  other_community: words('属于社区 {found},不是 {expected}', 'belongs to community {found}, not {expected}'),
  not_canonical: words('封存字节无法按规范解读', 'the sealed bytes are not a canonical encoding'),
  leaf_differs: words('叶哈希与内容不符', 'the leaf hash is not that of the content'),
  field_invalid: words('{field} 的值无效:{found}', '{field} has an invalid value: {found}'),
  unknown_kind: words('没有这种类型:{found}', 'there is no such kind: {found}'),
  kind_and_entries_differ: words('类型与分录数不符:{found} 行', 'the kind and the number of entries differ: {found}'),
  line_not_next: words('分录行号应为 {expected},实为 {found}', 'the entry line should be {expected} and is {found}'),
  not_balanced: words('{unit} 借贷不平,差 {found}', '{unit} does not sum to zero but to {found}'),
  voucher_not_next: words(
    '{month} 的凭证号应为 {expected},实为 {found}',
    'the voucher number of {month} should be {expected} and is {found}'
  ),
  period_closed: words(
    '业务日期 {found} 在已结账的 {expected} 及以前',
    'the business date {found} is not after {expected}, which is closed'
  ),
  period_never_back: words(
    '结账日 {found} 不晚于 {expected}',
    'the books are closed through {found}, not later than {expected}'
  ),
  reversal_invalid: words('不能冲销第 {found} 号', 'number {found} cannot be reversed'),
  reversed_twice: words('第 {found} 号被冲销两次', 'number {found} is reversed twice'),
  not_a_mirror: words('与所冲销的第 {found} 号不对应', 'does not mirror number {found}, which it reverses'),
  // Accounts and lots as they go on.
  account_not_of_chart: words('科目表中没有此账户', 'the chart has no such account'),
  unit_differs: words(
    '账户单位应为 {expected},实为 {found}',
    'the unit of the account should be {expected} and is {found}'
  ),
  version_not_next: words(
    '账户版本应为 {expected},实为 {found}',
    'the account version should be {expected} and is {found}'
  ),
  running_balance: words(
    '余额应为 {expected},实为 {found}',
    'the balance after it should be {expected} and is {found}'
  ),
  below_floor: words('余额低于下限:{found}', 'the balance is below the floor: {found}'),
  account_closed: words('账户已关闭', 'the account is closed'),
  account_frozen: words('账户已冻结', 'the account is frozen'),
  state_not_possible: words('账户状态为 {found},不能执行', 'not possible for an account that is {found}'),
  lot_sum: words(
    '批次变动合计应为 {expected},实为 {found}',
    'the lot moves should add up to {expected} and do to {found}'
  ),
  lot_unexpected: words('此账户不分批次', 'the account is not made of lots'),
  lot_remaining: words(
    '批次 {lot} 余额应为 {expected},实为 {found}',
    'what is left of lot {lot} should be {expected} and is {found}'
  ),
  lot_origin: words('批次 {lot} 的来源不存在', 'the origin of lot {lot} does not exist yet'),
  // Tables against the sealed bytes.
  column_differs: words(
    '列 {field} 应为 {expected},实为 {found}',
    'column {field} should be {expected} and is {found}'
  ),
  entry_missing: words('分录表缺少此行', 'the entry table lacks this line'),
  entry_unsealed: words('分录表有未封存的行', 'the entry table has a line that is not sealed'),
  lot_move_missing: words('批次变动表缺少 {lot}', 'the table of lot moves lacks {lot}'),
  lot_move_unsealed: words('批次变动表有未封存的 {lot}', 'the table of lot moves has {lot}, which is not sealed'),
  key_repeated: words('幂等键与第 {found} 号相同', 'has the idempotency key of number {found}'),
  rows_beyond_journal: words(
    '{table} 有 {found} 行,账内应为 {expected} 行',
    '{table} has {found} rows where the journal has {expected}'
  ),
  // Projections against the journal.
  account_differs: words(
    '账户表 {field} 应为 {expected},实为 {found}',
    'the account table has {found} for {field}, where the journal gives {expected}'
  ),
  account_missing: words('账户表缺少此账户', 'the account table lacks the account'),
  lot_differs: words(
    '批次表 {lot} 的 {field} 应为 {expected},实为 {found}',
    'the lot table has {found} for {field} of {lot}, where the journal gives {expected}'
  ),
  lot_missing: words('批次表缺少 {lot}', 'the lot table lacks {lot}'),
  voucher_differs: words(
    '凭证号表 {month} 应为 {expected},实为 {found}',
    'the voucher table has {found} for {month}, where the journal gives {expected}'
  ),
  head_differs: words(
    '账首 {field} 应为 {expected},实为 {found}',
    'the head has {found} for {field}, where the journal gives {expected}'
  ),
  // Export files.
  line_unreadable: words('此行无法读取:{found}', 'the line cannot be read: {found}'),
  line_misplaced: words('此处不应有 {found} 行', 'a line of type {found} does not belong here'),
  line_missing: words('缺少 {expected} 行', 'there is no line of type {expected}'),
  field_unknown: words('有未封存的字段 {field}', 'has a field {field} that is not sealed'),
  date_out_of_range: words('业务日期 {found} 不在 {expected} 内', 'the business date {found} is not within {expected}'),
  opening_invalid: words(
    '期初 {field} 应为 {expected},实为 {found}',
    'the opening {field} should be {expected} and is {found}'
  ),
  closing_differs: words(
    '期末 {field} 应为 {expected},实为 {found}',
    'the closing {field} should be {expected} and is {found}'
  ),
  closing_missing: words('缺少期末余额', 'there is no closing balance'),
  closing_lot_differs: words(
    '期末批次 {lot} 应为 {expected},实为 {found}',
    'the closing of lot {lot} should be {expected} and is {found}'
  ),
  total_differs: words('{field} 应为 {expected},实为 {found}', '{field} should be {expected} and is {found}')
} satisfies Record<string, { zh: string; en: string }>

export type DifferenceCode = keyof typeof DIFFERENCES

export interface Difference {
  code: DifferenceCode
  /** The transaction. */
  number?: number
  /** The entry within it. */
  line?: number
  accountId?: string
  /** The line of an export file, counted from 1. */
  fileLine?: number
  field?: string
  unit?: string
  month?: string
  lot?: string
  table?: string
  expected?: string | number | null
  found?: string | number | null
}

/** The difference in a reader's words, with the place first. */
export function differenceMessage(difference: Difference, language: 'zh' | 'en'): string {
  const values: Record<string, unknown> = { ...difference }
  const text = DIFFERENCES[difference.code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name] ?? '∅')
  )
  return [...placeOf(difference, language), text].join(language === 'zh' ? ':' : ': ')
}

function placeOf({ fileLine, number, line, accountId }: Difference, language: 'zh' | 'en'): string[] {
  const place: string[] = []
  if (fileLine !== undefined) place.push(language === 'zh' ? `文件第 ${fileLine} 行` : `file line ${fileLine}`)
  if (number !== undefined) place.push(language === 'zh' ? `第 ${number} 号` : `number ${number}`)
  if (line !== undefined) place.push(language === 'zh' ? `分录 ${line}` : `entry ${line}`)
  if (accountId !== undefined) place.push(accountId)
  return place
}

const MOST_KEPT = 1000

/** Counts all differences and keeps the first thousand. */
export class DifferenceLog {
  readonly kept: Difference[] = []
  count = 0
  /** Where in a file the reader is; noted with each difference. */
  fileLine: number | undefined

  add(difference: Difference): void {
    this.count++
    if (this.kept.length >= MOST_KEPT) return
    this.kept.push(this.fileLine === undefined ? difference : { ...difference, fileLine: this.fileLine })
  }

  /** Adds a difference where two values are not the same. */
  compare(difference: Difference & { expected: string | number | null; found: string | number | null }): void {
    if (difference.expected !== difference.found) this.add(difference)
  }
}
