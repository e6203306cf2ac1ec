import t from 'tap'
import { reasonOf, summaryText } from '../../src/audit/summary-text.ts'
import { REASON_CODES, REASONS } from '../../src/reason.ts'

t.test('a reason is shown in words, from the summary or from the content of an event', async (t) => {
  for (const code of REASON_CODES) {
    t.same(reasonOf({ summaryCode: `reverse.${code}`, content: null }), { code, ...REASONS[code] })
    t.equal(summaryText({ summaryCode: `forfeit.${code}`, content: null }), `${REASONS[code].zh} ${REASONS[code].en}`)
    t.equal(reasonOf({ summaryCode: 'event.account_frozen', content: JSON.stringify({ reason: code }) })?.code, code)
  }
})

t.test('what has no reason, or one that no table knows, keeps its code', async (t) => {
  for (const [summaryCode, content] of [
    ['earn.service', null], ['reverse.toString', null], ['damage.other', null], ['event.account_frozen', 'no JSON'], ['event.account_frozen', '{"reason":"挂失"}'],
    ['event.period_closed', '{"reason":"other"}']
  ] as const) {
    t.equal(reasonOf({ summaryCode, content }), null)
    t.equal(summaryText({ summaryCode, content }), summaryCode)
  }
})
