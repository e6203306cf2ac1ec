import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp } from '../../src/api/build-app.ts'
import { systemClock } from '../../src/clock.ts'
import { createCommunity, createService } from '../../src/communities/communities.ts'
import { insertMembers } from '../../src/communities/members.ts'
import { createApiKey } from '../../src/identity/api-keys.ts'
import { grantRole } from '../../src/identity/assignments.ts'
import { createAuthenticator } from '../../src/identity/authenticator.ts'
import { createIdentity } from '../../src/identity/identity.ts'
import type { OperationRule } from '../../src/identity/operation-rule.ts'
import { OPERATIONS } from '../../src/identity/operations.ts'
import { refusedTo } from '../../src/identity/permits.ts'
import { signIn } from '../../src/identity/sessions.ts'
import { createUser } from '../../src/identity/create-user.ts'
import { openBank } from '../../src/ledger/open-bank.ts'
import { isRefusal } from '../../src/refusal.ts'
import { Vault } from '../../src/vault.ts'
import { type Benchmark, figure, median, timed } from './figure.ts'
import { COMMUNITY, openingCommands, pairOf, randomNumbers } from './workload.ts'

const MEMBERS = 100
const PASSWORD = 'a password for benches'
/** Requests that are under way at once, as over so many connections. */
const TOGETHER = 64

/**
 * What it costs to find out who sends a request, by session and by key in turns, and whether they may, as a share of a whole posting request. The
 * requests are injected, so that the peer has no network to hide in.
 */
export const signInCheck: Benchmark = async ({ folder, quick, say }) => {
  const bank = await openBank({ database: join(mkdtempSync(join(folder, 'sign-in-')), 'timebank.db') })
  const service = createService(bank, systemClock, new Vault([{ id: 'bench', bytes: Buffer.alloc(32, 7) }]))
  const identity = createIdentity(service)
  const app = await buildApp({ service, identity })
  try {
    await createCommunity(service, { communityId: COMMUNITY, name: COMMUNITY, timeZone: 'Asia/Shanghai' })
    const members = Array.from({ length: MEMBERS }, (_, index) => ({ card: `C${index + 1}`, name: `M${index + 1}` }))
    await bank.store.write((db) => insertMembers(service, db, COMMUNITY, members))
    await Promise.all(openingCommands(MEMBERS).map((command) => bank.ledger.submit(command)))
    const { authenticator, credentials } = await signedIn(identity)
    say('who sends a request, beside the whole of a posting request')
    const random = randomNumbers(1)
    let keys = 0
    const post = async (): Promise<void> => {
      const payload = { ...pairOf(random, MEMBERS), points: '1' }
      const { statusCode } = await app.inject({
        method: 'POST', url: `/v1/communities/${COMMUNITY}/gifts`, payload,
        headers: { 'idempotency-key': `k${++keys}`, authorization: credentials[1]?.authorization ?? '' }
      })
      if (statusCode !== 201) throw new Error(`a gift was answered with ${statusCode}`)
    }
    const check = async (): Promise<void> => {
      const actor = await authenticator.actorOf(credentials[++keys % credentials.length] as (typeof credentials)[number])
      if (!actor || isRefusal(actor)) throw new Error('nobody was found')
      const place = { communityId: COMMUNITY, areaIds: await service.directory.areasAbove(COMMUNITY) }
      const refusal = refusedTo(actor, 'giveGift', OPERATIONS.giveGift as OperationRule, place)
      if (refusal) throw new Error(refusal.code)
    }
    const count = quick ? 2000 : 10_000
    const costs = { post: [] as number[], check: [] as number[] }
    for (let round = 0; round <= (quick ? 3 : 7); round++) {
      const posting = (await timed(() => inParallel(count, post))) / count
      const checking = (await timed(() => inParallel(count * 10, check))) / (count * 10)
      if (round === 0) continue
      costs.post.push(posting)
      costs.check.push(checking)
    }
    const ratio = median(costs.check.map((each, round) => each / (costs.post[round] ?? Number.NaN)))
    return [
      figure({
        name: 'sign-in-check', unit: 'µs a request', ours: median(costs.check) * 1000, peer: median(costs.post) * 1000, ratio, atMost: 0.1,
        against: 'a posting request, injected'
      })
    ]
  } finally {
    await app.close()
    await bank.close()
  }
}

/** The session of a clerk and the key of a program. */
async function signedIn(identity: ReturnType<typeof createIdentity>) {
  const authenticator = createAuthenticator(identity)
  const assignment = { role: 'clerk', scope: 'community', communityId: COMMUNITY } as const
  await createUser(identity, { name: 'clerk', kind: 'staff', password: PASSWORD })
  await createUser(identity, { name: 'program', kind: 'program' })
  for (const name of ['clerk', 'program']) await grantRole(identity, { name, assignment, by: 'bench' })
  const begun = await signIn(identity, { name: 'clerk', password: PASSWORD, address: '' })
  const made = await createApiKey(identity, { user: 'program', name: 'bench', expiresAt: Date.now() + 3_600_000, by: 'bench' })
  if (isRefusal(begun) || isRefusal(made)) throw new Error('the bench could not sign in')
  const cookie = begun.cookies.map((each) => each.split(';')[0]).join('; ')
  const credentials = [
    { method: 'POST', cookie, csrfToken: begun.session.csrfToken, address: '' },
    { method: 'POST', authorization: `Bearer ${made.key}`, address: '' }
  ]
  return { authenticator, credentials }
}

async function inParallel(count: number, work: () => Promise<void>): Promise<void> {
  let left = count
  const go = async (): Promise<void> => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: TOGETHER }, go))
}
