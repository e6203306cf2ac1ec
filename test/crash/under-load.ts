// A process of its own that posts as fast as it is answered, until it is killed. It tells each answer on its standard
// output as soon as it has it: the key, and the numbers posted.
import { writeSync } from 'node:fs'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { loadCommand } from './load-commands.ts'

const [database = '', run = '', through = 'bank'] = process.argv.slice(2)
const IN_FLIGHT = 48

/** The whole bank, or the writing thread alone, which starts several times faster. */
async function openLedger(): Promise<Ledger> {
  if (through === 'bank') {
    const { openBank } = await import('../../src/ledger/open-bank.ts')
    return (await openBank({ database })).ledger
  }
  const { SqliteClient } = await import('../../src/ledger/sqlite-client.ts')
  return new SqliteClient({ file: database })
}

const ledger = await openLedger()
let place = 0

async function keepPosting(): Promise<void> {
  for (;;) {
    const command = loadCommand(run, place++)
    const outcome = await ledger.submit(command)
    const numbers = outcome.refused ? outcome.code : outcome.transactions.map((each) => each.number).join(',')
    writeSync(1, `${command.idempotencyKey} ${numbers}\n`)
  }
}

await Promise.all(Array.from({ length: IN_FLIGHT }, keepPosting))
