import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api } from '../api/api.ts'
import { buildApp } from '../api/build-app.ts'
import { createCommunity, type Service } from '../communities/communities.ts'
import { openService } from '../communities/open-service.ts'
import { createApiKey } from '../identity/api-keys.ts'
import { grantRole } from '../identity/assignments.ts'
import { keysBeside } from '../config.ts'
import { createIdentity, type Identity } from '../identity/identity.ts'
import { createUser } from '../identity/create-user.ts'
import { isRefusal } from '../refusal.ts'
import type { Role } from '../roles.ts'
import { ApiClient } from './api-client.ts'
import { Draw } from './draw.ts'
import { holdActivities } from './hold-activities.ts'
import { makeCommunity, makePosts, servePosts } from './make-community.ts'
import { type Reports, readReports } from './read-reports.ts'
import { dayOf, type Made, nothingMade, type Scene, type Staff } from './scene.ts'
import { SimulatedClock, TIME_ZONE } from './simulated-clock.ts'
import { makeAwardRule, serveAsTeams, spendInMonth } from './spend.ts'
import { vouchForMonth } from './vouch.ts'

const COMMUNITY = 'taicheng-year'
const ACTIVITIES_A_MONTH = [8, 7, 9, 8, 8, 9, 8, 8, 9, 9, 8, 8]
/** So that about 2,000 take part in what is really held. */
const ATTENDANCE = 23
const KEY_DAYS = 300

export interface SimulationOptions {
  year: number
  seed: number
  /** A file that is kept afterwards; a temporary one where absent. */
  database?: string | undefined
  /** The first so many months; the whole year where absent. */
  months?: number | undefined
  say: Scene['say']
}

/** What was made, what the reports say of it, and where they do not agree with the journal. */
export interface CommunityYear {
  community: string
  year: number
  seed: number
  made: Made
  reports: Reports
  differences: string[]
}

/**
 * A year of one community, made through the API by its own staff: posts claimed together, activities with sign-up, who came,
 * a second person's approval, points and what becomes of them. Then its register and summaries are read, through the API
 * as well, and added up against the journal.
 */
export async function simulateCommunityYear(options: SimulationOptions): Promise<CommunityYear> {
  return withCommunityYear(options, async (scene) => {
    const { reports, differences } = await readReports(scene)
    return { community: COMMUNITY, year: options.year, seed: options.seed, made: scene.made, reports, differences }
  })
}

/** Makes the year, and hands it on while its service still runs. */
export async function withCommunityYear<T>({ year, seed, database, months = 12, say }: SimulationOptions, work: (scene: Scene) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'timebank-year-'))
  const clock = new SimulatedClock(`${year}-01-01`)
  const file = database ?? join(folder, 'timebank.db')
  const service = await openService({ database: file, keys: keysBeside(file) }, clock)
  let app: Api | undefined
  try {
    const identity = createIdentity(service)
    const api = await buildApp({ service, identity })
    app = api
    await openCommunity(service)
    const scene: Scene = {
      staff: await hireStaff(identity, api),
      clock, year, say,
      draw: new Draw(seed),
      path: `/communities/${COMMUNITY}`,
      anybody: ApiClient.signedOut(api),
      signIn: (card, pin) => ApiClient.asResident(api, { communityId: COMMUNITY, card, pin }),
      made: nothingMade(),
      volunteers: [],
      cards: new Map(),
      pins: new Set()
    }
    await makeYear(scene, months, async () => {
      scene.staff = await renewKeys(identity, api)
    })
    return await work(scene)
  } finally {
    await app?.close()
    await service.bank.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeYear(scene: Scene, months: number, renew: () => Promise<void>): Promise<void> {
  scene.say({ zh: '社区、居民、岗位', en: 'the community, its people and posts' })
  await makeCommunity(scene)
  await makeAwardRule(scene)
  const posts = await makePosts(scene)
  for (let month = 1; month <= months; month++) {
    scene.say({ zh: `${scene.year} 年 ${month} 月`, en: dayOf(scene, month, 1).slice(0, 7) })
    if (month === 7) await renew()
    await holdActivities(scene, { month, count: ACTIVITIES_A_MONTH[month - 1] ?? 8, attendance: ATTENDANCE })
    await servePosts(scene, posts, month)
    await spendInMonth(scene, month)
    await serveAsTeams(scene, month)
    await vouchForMonth(scene, month)
  }
}

async function openCommunity(service: Service): Promise<void> {
  agreed(await createCommunity(service, { communityId: COMMUNITY, name: '台城花园社区(模拟)', timeZone: TIME_ZONE, cardPrefix: 'TY' }))
}

const STAFF: Record<keyof Staff, Role> = { administrator: 'administrator', coordinator: 'coordinator', approver: 'approver', clerk: 'clerk' }

/** Four people of the staff; they use the API with keys, since nobody sits at a screen. */
async function hireStaff(identity: Identity, app: Api): Promise<Staff> {
  for (const [name, role] of Object.entries(STAFF)) {
    agreed(await createUser(identity, { name, kind: 'program' }))
    agreed(await grantRole(identity, { name, assignment: { role, scope: 'community', communityId: COMMUNITY }, by: 'simulation' }))
  }
  return renewKeys(identity, app)
}

async function renewKeys(identity: Identity, app: Api): Promise<Staff> {
  const expiresAt = identity.service.clock.now() + KEY_DAYS * 86_400_000
  const client = async (user: keyof Staff): Promise<ApiClient> => {
    const { key } = agreed(await createApiKey(identity, { user, name: 'simulation', expiresAt, by: 'simulation' }))
    return ApiClient.withKey(app, key ?? '')
  }
  return { administrator: await client('administrator'), coordinator: await client('coordinator'), approver: await client('approver'), clerk: await client('clerk') }
}

/** What the simulation sets up itself is not refused in a new database. */
function agreed<T>(value: T): Exclude<T, { refused: true }> {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`)
  return value as Exclude<T, { refused: true }>
}
