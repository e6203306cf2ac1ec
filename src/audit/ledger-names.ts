import { createHash } from 'node:crypto'
import { codeNames, codeOf, sideOf } from './amount-text.ts'
import { escapePart, unescapePart } from './name-escape.ts'

/**
 * Accounts and units by the names that plain-text accounting programs know them by. One name serves all three:
 *
 *     P2101.17             Liabilities:P2101-个人积分:17
 *     P5101.老人陪护        Expenses:P5101-积分发放:X老人陪护
 *     G1101.main.G001      Assets:G1101-库存物资:Xmain:G001
 *
 * The root and the title are for people and follow from the code; the rest is `escapePart` of each part of the id.
 */
export type Root = 'Assets' | 'Liabilities' | 'Equity' | 'Income' | 'Expenses'

/** Codes whose first digit does not tell: goods and money have flows among their 1xxx accounts. */
const ROOTS: Record<string, Root> = {
  G1102: 'Expenses',
  G1106: 'Expenses',
  G1107: 'Expenses',
  G1103: 'Income',
  C1202: 'Income',
  C1203: 'Expenses',
  C1204: 'Expenses'
}
const ROOT_BY_DIGIT: Record<string, Root> = { 1: 'Assets', 2: 'Liabilities', 3: 'Equity', 4: 'Income', 5: 'Expenses' }

/** Under which of the five roots a code stands; hours (6xxx) as given (debit) and as recorded for people (credit). */
export function rootOfCode(code: string): Root {
  return ROOTS[code] ?? ROOT_BY_DIGIT[code.charAt(1)] ?? (sideOf(code) === 1 ? 'Expenses' : 'Liabilities')
}

/** The name of an account. {@link accountOfLedgerName} gives the id back. */
export function ledgerAccountName(accountId: string): string {
  const code = codeOf(accountId)
  const title = codeNames(code).zh.replace(/[^\p{Script=Han}]/gu, '')
  const parts = accountId.split('.').slice(1).map(escapePart)
  return [rootOfCode(code), `${escapePart(code)}-${title}`, ...parts].join(':')
}

/** The account id of a name, or null where {@link ledgerAccountName} would not have written it. */
export function accountOfLedgerName(name: string): string | null {
  const [, head = '', ...rest] = name.split(':')
  const title = /-\p{Script=Han}*$/u.exec(head)
  if (!title) return null
  const parts = [head.slice(0, title.index), ...rest].map(unescapePart)
  if (parts.some((part) => part === null)) return null
  const accountId = parts.join('.')
  return ledgerAccountName(accountId) === name ? accountId : null
}

/** A unit as hledger and ledger-cli write it. Goods are quoted, with the few characters escaped that quotes cannot hold. */
export function quotedCommodity(unit: string): string {
  if (/^[A-Z]+$/.test(unit)) return unit
  return `"${unit.replace(/[%";\p{C}\s]/gu, (character) => encodeURIComponent(character))}"`
}

export function unitOfQuotedCommodity(commodity: string): string {
  return commodity.startsWith('"') ? decodeURIComponent(commodity.slice(1, -1)) : commodity
}

const COMMODITY_LENGTH = 24

/**
 * A unit as beancount writes it: `ITEM:G001` is `ITEM.G001`. Capitals and digits stand for themselves, every other byte
 * of UTF-8 is `_` and two hexadecimal digits. Names of more than 24 characters are not allowed there: a longer one is
 * `ITEM-` and 18 hexadecimal digits of SHA-256, and the `unit` of its `commodity` directive says what it stands for.
 */
export function beancountCommodity(unit: string): string {
  if (!unit.startsWith('ITEM:')) return unit
  let name = 'ITEM.'
  for (const byte of Buffer.from(unit.slice(5), 'utf8')) {
    const character = String.fromCharCode(byte)
    name += /[A-Z0-9]/.test(character) ? character : `_${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  if (name.length <= COMMODITY_LENGTH && name.length > 'ITEM.'.length) return name
  return `ITEM-${createHash('sha256').update(unit).digest('hex').slice(0, 18).toUpperCase()}`
}

/** The unit of a beancount commodity; `declared` holds the `unit` of each commodity directive, for the long ones. */
export function unitOfBeancountCommodity(name: string, declared: ReadonlyMap<string, string>): string | null {
  if (name.startsWith('ITEM-')) return declared.get(name) ?? null
  if (!name.startsWith('ITEM.')) return name
  const bytes = name
    .slice(5)
    .replace(/_([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const unit = `ITEM:${Buffer.from(bytes, 'latin1').toString('utf8')}`
  return beancountCommodity(unit) === name ? unit : null
}
