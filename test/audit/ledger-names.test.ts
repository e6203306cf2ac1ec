import fc from 'fast-check'
import t from 'tap'
import {
  accountOfLedgerName,
  beancountCommodity,
  ledgerAccountName,
  quotedCommodity,
  rootOfCode,
  unitOfBeancountCommodity,
  unitOfQuotedCommodity
} from '../../src/audit/ledger-names.ts'
import { escapePart, unescapePart } from '../../src/audit/name-escape.ts'
import { CHART } from '../../src/ledger/chart.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/),
  fc.stringMatching(/^[一-龥X-]{0,8}$/),
  fc.constantFrom('X', 'XX', '', '-', '--', 'X-2D-', '〇', '々', '𠮷', 'é', 'ABC')
)

t.test('account names read well', async (t) => {
  t.equal(ledgerAccountName('P2101.17'), 'Liabilities:P2101-个人积分:17')
  t.equal(ledgerAccountName('P5101.老人陪护'), 'Expenses:P5101-积分发放:X老人陪护')
  t.equal(ledgerAccountName('G1101.main.G001'), 'Assets:G1101-库存物资:Xmain:G001')
  t.equal(ledgerAccountName('C1201.岁末.财政'), 'Assets:C1201-专项资金结存:X岁末:X财政')
  t.equal(ledgerAccountName('P3101'), 'Equity:P3101-建账转入积分')
  t.equal(ledgerAccountName('P2103.a_b'), 'Liabilities:P2103-公益积分池:Xa-5F-b')
})

t.test('every part comes back from its escape, and fits what beancount takes', async (t) => {
  fc.assert(
    fc.property(anyText, (part) => {
      const name = escapePart(part)
      return /^[A-Z0-9][0-9A-Za-z\p{Lo}-]*$/u.test(name) && unescapePart(name) === part
    }),
    { numRuns: 2000 }
  )
  t.pass('holds')
})

t.test('every account comes back from its name, and no two share one', async (t) => {
  const account = fc
    .tuple(fc.constantFrom(...Object.keys(CHART), 'P9999'), fc.array(anyText, { maxLength: 3 }))
    .map(([code, parts]) => [code, ...parts].join('.'))
  fc.assert(
    fc.property(account, (accountId) => accountOfLedgerName(ledgerAccountName(accountId)) === accountId),
    { numRuns: 2000 }
  )
  t.pass('holds')
})

t.test('a name that was not written by us is no account', async (t) => {
  for (const name of [
    '',
    'Assets',
    'Assets:P2101-个人积分:17',
    'Liabilities:P2101-错:17',
    'Liabilities:P2101:17',
    'Liabilities:P2101-个人积分:main',
    'Liabilities:P2101-个人积分:X17'
  ]) {
    t.equal(accountOfLedgerName(name), null, name)
  }
})

t.test('every unit comes back from its commodity', async (t) => {
  const unit = fc.oneof(
    fc.constantFrom('POINT', 'MINUTE', 'CNY'),
    anyText.filter((sku) => sku !== '').map((sku) => `ITEM:${sku}`)
  )
  const wellFormed = unit.filter((text) => !/\p{Cs}/u.test(text))
  fc.assert(
    fc.property(wellFormed, (unit) => {
      const name = beancountCommodity(unit)
      const declared = new Map([[name, unit]])
      return (
        /^[A-Z][A-Z0-9'._-]{0,22}[A-Z0-9]$/.test(name) &&
        unitOfBeancountCommodity(name, declared) === unit &&
        unitOfQuotedCommodity(quotedCommodity(unit)) === unit
      )
    }),
    { numRuns: 2000 }
  )
  t.pass('holds')
})

t.test('short goods need no declaration to be read back', async (t) => {
  t.equal(beancountCommodity('ITEM:G001'), 'ITEM.G001')
  t.equal(unitOfBeancountCommodity('ITEM.G001', new Map()), 'ITEM:G001')
  t.equal(unitOfBeancountCommodity(beancountCommodity('ITEM:牙膏'), new Map()), 'ITEM:牙膏')
})

t.test('every code of the chart has one of the five roots', async (t) => {
  for (const code of Object.keys(CHART)) t.match(rootOfCode(code), /^(Assets|Liabilities|Equity|Income|Expenses)$/)
})
