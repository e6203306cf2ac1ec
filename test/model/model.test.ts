import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { exportJsonl } from '../../src/audit/export-jsonl.ts'
import { withAuditSource } from '../../src/audit/store-source.ts'
import { verifyJournal } from '../../src/audit/verify-journal.ts'
import type { Command } from '../../src/ledger/command.ts'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { openBank } from '../../src/ledger/open-bank.ts'
import type { Outcome } from '../../src/ledger/post.ts'
import type { Store } from '../../src/store/store.ts'
import { collect } from '../audit/collect-output.ts'
import { DIALECTS, type Everything, everythingOf, openBooks } from '../ledger/books.ts'
import { freshDatabase, havePostgres } from '../postgres.ts'
import { holdInvariants } from './invariants.ts'
import { commandsOf, program } from './programs.ts'

const STATED_RUNS = process.env['TIMEBANK_MODEL_RUNS']
const RUNS = Number(STATED_RUNS ?? 120)
/** On a slow machine fewer programs are tried, unless their number is stated. */
const limit = (milliseconds: number) => (STATED_RUNS === undefined ? { interruptAfterTimeLimit: milliseconds, markInterruptAsFailure: false } : {})
const clock = { now: () => 1_740_800_000_000 }

/** Every command of the program, batch by batch. What a command throws is a bug and fails the run. */
async function run(ledger: Ledger, batches: Command[][]): Promise<Outcome[][]> {
  const outcomes: Outcome[][] = []
  for (const batch of batches) outcomes.push(await Promise.all(batch.map((command) => ledger.submit(command))))
  return outcomes
}

/** JSON with every object's fields in alphabetical order: a replay from the journal has them in another one. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    each && typeof each === 'object' && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each
  )
}

function plain(outcomes: Outcome[][]): unknown {
  return JSON.parse(JSON.stringify(outcomes, (name, value) => (name === 'recordedAt' ? 0 : value)))
}

function codesOf(outcomes: Outcome[][], seen: Map<string, number>): void {
  for (const outcome of outcomes.flat()) {
    const codes = outcome.refused ? [outcome.code] : outcome.transactions.map((each) => each.kind)
    for (const code of codes) seen.set(code, (seen.get(code) ?? 0) + 1)
  }
}

t.test('any program comes to the same on every store, byte by byte, and every invariant holds', async (t) => {
  const books = await Promise.all(DIALECTS.map(async (dialect) => ({ dialect, books: await openBooks(t, dialect) })))
  const seen = new Map<string, number>()
  let runs = 0
  await fc.assert(
    fc.asyncProperty(program, async (steps) => {
      const community = `model-${process.pid}-${++runs}`
      const batches = commandsOf(steps, community)
      let expected: { outcomes: string; everything: Everything } | undefined
      for (const { dialect, books: { store } } of books) {
        const outcomes = await run(new CommitQueue({ store, clock }), batches)
        const everything = await everythingOf(store, community)
        holdInvariants(everything)
        if (expected) {
          if (JSON.stringify(outcomes) !== expected.outcomes) throw new Error(`${dialect} answers otherwise`)
          if (JSON.stringify(everything) !== JSON.stringify(expected.everything)) throw new Error(`${dialect} holds something else`)
        } else codesOf(outcomes, seen)
        expected ??= { outcomes: JSON.stringify(outcomes), everything }
      }
    }),
    { numRuns: RUNS, ...limit(25_000) }
  )
  t.comment(`${runs} programs; ${[...seen].sort().map(([code, times]) => `${code} ${times}`).join(', ')}`)
  t.ok(seen.size > 40, `the programs reach most kinds and refusals: ${seen.size}`)
})

t.test('batches of any size come to the same as one command at a time', async (t) => {
  const [memory] = await Promise.all([openBooks(t, 'memory')])
  let runs = 0
  await fc.assert(
    fc.asyncProperty(program, async (steps) => {
      const together = commandsOf(steps, `together-${++runs}`)
      const alone = commandsOf(steps, `alone-${runs}`).flat().map((command) => [command])
      const queue = new CommitQueue({ store: memory.store, clock })
      const strip = (outcomes: Outcome[][]): string => inOrder(outcomes.flat()).replaceAll(/(together|alone)-\d+/g, 'x')
      const first = strip(await run(queue, together))
      if (first !== strip(await run(queue, alone))) throw new Error('a batch decides otherwise than its commands alone')
    }),
    { numRuns: RUNS * 2, ...limit(10_000) }
  )
  t.pass()
})

async function openCommunity(store: Store, community: string): Promise<void> {
  await store.write(async (db) => {
    await db.insert(store.tables.community).values({ communityId: community, name: community, timeZone: 'Asia/Shanghai', language: 'zh', cardPrefix: community, fourEyes: true, createdAt: 0 })
  })
}

t.test('through the whole bank a program gives the same answers, an export of the same bytes, and a journal that verifies', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'timebank-model-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const databases = [join(folder, 'timebank.db'), ...(havePostgres() ? [await freshDatabase(t)] : [])]
  const steps = fc.sample(program, { numRuns: 15, seed: 20250320 })
  const answers: string[] = []
  for (const database of databases) {
    const bank = await openBank({ database })
    t.teardown(() => bank.close())
    const texts: string[] = []
    for (const [index, each] of steps.entries()) {
      const community = `bank-${index}`
      await openCommunity(bank.store, community)
      texts.push(JSON.stringify(plain(await run(bank.ledger, commandsOf(each, community)))))
      const verified = await withAuditSource(bank.store, community, (source) => verifyJournal(source))
      t.same(verified.differences, [], `${community} verifies`)
      const range = { from: '2000-01-01', to: '2099-12-31' }
      const jsonl = await withAuditSource(bank.store, community, (source) => collect((output) => exportJsonl(source, range, output)))
      // The bank has a clock of its own, and so have the hashes that follow from it.
      texts.push(jsonl.replaceAll(/"recordedAt":(\d+|"[^"]*")/g, '"recordedAt":0').replaceAll(/"[0-9a-f]{64,}"/g, '"hash"').replaceAll(/"(canonical|leaf|frontier|root)":"[^"]*"/g, '"$1":"hash"'))
    }
    answers.push(texts.join('\n'))
  }
  for (const other of answers.slice(1)) t.ok(other === answers[0], 'both databases say the same')
})
