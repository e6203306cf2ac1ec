import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '../../src/ledger/command.ts'
import { BareBooks, decidedOf } from './bare-books.ts'
import { type Benchmark, figure, median, timed } from './figure.ts'
import { OurBooks, TOGETHER } from './our-books.ts'
import { COMMUNITY, commandsOf, hoursAndGifts, MEMBERS, openingCommands, randomNumbers } from './workload.ts'

const SMALL = 10_000
const LARGE = 1_000_000
const LARGE_QUICKLY = 100_000
/** Transactions that are decided and written in one go while the books are filled. */
const STEP = 10 * TOGETHER

/**
 * How the cost of a posting grows from 10 thousand to 1 million transactions, against the growth of the loop without
 * rules. In between, both are filled without rules and without waiting for the disk; what is timed is not. And the
 * bytes that a transaction takes.
 */
export const growth: Benchmark = async ({ folder, quick, say }) => {
  const files = { ours: join(folder, 'growth-ours.db'), bare: join(folder, 'growth-bare.db') }
  const pair = new Pair(files)
  const large = quick ? LARGE_QUICKLY : LARGE
  await pair.open()
  await pair.fill(SMALL, say)
  const small = await pair.cost(quick ? 10 : 20)
  await pair.fill(large, say)
  const grown = await pair.cost(quick ? 10 : 20)
  const transactions = pair.transactions
  pair.close()
  const size = large.toLocaleString('en')
  return [
    figure({
      name: 'growth', unit: `× from 10,000 to ${size}`, ours: grown.ours / small.ours, peer: grown.bare / small.bare, atMost: 1,
      against: 'a loop without rules'
    }),
    figure({
      name: 'cost-when-large', unit: `µs a transaction at ${size}`, ours: grown.ours, peer: grown.bare, against: 'a loop without rules'
    }),
    figure({
      name: 'bytes', unit: 'bytes a transaction', ours: statSync(files.ours).size / transactions, peer: statSync(files.bare).size / transactions,
      against: 'the same tables and indexes'
    })
  ]
}

/** Ours and the bare books, always with the same content. */
class Pair {
  private readonly ours: OurBooks
  private readonly bare: BareBooks
  private readonly random = randomNumbers(2)
  transactions = 0

  constructor(files: { ours: string; bare: string }) {
    this.ours = new OurBooks(files.ours)
    this.bare = new BareBooks(files.bare, COMMUNITY)
  }

  async open(): Promise<void> {
    await this.write(openingCommands(MEMBERS))
  }

  /** Posts the commands to both and returns the milliseconds that each took. */
  private async write(commands: Command[]): Promise<{ ours: number; bare: number; written: number }> {
    let outcomes: Awaited<ReturnType<OurBooks['post']>> = []
    const ours = await timed(async () => {
      outcomes = await this.ours.post(commands)
    })
    const decided = decidedOf(commands, outcomes)
    const bare = await timed(() => this.bare.write(decided, TOGETHER))
    this.transactions += decided.length
    return { ours, bare, written: decided.length }
  }

  async fill(until: number, say: (line: string) => void): Promise<void> {
    const restore = this.ours.withoutRules()
    this.bare.connection.pragma('synchronous = off')
    while (this.transactions < until) {
      await this.write(commandsOf(hoursAndGifts, { random: this.random, members: MEMBERS, count: Math.min(STEP, until - this.transactions) }))
      if (this.transactions % (STEP * 20) < STEP) say(`growth, ${this.transactions.toLocaleString('en')} of ${until.toLocaleString('en')}`)
    }
    restore()
    this.bare.connection.pragma('synchronous = full')
    this.ours.checkpoint()
    this.bare.connection.pragma('wal_checkpoint(truncate)')
  }

  /** Median cost of one transaction, in microseconds, in bulk and in turns. */
  async cost(rounds: number): Promise<{ ours: number; bare: number }> {
    const ours: number[] = []
    const bare: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const count = 4 * TOGETHER
      const took = await this.write(commandsOf(hoursAndGifts, { random: this.random, members: MEMBERS, count }))
      if (round === 0) continue
      ours.push((took.ours * 1000) / took.written)
      bare.push((took.bare * 1000) / took.written)
    }
    return { ours: median(ours), bare: median(bare) }
  }

  close(): void {
    this.ours.close()
    this.bare.close()
  }
}
