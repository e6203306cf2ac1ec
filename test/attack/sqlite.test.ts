import t from 'tap'
import { C, fingerprintOf, Forger, SETTINGS, seededCopy } from './forge-sqlite.ts'
import { BALANCE_ATTACKS } from './sqlite-balances.ts'
import { HEADER_ATTACKS } from './sqlite-headers.ts'
import { NESTED_ATTACKS } from './sqlite-nested.ts'

/** A sentence, what the refusal says, and what is tried. */
export type Attack = [sentence: string, refusal: RegExp, attempt: (forger: Forger) => void]

for (const [settings, connect] of Object.entries(SETTINGS)) {
  for (const [sentence, refusal, attempt] of [...BALANCE_ATTACKS, ...HEADER_ATTACKS, ...NESTED_ATTACKS]) {
    t.test(`${sentence}: refused on ${settings}`, async (t) => {
      const connection = connect(await seededCopy(t))
      t.teardown(() => connection.close())
      const forger = new Forger(connection)
      t.throws(() => attempt(forger), { message: refusal })
      if (connection.inTransaction) {
        // Whatever is left standing must not be committable either.
        try {
          connection.exec('COMMIT')
        } catch {
          connection.exec('ROLLBACK')
        }
      }
      t.equal(fingerprintOf(connection), forger.before, 'nothing has changed')
    })
  }

  t.test(`what is honest is taken on ${settings}, so that the refusals are for what is false`, async (t) => {
    const connection = connect(await seededCopy(t))
    t.teardown(() => connection.close())
    const forger = new Forger(connection)
    forger.begin()
    forger.grantBack()
    forger.move(1, 'P2101.1', -500)
    forger.entry(1, 'P2101.1', 500)
    forger.move(2, 'P2101.2', 500)
    forger.entry(2, 'P2101.2', -500)
    forger.header('gift')
    forger.header('signing_key_changed')
    forger.commit()
    t.match(forger.one('SELECT last_number, closed_through FROM journal_head WHERE community_id = ?', C), { last_number: 22, closed_through: '2025-02-28' })
    t.match(forger.one("SELECT last_voucher FROM voucher_month WHERE community_id = ? AND month = '2025-03'", C), { last_voucher: 15 })
  })
}
