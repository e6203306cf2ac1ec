import t from 'tap'
import type { TestApp } from '../../api/app.ts'
import { done } from '../../api/taicheng.ts'
import { C, onEachDatabase } from '../../communities/people-scene.ts'
import { openActivity } from './planning-scene.ts'

const RESIDENT = { role: 'resident', member: 'taicheng:1' }

async function entry({ post }: TestApp, body: object): Promise<string> {
  return String(done(await post(`${C}/list-entries`, body)).body.entryId)
}

onEachDatabase(t, 'a need is raised, published, taken up, done and done again', async (t, scene) => {
  const { post, get, put } = scene
  const raised = await post(`${C}/members/1/needs`, { title: '陪同就医', details: '腿脚不便', category: '老人陪护' }, RESIDENT)
  t.match(raised, { status: 201, body: { list: 'needs', state: 'raised', member: 1, recordedBy: 'resident:1', links: [] } })
  const N = `${C}/list-entries/${String(raised.body.entryId)}`
  t.match(await get(N, { role: 'partner', scope: 'community:taicheng' }), { status: 404, body: { code: 'unknown_entry' } }, 'not public yet')
  t.match((await post(`${N}/state`, { state: 'done' })).body, { code: 'entry_state', parameters: { state: 'raised' } })
  t.match(await post(`${N}/state`, { state: 'published' }), { status: 200, body: { state: 'published' } }, 'the policy asks for no review')
  t.match((await get(N, { role: 'partner', scope: 'community:taicheng' })).body, { title: '陪同就医', details: null, member: null, by: null, recordedBy: null })
  t.match((await get(N)).body, { details: '腿脚不便', member: 1 })
  const activityId = await openActivity(scene)
  t.match(await post(`${N}/links`, { kind: 'activity', targetId: activityId }), { status: 200, body: { state: 'taken_up', links: [{ kind: 'activity', targetId: activityId }] } })
  t.match(await post(`${N}/links`, { kind: 'activity', targetId: activityId }), { status: 200, body: { links: { length: 1 } } })
  t.match((await get(`${C}/activities/${activityId}`)).body, { grewFrom: [String(raised.body.entryId)] })
  t.match(await post(`${N}/state`, { state: 'done' }), { body: { state: 'done' } })
  t.match((await post(`${N}/state`, { state: 'redoing' })).body, { code: 'redo_date_needed' })
  t.match((await post(`${N}/state`, { state: 'redoing', redoBy: '2025-03-19' })).body, { code: 'date_over' })
  t.match(await post(`${N}/state`, { state: 'redoing', redoBy: '2025-04-20' }), { body: { state: 'redoing', redoBy: '2025-04-20' } })
  t.match(await post(`${N}/state`, { state: 'done' }), { body: { state: 'done', redoBy: '2025-04-20' } })
  t.match((await get(`${C}/members/1/needs`, RESIDENT)).body.items, [{ title: '陪同就医', state: 'done' }])
  t.match(await get(`${C}/members/2/needs`, RESIDENT), { status: 403 })
  t.match((await post(`${C}/members/1/needs`, { title: '另一件', field: 'nowhere' }, RESIDENT)).body, { code: 'unknown_service_field' })
  t.match((await post(`${C}/members/1/needs`, { title: '另一件', category: '没有' }, RESIDENT)).body, { code: 'category_not_in_use' })
  t.match(await put(`${C}/service-fields/x`, { name: 'x' }, RESIDENT), { status: 403 })
})

onEachDatabase(t, 'where the policy wants it, a need is reviewed before, and by another person', async (t, { post }) => {
  const policy = { earning: { categoryCoefficients: { 老人陪护: '1' } }, services: { reviewBeforePublication: true } }
  done(await post(`${C}/policies`, { from: '2025-03-10', policy, reason: 'other' }))
  const { body } = done(await post(`${C}/list-entries`, { list: 'needs', title: '修灯', member: 1 }, { actor: 'li' }))
  const N = `${C}/list-entries/${String(body.entryId)}`
  t.match((await post(`${N}/state`, { state: 'published' })).body, { code: 'review_needed' })
  t.match(await post(`${N}/state`, { state: 'reviewed' }, { actor: 'li' }), { status: 403, body: { code: 'second_person_needed' } })
  t.match(await post(`${N}/state`, { state: 'reviewed' }, { actor: 'wang', role: 'approver' }), { body: { state: 'reviewed', reviewedBy: 'wang' } })
  t.match(await post(`${N}/state`, { state: 'published' }, { actor: 'li' }), { body: { state: 'published' } })
})

