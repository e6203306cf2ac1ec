import { join } from 'node:path'
import { BareBooks, decidedOf } from './bare-books.ts'
import { type Benchmark, figure, median, timed } from './figure.ts'
import { OurBooks, TOGETHER } from './our-books.ts'
import { COMMUNITY, commandsOf, hoursAndGifts, MEMBERS, openingCommands, randomNumbers } from './workload.ts'

/** Bulk posting as an import does it, against a loop that writes the same rows, canonical bytes and hashes without rules. */
export const bulk: Benchmark = async ({ folder, quick, say }) => {
  say('bulk posting')
  const { ours, peer, ratio } = await race(join(folder, 'bulk'), { rounds: quick ? 5 : 15, count: quick ? 4 * TOGETHER : 10 * TOGETHER })
  const against = `a loop without rules, ${TOGETHER} to a commit`
  return [figure({ name: 'bulk', unit: 'transactions/s', ours, peer, ratio, atLeast: 0.8, against })]
}

async function race(file: string, { rounds, count }: { rounds: number; count: number }) {
  const ours = new OurBooks(`${file}-ours.db`)
  const bare = new BareBooks(`${file}-bare.db`, COMMUNITY)
  const random = randomNumbers(1)
  const opening = openingCommands(MEMBERS)
  bare.write(decidedOf(opening, await ours.post(opening)), TOGETHER)
  const ourSpeeds: number[] = []
  const bareSpeeds: number[] = []
  const ratios: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const commands = commandsOf(hoursAndGifts, { random, members: MEMBERS, count })
    let outcomes: Awaited<ReturnType<OurBooks['post']>> = []
    const ourMs = await timed(async () => {
      outcomes = await ours.post(commands)
    })
    const decided = decidedOf(commands, outcomes)
    const bareMs = await timed(() => bare.write(decided, TOGETHER))
    // The first round warms both up.
    if (round === 0) continue
    ourSpeeds.push((decided.length / ourMs) * 1000)
    bareSpeeds.push((decided.length / bareMs) * 1000)
    ratios.push(bareMs / ourMs)
  }
  ours.close()
  bare.close()
  return { ours: median(ourSpeeds), peer: median(bareSpeeds), ratio: median(ratios) }
}
