import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { checkSqlite } from '../../src/store/check-sqlite.ts'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { SqliteJournal } from '../../src/store/journal-sqlite.ts'
import { prepareSqlite } from '../../src/store/open-sqlite.ts'
import { everythingOf } from '../ledger/books.ts'
import { holdInvariants } from '../model/invariants.ts'
import { checkAfterCrash, killAfter, underLoad } from './kill-under-load.ts'
import { COMMUNITY } from './load-commands.ts'

const LANES = 2
const KILLS = Number(process.env['TIMEBANK_CRASH_KILLS'] ?? 100)

/** Kills the service on one database again and again, and looks at the books after each time. */
async function lane(file: string, name: string): Promise<{ acknowledged: number; transactions: number }> {
  let acknowledged = 0
  prepareSqlite(file)
  for (let kill = 0; kill < KILLS / LANES; kill++) {
    const run = `${name}${kill}`
    // Some die while they open, most while they post.
    const answers = await underLoad({ database: file, run, through: kill % 5 === 0 ? 'bank' : 'writer' }, (child) => killAfter(child, kill % 10 === 9 ? 0 : (kill * 37) % 90))
    acknowledged += answers.size
    const connection = connectSqlite(file)
    try {
      const differences = checkSqlite(connection)
      if (differences.length > 0) throw new Error(`after kill ${run}: ${differences.join(', ')}`)
      await checkAfterCrash(new SqliteJournal(connection), run, answers)
      if (kill % 10 === 0 && connection.pragma('quick_check', { simple: true }) !== 'ok') throw new Error(`after kill ${run}: not whole`)
    } finally {
      connection.close()
    }
  }
  const connection = connectSqlite(file)
  try {
    const everything = await everythingOf(new SqliteJournal(connection), COMMUNITY)
    holdInvariants(everything)
    if ((connection.pragma('foreign_key_check') as unknown[]).length > 0) throw new Error('a row refers to nothing')
    return { acknowledged, transactions: everything.head.lastNumber }
  } finally {
    connection.close()
  }
}

t.test(`${KILLS} times killed under load, every acknowledged write is there and every other is absent or whole`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'timebank-crash-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const results = await Promise.all(Array.from({ length: LANES }, (_, index) => lane(join(folder, `${index}.db`), `lane${index}-`)))
  for (const { acknowledged, transactions } of results) {
    t.ok(acknowledged > KILLS / LANES, `${acknowledged} writes were acknowledged, ${transactions} transactions are there`)
  }
})
