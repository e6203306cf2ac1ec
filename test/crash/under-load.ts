// A process of its own that posts as fast as it is answered, until it is killed. It tells each answer on its standard
// output as soon as it has it: the key, and the numbers posted.
import { writeSync } from 'node:fs'
import { openBank } from '../../src/ledger/open-bank.ts'
import { loadCommand } from './load-commands.ts'

const [database = '', run = ''] = process.argv.slice(2)
const IN_FLIGHT = 48

const bank = await openBank({ database })
let place = 0

async function keepPosting(): Promise<void> {
  for (;;) {
    const command = loadCommand(run, place++)
    const outcome = await bank.ledger.submit(command)
    const numbers = outcome.refused ? outcome.code : outcome.transactions.map((each) => each.number).join(',')
    writeSync(1, `${command.idempotencyKey} ${numbers}\n`)
  }
}

await Promise.all(Array.from({ length: IN_FLIGHT }, keepPosting))
