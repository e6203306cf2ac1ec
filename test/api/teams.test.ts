import t from 'tap'
import { withAuditSource } from '../../src/audit/store-source.ts'
import { verifyJournal } from '../../src/audit/verify-journal.ts'
import { C, onEachDatabase } from '../communities/people-scene.ts'
import type { Answer, TestApp } from './app.ts'
import { done } from './taicheng.ts'

const SPLIT = {
  earning: { pointsPerHour: '10', categoryCoefficients: { 科普宣传: '1' }, stepMinutes: 30, dayCapMinutes: 480, groupSplit: 'by_minutes' },
  keeping: { atDeath: 'succeed', atMove: 'donate' }
}

async function openTeam({ post }: TestApp): Promise<void> {
  done(await post(`${C}/policies`, { from: '2025-03-10', policy: SPLIT, reason: 'rule_changed' }))
  done(await post(`${C}/teams`, { team: '红马甲', name: '红马甲志愿服务队', leader: 1 }))
  for (const member of [1, 2]) done(await post(`${C}/teams/红马甲/members`, { member, joinedOn: '2025-03-10' }))
}

function entriesOf(answer: Answer): string[] {
  const { entries } = done(answer).body.transaction as unknown as { entries: { side: string; account: string; amount: string }[] }
  return entries.map(({ side, account, amount }) => `${side} ${account} ${amount}`)
}

const HOURS = { team: '红马甲', category: '科普宣传', activity: '清洁楼道', serviceDate: '2025-03-15', members: [{ member: 1, minutes: 60 }, { member: 2, startTime: '08:00', endTime: '10:00' }] }

onEachDatabase(t, 'a team is registered, joined and left, and only who was in it that day serves in it', async (t, scene) => {
  const { post, get, patch } = scene
  await openTeam(scene)
  t.match((await get(`${C}/teams/红马甲`)).body, { name: '红马甲志愿服务队', leader: 1, active: true, members: 2 })
  t.match(await post(`${C}/teams`, { team: '红马甲', name: '另一队' }), { status: 409, body: { code: 'team_exists' } })
  t.match(await post(`${C}/teams/红马甲/members`, { member: 2 }), { status: 409, body: { code: 'already_in_team' } })
  t.match(await post(`${C}/teams/蓝马甲/members`, { member: 2 }), { status: 404, body: { code: 'unknown_team' } })
  t.match(await post(`${C}/teams/红马甲/members`, { member: 9 }), { status: 404, body: { code: 'unknown_member' } })
  t.match(await post(`${C}/teams/红马甲/members/2/leaving`, { leftOn: '2025-03-09' }), { status: 400, body: { code: 'bad_date' } })
  t.match((await post(`${C}/teams/红马甲/members/2/leaving`, { leftOn: '2025-03-14' })).body, { member: 2, joinedOn: '2025-03-10', leftOn: '2025-03-14' })
  t.match(await post(`${C}/team-hours`, HOURS), { status: 409, body: { code: 'not_in_team', parameters: { member: 2 } } })
  t.match(await post(`${C}/teams/红马甲/members`, { member: 2, joinedOn: '2025-03-14' }), { status: 409, body: { code: 'already_in_team' } })
  done(await post(`${C}/teams/红马甲/members`, { member: 2, joinedOn: '2025-03-15' }))
  t.match((await get(`${C}/teams/红马甲/members`)).body.items, [{ member: 1 }, { member: 2, leftOn: '2025-03-14' }, { member: 2, joinedOn: '2025-03-15', leftOn: null }])
  done(await patch(`${C}/teams/红马甲`, { active: false }))
  t.match(await post(`${C}/team-hours`, HOURS), { status: 409, body: { code: 'team_inactive' } })
  t.match(await patch(`${C}/teams/红马甲`, {}), { status: 400, body: { code: 'nothing_to_change' } })
})

onEachDatabase(t, 'a team’s service is posted once, explained, and nobody is in two places at once', async (t, scene) => {
  const { post, get, service } = scene
  await openTeam(scene)
  const key = { 'idempotency-key': 'team-1' }
  const posted = await post(`${C}/team-hours`, HOURS, key)
  t.same(entriesOf(posted), ['debit M6101.科普宣传 180', 'credit M6203.红马甲 180', 'debit P5101.科普宣传 30.00', 'credit P2101.1 10.00', 'credit P2101.2 20.00'])
  t.match(await post(`${C}/team-hours`, HOURS, key), { status: 201, headers: { 'idempotency-replayed': 'true' } })
  t.match(await post(`${C}/team-hours`, HOURS), { status: 409, body: { code: 'duplicate' } })
  const alone = { member: 2, category: '科普宣传', startTime: '09:00', endTime: '09:30', serviceDate: '2025-03-15' }
  t.match(await post(`${C}/hours`, alone), { status: 409, body: { code: 'overlap' } })
  const number = Number(posted.body.transaction?.number)
  const lines = (await get(`${C}/transactions/${number}/explanation`)).body as unknown as { points: string; lines: { zh: string[]; en: string[] } }
  t.equal(lines.points, '30.00')
  t.match(lines.lines.zh.join(''), /第 2 号成员:服务 120 分钟。折算 120 分钟。.*全队服务 180 分钟.*第 1 号成员得 10\.00 分。第 2 号成员得 20\.00 分。/)
  t.match(lines.lines.en.join(' '), /Member 1 gets 10.00 points\. Member 2 gets 20.00 points\./)
  const statement = (await get(`${C}/members/2/statement`)).body as unknown as { lines: { items: { transaction: { content: object } }[] } }
  t.same(statement.lines.items[0]?.transaction.content, { team: '红马甲', members: [{ member: 2, minutes: 120, convertibleMinutes: 120 }] }, 'how long the others served is not told')
  // 420 minutes alone leave 60 of the day's 480 after the team's 60… and the explanation comes to the same.
  const capped = await post(`${C}/hours`, { member: 1, category: '科普宣传', minutes: 480, activity: '讲座', serviceDate: '2025-03-15' })
  t.match(capped.body.transaction, { convertibleMinutes: 420 })
  t.match((await get(`${C}/transactions/${capped.body.transaction?.number}/explanation`)).body, { points: '70.00' })
  done(await post(`${C}/reversals`, { number, reason: 'clerk_error' }))
  t.match(await post(`${C}/hours`, alone), { status: 201 }, 'what was reversed no longer counts')
  t.match((await get(`${C}/accounts/M6203.红马甲`)).body.balance, '0')
  const verified = await withAuditSource(service.bank.store, 'taicheng', (source) => verifyJournal(source))
  t.same(verified.differences, [])
})

