import { addDays, dateIn } from '../clock.ts'
import type { Service } from '../communities/communities.ts'
import type { Keyed } from '../communities/request-keys.ts'
import { createActivity } from '../hours/planning/activities.ts'
import { moveActivity } from '../hours/planning/activity-states.ts'
import { putBrand } from '../hours/planning/brands.ts'
import { putCategory } from '../hours/planning/categories.ts'
import { putServiceField } from '../hours/planning/fields.ts'
import { addListEntry } from '../hours/planning/list-entries.ts'
import { claimPosts } from '../hours/planning/post-claims.ts'
import { createPost } from '../hours/planning/posts.ts'
import { signUpFor } from '../hours/planning/sign-ups.ts'
import { recordServices } from '../hours/records/record-service.ts'
import { joinTeam } from '../hours/teams/memberships.ts'
import { createTeam } from '../hours/teams/teams.ts'
import { accepted } from './accepted.ts'

const COMMUNITY = 'taicheng'
const COORDINATOR = 'coordinator'

const FIELDS = [
  { field: 'elder_care', name: '为老服务', categories: ['老人陪护', '陪同就医'], help: 'elderly' },
  { field: 'neighbours', name: '邻里和睦', categories: ['纠纷调解', '法律援助'], help: null },
  { field: 'learning', name: '学习宣讲', categories: ['科普宣传'], help: 'learning' },
  { field: 'environment', name: '环境平安', categories: ['环境整治', '治安巡逻'], help: null },
  { field: 'culture', name: '文体活动', categories: ['文体活动'], help: null }
] as const

/** What there is to do in 台城花园 from today on, who signed up, and services that wait for their approver. */
export async function loadPlans(service: Service): Promise<void> {
  const today = dateIn((await service.directory.timeZoneOf(COMMUNITY)) ?? 'UTC', service.clock.now())
  await loadKinds(service)
  await loadActivity(service, addDays(today, 3))
  await loadPosts(service, Number(today.slice(0, 4)))
  accepted(await createTeam(service, COMMUNITY, { team: '红马甲', name: '红马甲志愿服务队', leader: 6 }, asked('team', {})))
  for (const member of [6, 7, 8]) accepted(await joinTeam(service, COMMUNITY, { team: '红马甲', member }, asked('join', { member })))
  accepted(await addListEntry(service, COMMUNITY, { list: 'needs', title: '18 幢想要一次家电义修', details: '电饭煲、台灯,约十户' }, asked('need', {})))
  await loadRecords(service, addDays(today, -1))
}

let keys = 0

function asked(what: string, request: object): Keyed {
  return { actor: COORDINATOR, idempotencyKey: `demo:${what}:${++keys}`, request }
}

async function loadKinds(service: Service): Promise<void> {
  for (const { field, name, categories, help } of FIELDS) {
    accepted(await putServiceField(service, COMMUNITY, { field, name, ended: false }, asked('field', { field })))
    for (const category of categories) accepted(await putCategory(service, COMMUNITY, { category, field, help, ended: false }, asked('category', { category })))
  }
  accepted(await putBrand(service, COMMUNITY, { brand: 'xiaohonghua', name: '小红花', field: 'elder_care', ended: false }, asked('brand', {})))
  accepted(await putBrand(service, COMMUNITY, { brand: 'heshilao', name: '和事佬', field: 'neighbours', ended: false }, asked('brand', {})))
}

async function loadActivity(service: Service, date: string): Promise<void> {
  const plan = {
    title: '小红花陪护日', place: '社区活动室', grid: null, building: null, category: '老人陪护', brand: 'xiaohonghua', projectId: null, date,
    startMinute: 14 * 60, endMinute: 16 * 60, capacity: 3, requiredSkills: [], minimumAgeYears: 0, responsible: { member: 6 }, expectedMinutes: 120
  }
  const { activityId } = accepted(await createActivity(service, COMMUNITY, plan, asked('activity', plan))).answer
  accepted(await moveActivity(service, COMMUNITY, { activityId, state: 'open' }, asked('open', {})))
  // One more than there are places: the last waits.
  for (const member of [6, 7, 8, 9]) accepted(await signUpFor(service, COMMUNITY, { activityId, member }, asked('sign-up', { member })))
}

async function loadPosts(service: Service, year: number): Promise<void> {
  const posts: string[] = []
  for (const [title, field, category] of [['楼道文明岗', 'environment', '环境整治'], ['夜间巡逻岗', 'environment', '治安巡逻'], ['图书角管理岗', 'culture', '文体活动']] as const) {
    const plan = { title, field, category, grid: null, building: null, expectedYearMinutes: 2880 }
    posts.push(accepted(await createPost(service, COMMUNITY, plan, asked('post', plan))).answer.postId)
  }
  const claims = posts.slice(0, 2).map((postId, index) => ({ postId, holder: { member: 7 + index } }))
  accepted(await claimPosts(service, COMMUNITY, { year, claims }, asked('claims', {})))
}

/** Some that are unremarkable, and one of thirteen hours, which somebody must look at first. */
async function loadRecords(service: Service, serviceDate: string): Promise<void> {
  const visit = (member: number, startMinute: number, endMinute: number) => ({
    member, serviceDate, startMinute, endMinute, minutes: endMinute - startMinute, category: '老人陪护', activity: '上门陪护', method: 'list' as const, evidence: 'paper_list' as const
  })
  const services = [visit(6, 540, 660), visit(7, 540, 630), visit(8, 840, 960), visit(9, 420, 1200)]
  accepted(await recordServices(service, COMMUNITY, services, { actor: COORDINATOR, submit: true, asked: asked('records', services) }))
}
