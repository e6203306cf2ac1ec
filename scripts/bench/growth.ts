import { statSync } from 'node:fs'
import { join } from 'node:path'
import { BareBooks, decidedOf } from './bare-books.ts'
import { type Benchmark, figure, timed } from './figure.ts'
import { OurBooks, TOGETHER } from './our-books.ts'
import { COMMUNITY, commandsOf, hoursAndGifts, openingCommands, randomNumbers } from './workload.ts'

const MEMBERS = 1000
const STEP = 10_000

/**
 * How the cost of a posting grows with the journal, beside the growth of a loop that writes the same rows without
 * rules; and the bytes that a transaction takes. From ten thousand to a million transactions, or to a tenth of that.
 */
export const growth: Benchmark = async ({ folder, quick, say }) => {
  const steps = quick ? 10 : 100
  const file = join(folder, 'growth')
  const ours = new OurBooks(`${file}-ours.db`)
  const bare = new BareBooks(`${file}-bare.db`, COMMUNITY)
  const random = randomNumbers(2)
  const opening = openingCommands(MEMBERS)
  bare.write(decidedOf(opening, await ours.post(opening)), TOGETHER)
  const ourMs: number[] = []
  const bareMs: number[] = []
  for (let step = 0; step < steps; step++) {
    if (step % 10 === 0) say(`growth, ${(step * STEP).toLocaleString('en')} transactions`)
    const commands = commandsOf(hoursAndGifts, { random, members: MEMBERS, count: STEP })
    let outcomes: Awaited<ReturnType<OurBooks['post']>> = []
    ourMs.push(await timed(async () => {
      outcomes = await ours.post(commands)
    }))
    const decided = decidedOf(commands, outcomes)
    bareMs.push(await timed(() => bare.write(decided, TOGETHER)))
  }
  const [ourGrowth, bareGrowth] = [ourMs, bareMs].map(grown) as [number, number]
  const bytes = ours.bytes() / (steps * STEP + MEMBERS)
  bare.connection.pragma('wal_checkpoint(truncate)')
  const bareBytes = statSync(`${file}-bare.db`).size / (steps * STEP + MEMBERS)
  ours.close()
  bare.close()
  return [
    figure({
      name: 'growth', unit: 'times the cost', ours: ourGrowth, peer: bareGrowth, atMost: 1,
      against: `a loop without rules, from ${STEP.toLocaleString('en')} to ${(steps * STEP).toLocaleString('en')}`
    }),
    figure({ name: 'bytes', unit: 'bytes/transaction', ours: bytes, peer: bareBytes, against: 'the same rows without rules' })
  ]
}

/** The cost of the last steps against that of the second and third: the first one warms up. */
function grown(milliseconds: number[]): number {
  const mean = (part: number[]): number => part.reduce((sum, each) => sum + each, 0) / part.length
  return mean(milliseconds.slice(-3)) / mean(milliseconds.slice(1, 3))
}
