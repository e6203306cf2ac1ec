// Records the visits of the plan and approves them in bulk, as the service does it; its arguments are the database, the file
// for the result and whether it is the quick plan.
import { writeFileSync } from 'node:fs'
import { createCommunity, createService } from '../../src/communities/communities.ts'
import { insertMembers } from '../../src/communities/members.ts'
import { postAction } from '../../src/communities/post-action.ts'
import { beginApproval, carryOnApproval } from '../../src/hours/records/approval-runs.ts'
import { recordServices } from '../../src/hours/records/record-service.ts'
import { openBank } from '../../src/ledger/open-bank.ts'
import { isRefusal } from '../../src/refusal.ts'
import { Vault } from '../../src/vault.ts'
import { timed } from './figure.ts'
import { visitAt, VISIT_CATEGORY, VISIT_POLICY, WHOLE, WHOLE_QUICKLY } from './visits.ts'
import type { VouchingResult } from './vouching.ts'
import { COMMUNITY } from './workload.ts'

const [database = '', result = '', quick] = process.argv.slice(2)
const plan = quick === 'true' ? WHOLE_QUICKLY : WHOLE
const NOW = Date.parse('2025-12-31T02:00:00Z')
const TOGETHER = 500

const bank = await openBank({ database })
const service = createService(bank, { now: () => NOW }, new Vault([{ id: 'bench', bytes: Buffer.alloc(32, 1) }]))

async function prepare(): Promise<void> {
  await createCommunity(service, { communityId: COMMUNITY, name: '基准社区', timeZone: 'Asia/Shanghai' })
  await postAction(service, COMMUNITY, { action: 'publish_policy', from: '2025-01-01', policy: VISIT_POLICY }, { actor: 'manager', idempotencyKey: 'policy', request: 'policy' })
  const people = plan.visitors + plan.peopleInNeed
  for (let from = 0; from < people; from += TOGETHER) {
    const some = Array.from({ length: Math.min(TOGETHER, people - from) }, (_, index) => ({ name: `成员${from + index}` }))
    await bank.store.write((db) => insertMembers(service, db, COMMUNITY, some))
  }
}

async function record(): Promise<void> {
  for (let from = 0; from < plan.visits; from += TOGETHER) {
    const services = Array.from({ length: Math.min(TOGETHER, plan.visits - from) }, (_, index) => ({
      ...visitAt(plan, from + index), category: VISIT_CATEGORY, activity: '上门探访', method: 'card' as const, evidence: 'check_in' as const
    }))
    const recorded = await recordServices(service, COMMUNITY, services, { actor: 'coordinator', submit: true })
    const refused = isRefusal(recorded) ? recorded : recorded.outcomes.find(isRefusal)
    if (refused) throw new Error(`refused: ${refused.code} ${JSON.stringify(refused.parameters)}`)
  }
}

async function approve(): Promise<Pick<VouchingResult, 'posted' | 'passedOver'>> {
  const begun = await beginApproval(service, COMMUNITY, { filter: {} }, { actor: 'approver', idempotencyKey: 'approval', request: 'approval' })
  const run = isRefusal(begun) ? begun : await carryOnApproval(service, COMMUNITY, begun.runId)
  if (isRefusal(run)) throw new Error(`refused: ${run.code}`)
  return { posted: run.posted, passedOver: run.passedOver }
}

const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1024

await prepare()
const recordMs = await timed(record)
const peakBeforeMegabytes = peakMegabytes()
let outcome: Pick<VouchingResult, 'posted' | 'passedOver'> = { posted: 0, passedOver: {} }
const approveMs = await timed(async () => {
  outcome = await approve()
})
const told: VouchingResult = { recordMs, approveMs, ...outcome, peakMegabytes: peakMegabytes(), peakBeforeMegabytes }
writeFileSync(result, JSON.stringify(told))
await bank.close()
