import t from 'tap'
import { C, onEachDatabase } from '../communities/people-scene.ts'
import type { TestApp } from './app.ts'
import { done } from './taicheng.ts'

const COORDINATOR = { actor: 'coordinator', role: 'coordinator', scope: 'community:taicheng' }
const APPROVER = { actor: 'approver', role: 'approver', scope: 'community:taicheng' }
const OTHER = { ...APPROVER, actor: 'another' }
const SERVICE = { team: '红马甲', category: '科普宣传', activity: '宣讲', serviceDate: '2025-03-18', members: [{ member: 1, minutes: 60 }, { member: 2, minutes: 90 }] }

async function aTeam({ post }: TestApp): Promise<void> {
  done(await post(`${C}/teams`, { team: '红马甲', name: '红马甲志愿服务队' }))
  for (const member of [1, 2]) done(await post(`${C}/teams/红马甲/members`, { member, joinedOn: '2025-03-01' }))
}

const handIn = async ({ post }: TestApp, body: object = SERVICE): Promise<string> =>
  `${C}/team-services/${String(done(await post(`${C}/team-services`, body, COORDINATOR)).body.serviceId)}`

onEachDatabase(t, 'what a team did is posted when another person approves it, once', async (t, scene) => {
  const { get, post } = scene
  await aTeam(scene)
  const before = (await get(`${C}/transactions?limit=1`)).body
  const service = await handIn(scene)
  t.same((await get(`${C}/transactions?limit=1`)).body, before, 'nothing is posted yet')
  t.match(await post(`${service}/approval`, {}, { ...APPROVER, actor: 'coordinator' }), { status: 403, body: { code: 'second_person_needed' } })
  t.match(await post(`${service}/approval`, {}, COORDINATOR), { status: 403 }, 'nor does the role allow it')
  const answers = await Promise.all([post(`${service}/approval`, {}, APPROVER), post(`${service}/approval`, {}, OTHER)])
  const posted = answers.filter(({ status }) => status === 200)
  t.ok(posted.length >= 1, 'from two screens')
  const number = Number(posted[0]?.body.number)
  const { transaction } = (await get(`${C}/transactions/${number}`)).body
  t.match(transaction ?? (await get(`${C}/transactions/${number}`)).body, { kind: 'earn_team', preparedBy: 'coordinator', approvedBy: /approver|another/ })
  const { items } = (await get(`${C}/transactions?kind=earn_team`)).body as unknown as { items: unknown[] }
  t.equal(items.length, 1, 'it is posted once')
  t.match((await get(`${C}/team-services?state=posted`)).body, { items: [{ number, state: 'posted', approvals: [{ by: /approver|another/ }] }] })
  t.match(await post(`${service}/return`, { reason: 'wrong_amount' }, APPROVER), { status: 409, body: { code: 'record_not_open' } })
  t.match(await post(`${service}/approval`, {}, APPROVER.actor === String(posted[0]?.body.approvals?.[0]?.by) ? APPROVER : OTHER), { status: 200, body: { number } }, 'asked again, the same')
  done(await post(`${C}/team-hours`, { ...SERVICE, activity: '直接登记' }))
  const { items: exceptions } = (await get(`${C}/exceptions?limit=200`)).body as unknown as { items: { kind: string; subject: string | null }[] }
  const alone = exceptions.filter(({ kind }) => kind === 'recorded_alone').map(({ subject }) => subject)
  t.ok(alone.includes(`transaction:${number + 1}`), 'what one person recorded directly is an exception')
  t.notOk(alone.includes(`transaction:${number}`), 'and this is none')
})

onEachDatabase(t, 'a service of a team that cannot be is refused, at once or by its approver', async (t, scene) => {
  const { post } = scene
  await aTeam(scene)
  t.match(await post(`${C}/team-services`, { ...SERVICE, serviceDate: '2025-02-10' }, COORDINATOR), { status: 409, body: { code: 'not_in_team' } })
  t.match(await post(`${C}/team-services`, { ...SERVICE, serviceDate: '2025-03-21' }, COORDINATOR), { body: { code: 'future_date' } })
  t.match(await post(`${C}/team-services`, { ...SERVICE, note: '张三' }, COORDINATOR), { status: 400 }, 'no free text')
  const returned = await handIn(scene)
  t.match((await post(`${returned}/return`, { reason: 'not_served' }, APPROVER)).body, { state: 'returned', reason: 'not_served' })
  t.match(await post(`${returned}/approval`, {}, APPROVER), { body: { code: 'record_not_open' } })
  t.match(await post(`${C}/team-services/none/approval`, {}, APPROVER), { status: 404, body: { code: 'unknown_team_service' } })
  const unknown = await handIn(scene, { ...SERVICE, category: '理发' })
  t.match(await post(`${unknown}/approval`, {}, APPROVER), { body: { code: 'unknown_category' } })
  t.match((await scene.get(`${C}/team-services?state=submitted`)).body, { items: [{ category: '理发', approvals: [] }] }, 'it waits on, to be returned')
  done(await post(`${C}/policies`, { from: '2025-03-19', reason: 'rule_changed', policy: { earning: { categoryCoefficients: { 科普宣传: '1' }, approvalLevels: 2 } } }))
  const twice = await handIn(scene, { ...SERVICE, serviceDate: '2025-03-19' })
  t.match((await post(`${twice}/approval`, {}, APPROVER)).body, { state: 'submitted', number: null })
  t.match(await post(`${twice}/approval`, {}, APPROVER), { body: { code: 'second_person_needed' } }, 'each person once')
  t.match((await post(`${twice}/approval`, {}, OTHER)).body, { state: 'posted', approvals: [{ by: 'approver' }, { by: 'another' }] })
  done(await post(`${C}/policies`, { from: '2025-03-20', reason: 'rule_changed', policy: { earning: { categoryCoefficients: { 科普宣传: '1' }, publicNoticeDays: 5 } } }))
  const onNotice = await handIn(scene, { ...SERVICE, activity: '义诊', serviceDate: '2025-03-20' })
  t.match(await post(`${onNotice}/approval`, {}, APPROVER), { body: { code: 'approval_needed' } })
})