onEachDatabase(t, 'a project grows from needs, uses resources, and is claimed', async (t, scene) => {
  const { post, get, patch } = scene
  const needs = [await entry(scene, { list: 'needs', title: '楼道灯', member: 1 }), await entry(scene, { list: 'needs', title: '台阶', by: '某居民' })]
  const resource = await entry(scene, { list: 'resources', title: '电工两名', by: '物业公司', availableFrom: '2025-04-01', availableThrough: '2025-04-30' })
  const project = await entry(scene, { list: 'projects', title: '楼道改造' })
  const P = `${C}/list-entries/${project}`
  t.match((await post(`${C}/list-entries/${needs[0]}/links`, { kind: 'project', targetId: project })).body, { code: 'entry_state' }, 'not published yet')
  for (const need of needs) {
    done(await post(`${C}/list-entries/${need}/state`, { state: 'published' }))
    t.match(await post(`${C}/list-entries/${need}/links`, { kind: 'project', targetId: project }), { body: { state: 'taken_up' } })
  }
  t.match(await post(`${C}/list-entries/${resource}/links`, { kind: 'project', targetId: project }), { body: { state: 'in_use' } })
  t.same((await get(P)).body.grewFrom, [...needs, resource].sort())
  t.match((await post(`${P}/links`, { kind: 'project', targetId: project })).body, { code: 'not_linkable' })
  t.match((await post(`${C}/list-entries/${needs[0]}/links`, { kind: 'project', targetId: needs[1] })).body, { code: 'unknown_entry' }, 'a need is no project')
  t.match((await post(`${P}/state`, { state: 'claimed' })).body, { code: 'claimer_needed' })
  t.match(await post(`${P}/state`, { state: 'claimed', claimedBy: { organisation: '某社会组织' } }), { body: { state: 'claimed', by: '某社会组织' } })
  t.match((await get(P, { role: 'partner', scope: 'community:taicheng' })).body, { by: '某社会组织', state: 'claimed' })
  t.match(await post(`${P}/state`, { state: 'open' }), { body: { by: null } })
  t.match(await post(`${P}/state`, { state: 'claimed', claimedBy: { team: '和事佬队' } }), { body: { team: '和事佬队', by: null } })
  const activityId = await openActivity(scene, { projectId: project })
  t.match((await get(`${C}/activities?project=${project}`)).body.items, [{ activityId }])
  t.match(await post(`${C}/list-entries/${needs[1]}/links/end`, { kind: 'project', targetId: project }), { status: 200, body: { links: [] } })
  t.match((await post(`${C}/list-entries/${needs[1]}/links/end`, { kind: 'project', targetId: project })).body, { code: 'unknown_link' })
  t.match(await patch(P, { title: '楼道微改造', details: '三个单元' }), { body: { title: '楼道微改造', details: '三个单元', team: '和事佬队' } })
  t.match((await patch(P, {})).body, { code: 'nothing_to_change' })
  t.match((await get(`${C}/list-entries?list=resources`)).body.items, [{ entryId: resource, by: '物业公司' }])
  t.match((await post(`${C}/list-entries`, { list: 'resources', title: 'x', availableFrom: '2025-04-02', availableThrough: '2025-04-01' })).body, { code: 'bad_range' })
  t.match((await post(`${C}/list-entries`, { list: 'projects', title: 'x', member: 1 })).body, { code: 'invalid_request' }, 'a project is raised by nobody')
})

onEachDatabase(t, 'what people write of a need is sealed, and gone with its member', async (t, scene) => {
  const { post, get, service } = scene
  done(await post(`${C}/members`, { name: '孙老太', birthDate: '1940-01-01' }))
  const { body } = done(await post(`${C}/members/3/needs`, { title: '孙老太要理发', details: '住五楼' }))
  const { listEntry } = service.bank.store.tables
  const rows = JSON.stringify(await service.bank.store.db.select().from(listEntry))
  t.notOk(/孙老太|五楼/.test(rows))
  done(await post(`${C}/members/3/erasure`, { reason: 'own_request' }))
  t.match((await get(`${C}/list-entries/${String(body.entryId)}`)).body, { title: '', details: null, member: 3, state: 'withdrawn' })
})

onEachDatabase(t, 'what hangs on a member passes on in a merge', async (t, scene) => {
  const { post, get } = scene
  done(await post(`${C}/members`, { name: '李福', birthDate: '1980-01-01' }))
  const [both, one] = [await openActivity(scene, { capacity: 1 }), await openActivity(scene, { date: '2025-03-27', responsible: { member: 3 } })]
  for (const [member, activityId] of [[2, both], [3, both], [3, one]] as const) done(await post(`${C}/members/${member}/sign-ups`, { activityId }))
  done(await post(`${C}/members/3/needs`, { title: '修灯' }))
  done(await post(`${C}/merges`, { from: 3, into: 2 }))
  t.match((await get(`${C}/members/2/sign-ups`)).body.items, [{ activityId: one, state: 'signed_up' }, { activityId: both, state: 'cancelled' }, { activityId: both, state: 'signed_up' }])
  t.match((await get(`${C}/activities/${one}`)).body, { responsible: { member: 2 } })
  t.match((await get(`${C}/members/2/needs`)).body.items, [{ title: '修灯' }])
  t.match((await post(`${C}/members/2/sign-ups`, { activityId: one })).body, { code: 'already_signed_up' })
})
