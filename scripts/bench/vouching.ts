import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { BareBooks, decidedOf } from './bare-books.ts'
import { type Benchmark, figure, timed } from './figure.ts'
import { OurBooks, TOGETHER } from './our-books.ts'
import { COMMUNITY, commandOf } from './workload.ts'
import { visitAt, VISIT_CATEGORY, VISIT_POLICY, type VisitPlan, WHOLE, WHOLE_QUICKLY } from './visits.ts'

/** What the process that records and approves tells when it is done. */
export interface VouchingResult {
  recordMs: number
  approveMs: number
  posted: number
  passedOver: Record<string, number>
  peakMegabytes: number
  peakBeforeMegabytes: number
}

/**
 * The visits of one place in ten months, recorded and approved in bulk by the service in a process of its own, against
 * posting the same visits bare: a loop that writes the rows of the same transactions without rules, and knows nothing of
 * records and approvals. Memory is to stay bounded: it is held against what the process had before it approved anything.
 */
export const vouching: Benchmark = async ({ folder, quick, say }) => {
  const plan = quick ? WHOLE_QUICKLY : WHOLE
  const size = plan.visits.toLocaleString('en')
  say(`recording and approving ${size} visits`)
  const ours = await recordAndApprove(folder, quick)
  if (ours.posted !== plan.visits) throw new Error(`${ours.posted} of ${plan.visits} visits were posted: ${JSON.stringify(ours.passedOver)}`)
  say(`posting ${size} visits bare`)
  const bareMs = await postBare(folder, plan)
  const bareSeconds = bareMs / 1000
  const against = `the same ${size} rows written bare`
  const seconds = (name: string, what: string, milliseconds: number) => figure({ name, unit: `s, ${size} visits ${what}`, ours: milliseconds / 1000, peer: bareSeconds, against })
  return [
    seconds('vouching', 'recorded and approved', ours.recordMs + ours.approveMs),
    seconds('vouching-record', 'recorded', ours.recordMs),
    seconds('vouching-approve', 'approved', ours.approveMs),
    figure({ name: 'vouching-memory', unit: `MB at most, ${size} visits`, ours: ours.peakMegabytes, peer: ours.peakBeforeMegabytes, against: 'the process before it approved', atMost: 2 })
  ]
}

async function recordAndApprove(folder: string, quick: boolean): Promise<VouchingResult> {
  const result = join(folder, 'vouching.json')
  const child = spawn(process.execPath, [join(import.meta.dirname, 'vouching-process.js'), join(folder, 'vouching.db'), result, String(quick)], { stdio: ['ignore', 'inherit', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-2000)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`recording and approving ended with ${code}: ${said}`)
  return JSON.parse(readFileSync(result, 'utf8')) as VouchingResult
}

/** Decides the same visits with the kernel, and writes what came of it without rules; only the writing counts. */
async function postBare(folder: string, plan: VisitPlan): Promise<number> {
  const kernel = new OurBooks(join(folder, 'vouching-kernel.db'))
  const bare = new BareBooks(join(folder, 'vouching-bare.db'), COMMUNITY)
  const putBack = kernel.withoutRules()
  const opening = [commandOf({ action: 'publish_policy', policy: VISIT_POLICY, from: '2025-01-01' })]
  bare.write(decidedOf(opening, await kernel.post(opening)), TOGETHER)
  let milliseconds = 0
  for (let from = 0; from < plan.visits; from += TOGETHER * 8) {
    const commands = Array.from({ length: Math.min(TOGETHER * 8, plan.visits - from) }, (_, index) => {
      const { member, serviceDate, minutes } = visitAt(plan, from + index)
      return commandOf({ action: 'earn', member, category: VISIT_CATEGORY, minutes, backfilled: false }, { serviceDate, today: '2025-12-31', evidence: 'check_in' })
    })
    const decided = decidedOf(commands, await kernel.post(commands))
    milliseconds += await timed(() => bare.write(decided, TOGETHER))
  }
  putBack()
  kernel.close()
  bare.close()
  return milliseconds
}