onEachDatabase(t, 'it is decided about the points of the dead only once the death is recorded', async (t, scene) => {
  const { post, get } = scene
  await openTeam(scene)
  t.match(await post(`${C}/successions`, { from: 1, to: 2, because: 'death' }), { status: 409, body: { code: 'not_dead' } })
  done(await post(`${C}/members/1/death`, { diedOn: '2025-03-18' }))
  t.match(await post(`${C}/successions`, { from: 1, because: 'death' }), { status: 400, body: { code: 'successor_required' } })
  t.match(await post(`${C}/successions`, { from: 2, to: 1, because: 'death' }), { status: 409, body: { code: 'not_dead' } })
  t.match(await post(`${C}/successions`, { from: 1, to: 2, because: 'closing' }), { status: 409, body: { code: 'disposition_not_chosen' } })
  const done1 = await post(`${C}/successions`, { from: 1, to: 2, because: 'death', evidence: '公证书' })
  t.same(entriesOf(done1), ['debit P2101.1 100.00', 'credit P2101.2 100.00'])
  t.match((await get(`${C}/members/2/balances`)).body, { points: '100.00', lots: [{ expiresOn: '2028-03-01' }, { expiresOn: '2028-03-02' }] })
  t.match(await post(`${C}/successions`, { from: 2, to: 1, because: 'move' }), { status: 409, body: { code: 'member_died' } })
  t.same(entriesOf(await post(`${C}/successions`, { from: 2, because: 'move' })), ['debit P2101.2 100.00', 'credit P2103.general 100.00'])
  const statement = (await get(`${C}/members/2/statement`)).body as unknown as { lines: { items: { change: string; transaction: { kind: string } }[] } }
  t.same(statement.lines.items.map(({ change, transaction }) => [transaction.kind, change]), [['succeed', '-100.00'], ['succeed', '100.00']])
})

onEachDatabase(t, 'awards by rule keep their limits, however many are asked for at once', async (t, scene) => {
  const { post, get, patch } = scene
  const rule = { rule: '垃圾分类', nameZh: '垃圾分类', nameEn: 'Sorted waste', points: '2.00', limits: { perDay: 1, perMonth: 2 }, validFrom: '2025-03-01' }
  done(await post(`${C}/award-rules`, rule))
  t.match(await post(`${C}/award-rules`, rule), { status: 409, body: { code: 'award_rule_exists' } })
  const award = (serviceDate: string, members = [1, 2]) => post(`${C}/award-rules/垃圾分类/awards`, { members, serviceDate })
  const rush = await Promise.all(Array.from({ length: 12 }, () => award('2025-03-19')))
  const items = rush.flatMap((each) => done(each).body.items as unknown as { member: number; transaction: number | null; code: string | null }[])
  t.equal(items.filter((each) => each.transaction !== null).length, 2, 'one for each member')
  t.same([...new Set(items.flatMap((each) => each.code ?? []))], ['award_day_limit'])
  done(await award('2025-03-18', [1]))
  t.match((await award('2025-03-17')).body.items, [{ member: 1, code: 'award_month_limit', message: /每月限 2 次/ }, { member: 2, code: null }])
  t.match((await get(`${C}/accounts/P5103.垃圾分类`)).body.balance, '8.00')
  t.match(await post(`${C}/awards`, { member: 1, rule: '垃圾分类', points: '9.00' }), { status: 409, body: { code: 'award_has_rule' } })
  t.match(await award('2025-02-28'), { status: 409, body: { code: 'award_rule_not_in_force' } })
  done(await patch(`${C}/award-rules/垃圾分类`, { validThrough: '2025-03-19' }))
  t.match(await award('2025-03-20'), { status: 409, body: { code: 'award_rule_not_in_force', parameters: { through: '2025-03-19' } } })
  t.match(await post(`${C}/award-rules/文明/awards`, { members: [1] }), { status: 404, body: { code: 'unknown_award_rule' } })
  t.match(await post(`${C}/award-rules`, { ...rule, rule: '文明', validThrough: '2025-02-01' }), { status: 400, body: { code: 'bad_range' } })
  t.match((await get(`${C}/award-rules`)).body.items, [{ rule: '垃圾分类', points: '2.00', validThrough: '2025-03-19' }])
})

onEachDatabase(t, 'a merged member goes on in their teams under the number that carries on', async (t, scene) => {
  const { post, get } = scene
  await openTeam(scene)
  done(await post(`${C}/merges`, { from: 1, into: 2 }))
  t.match((await get(`${C}/teams/红马甲/members`)).body.items, [{ member: 2, joinedOn: '2025-03-10' }])
  t.match((await get(`${C}/teams/红马甲`)).body, { leader: 2, members: 1 })
})
