import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JournalStore } from '../../src/journal/journal-store.ts'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import { COMMUNITY, loadCommand } from './load-commands.ts'

/** What a killed process had been answered: the key, and the numbers of what it posted (or a refusal). */
export type Acknowledged = Map<string, string>

/** Starts a process under load and returns what it was answered before `end` had ended it. */
export async function underLoad(
  { database, run, through = 'bank' }: { database: string; run: string; through?: 'bank' | 'writer' },
  end: (child: ChildProcess) => Promise<void>
): Promise<Acknowledged> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'under-load.js'), database, run, through], { stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  const first = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      resolve()
    })
  })
  const closed = once(child, 'close')
  await Promise.race([first, closed, sleep(15_000)])
  await end(child)
  await closed
  const lines = text.split('\n').slice(0, -1)
  return new Map(lines.map((line) => line.split(' ') as [string, string]))
}

export async function killAfter(child: ChildProcess, milliseconds: number): Promise<void> {
  await sleep(milliseconds)
  child.kill('SIGKILL')
}

/**
 * Throws unless every acknowledged write is there under its numbers, and whatever was not acknowledged is absent or
 * whole: sent again under its key, it is posted or answered as before, once.
 */
export async function checkAfterCrash(store: JournalStore, run: string, acknowledged: Acknowledged): Promise<void> {
  const places = [...acknowledged.keys()].map((key) => Number(key.split('-').at(-1)))
  const beyond = Math.max(-1, ...places) + 60
  const all = Array.from({ length: beyond + 1 }, (_, place) => loadCommand(run, place))
  const queue = new CommitQueue({ store, clock: { now: () => 0 } })
  const before = await keysOf(store, all.map((each) => each.idempotencyKey))
  for (const [key, numbers] of acknowledged) {
    if (!/^\d/.test(numbers)) continue
    if (before.get(key) !== numbers) throw new Error(`${key} was acknowledged as ${numbers} and is ${before.get(key)}`)
  }
  const outcomes = await Promise.all(all.map((command) => queue.submit(command)))
  outcomes.forEach((outcome, place) => {
    const key = all[place]?.idempotencyKey as string
    if (outcome.refused) {
      if (before.has(key)) throw new Error(`${key} is there and was refused as ${outcome.code}`)
      return
    }
    const numbers = outcome.transactions.map((each) => each.number).join(',')
    if (before.has(key) !== outcome.replayed || (outcome.replayed && before.get(key) !== numbers)) {
      throw new Error(`${key} was ${before.get(key)} and is answered ${numbers}`)
    }
  })
}

/** Numbers posted under each key, in order; of a command that posted an expiry first, both. Half of one is an error. */
function keysOf(store: JournalStore, keys: string[]): Promise<Map<string, string>> {
  return store.transact(async (session) => {
    await session.head(COMMUNITY)
    const stored = await session.byKeys(COMMUNITY, keys.flatMap((key) => [key, `${key}#expire`]))
    const numbers = new Map<string, number[]>()
    for (const { idempotencyKey, number } of stored.sort((a, b) => a.number - b.number)) {
      const key = idempotencyKey.replace('#expire', '')
      numbers.set(key, [...(numbers.get(key) ?? []), number])
    }
    const found = new Set(stored.map((each) => each.idempotencyKey))
    for (const key of numbers.keys()) if (!found.has(key)) throw new Error(`half of ${key} is there`)
    return new Map([...numbers].map(([key, each]) => [key, each.join(',')]))
  })
}
