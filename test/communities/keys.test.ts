import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { bindCard, findMemberByCard } from '../../src/communities/cards.ts'
import { createCommunity, type Service } from '../../src/communities/communities.ts'
import { findMemberInFull, findWholeMember, listMembers } from '../../src/communities/member-view.ts'
import { mergeMembers } from '../../src/communities/merge-members.ts'
import { createMember } from '../../src/communities/members.ts'
import { findNote, keepNote } from '../../src/communities/notes.ts'
import { openService } from '../../src/communities/open-service.ts'
import { addProxy, listProxies } from '../../src/communities/proxies.ts'
import { addRelation, listRelations } from '../../src/communities/relations.ts'
import { rotateKeys } from '../../src/communities/rotate-keys.ts'
import { createWebhook, listWebhooks } from '../../src/communities/webhooks/webhooks.ts'
import { createActivity, findActivity } from '../../src/hours/planning/activities.ts'
import { cancelActivity } from '../../src/hours/planning/activity-states.ts'
import { putCategory } from '../../src/hours/planning/categories.ts'
import { addListEntry, findEntry } from '../../src/hours/planning/list-entries.ts'
import { listVisits } from '../../src/hours/attendance/care-visits.ts'
import { recordOutcomes } from '../../src/hours/attendance/visit-outcomes.ts'
import { addVisitPlan, findVisitPlan } from '../../src/hours/attendance/visit-plans.ts'
import { importMembers } from '../../src/imports/import-members.ts'
import { previewImport } from '../../src/imports/preview-import.ts'
import { allImportRows } from '../../src/imports/read-import.ts'
import { isRefusal, type Refusal } from '../../src/refusal.ts'
import { postAction } from '../../src/communities/post-action.ts'
import { type Certificate, listCertificates, openCertificate } from '../../src/hours/outcomes/certificates.ts'
import { issueCertificate } from '../../src/hours/outcomes/issue-certificate.ts'
import type { Page } from '../../src/ledger/read-books.ts'
import { readKeys } from '../../src/vault-keys.ts'
import { freshDatabase, testDialects } from '../postgres.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { idNumberOf } from './people-scene.ts'

const clock = { now: () => Date.parse('2025-03-20T02:00:00Z') }
const reading = { careTags: true }
const PHONE = '13812345678'
const FORMER_PHONE = '13955556666'
const ID = idNumberOf('1950-05-01')

let keys = 0
const asking = () => ({ actor: 'x', idempotencyKey: `key-${++keys}`, request: keys })

function granted<T>(value: T): Exclude<T, Refusal> {
  if (isRefusal(value)) throw new Error(value.code)
  return value as Exclude<T, Refusal>
}

interface Filled {
  commitment: string
  importId: string
  entryId: string
  activityId: string
  planId: string
}

/** A community with something of everything that is sealed. */
async function fill(service: Service, folder: string): Promise<Filled> {
  granted(await createCommunity(service, { communityId: 'taicheng', name: '台城', timeZone: 'Asia/Shanghai' }))
  granted(await createMember(service, 'taicheng', { name: '王秀英', phone: PHONE, idNumber: ID, address: '某街' }, { asking: asking(), reading }))
  granted(await addRelation(service, 'taicheng', 1, { kind: 'child', relative: { name: '小王', phone: null }, evidence: '户口簿' }, asking()))
  granted(await addProxy(service, 'taicheng', 1, { agent: { name: '小李', phone: null }, powers: ['redeem'], once: true, evidence: '委托书' }, asking()))
  granted(await bindCard(service, 'taicheng', { member: 1, kind: 'citizen_card', number: ID }, asking()))
  granted(await postAction(service, 'taicheng', { action: 'open', member: { number: 1, lots: [], minutes: 60, honoraryMinutes: 0 } }, asking()))
  const certified = { member: 1, from: '2025-01-01', through: '2025-03-20', responsible: '王主任', handler: '小陈', contact: '025' }
  granted(await issueCertificate(service, 'taicheng', certified, asking()))
  const commitment = await keepNote(service, 'taicheng', '备注')
  const { answer: need } = granted(await addListEntry(service, 'taicheng', { list: 'needs', title: '王秀英要理发', member: 1 }, asking()))
  granted(await createWebhook(service, 'taicheng', { address: 'https://notice.example.org/', events: ['visit_missed'], settings: { privateAddresses: false } }, asking()))
  const activityId = await callOff(service)
  const planId = await visit(service)
  const file = join(folder, 'members.csv')
  writeFileSync(file, '卡号,姓名\nX1,甲\n')
  const preview = granted(await previewImport(service, importMembers as never, { communityId: 'taicheng', file, fileName: 'm.csv', actor: 'x' }))
  granted(await createMember(service, 'taicheng', { name: '王旧名', phone: FORMER_PHONE }, { asking: asking(), reading }))
  granted(await mergeMembers(service, 'taicheng', { from: 3, into: 1 }, asking()))
  return { commitment, importId: preview.answer.importId, entryId: need.entryId, activityId, planId }
}

/** An activity that was called off with a note. */
async function callOff(service: Service): Promise<string> {
  granted(await putCategory(service, 'taicheng', { category: '理发', field: null, help: null, ended: false }, asking()))
  const plan = {
    title: '理发', place: '活动室', grid: null, building: null, category: '理发', brand: null, projectId: null, date: '2025-03-26', startMinute: 540, endMinute: 600,
    capacity: null, requiredSkills: [], minimumAgeYears: 0, responsible: { member: 1 }, expectedMinutes: 60
  }
  const { answer } = granted(await createActivity(service, 'taicheng', plan, asking()))
  granted(await cancelActivity(service, 'taicheng', { activityId: answer.activityId, reason: 'other', note: '王秀英病了' }, asking()))
  return answer.activityId
}

/** A visit that was paid, with notes before and after. */
async function visit(service: Service): Promise<string> {
  granted(await createMember(service, 'taicheng', { name: '探访人' }, { asking: asking(), reading }))
  const given = {
    member: 1, visitors: [2], everyDays: 30, weekdays: null, purpose: 'company', category: '理发', endsOn: null, toleranceDays: 1, managerAfterDays: 2, note: '敲门要久'
  }
  const { plan } = granted(await addVisitPlan(service, 'taicheng', given, asking()))
  const [due] = (await listVisits(service, 'taicheng', { today: '2025-03-20', due: true, limit: 1 })).items
  granted(await recordOutcomes(service, 'taicheng', { rows: [{ visitId: due?.visitId ?? '', outcome: 'seen_well', note: '血压高' }], asked: asking(), allOrNothing: true }))
  return plan.planId
}

async function check(t: Test, service: Service, { commitment, importId, entryId, activityId, planId }: Filled): Promise<void> {
  t.match(await findMemberInFull(service, 'taicheng', 1, reading), { phone: PHONE, idNumber: ID, address: '某街' })
  t.match(await listMembers(service, 'taicheng', { phone: PHONE, limit: 5 }, reading), { items: [{ number: 1 }] }, 'found by phone')
  t.match(await findWholeMember(service, 'taicheng', 1, reading), { formerly: [{ name: '王旧名', phone: FORMER_PHONE }] })
  t.match(await listMembers(service, 'taicheng', { phone: FORMER_PHONE, limit: 5 }, reading), { items: [{ number: 1 }, { number: 3 }] }, 'found by the former phone')
  t.match(await findMemberByCard(service, 'taicheng', ID, reading), { number: 1 }, 'found by the bound card')
  t.match(await listRelations(service, 'taicheng', 1), [{ relative: { name: '小王' } }])
  t.match(await listProxies(service, 'taicheng', 1), [{ agent: { name: '小李' } }])
  const { items } = granted(await listCertificates(service, 'taicheng', { member: 1, limit: 1 })) as Page<Certificate>
  t.match(await openCertificate(service, 'taicheng', { member: 1, certificate: items[0]?.number ?? '' }), { statement: { name: '王秀英', responsible: '王主任', verifiedMinutes: 60 } })
  t.equal(await findNote(service, 'taicheng', commitment), '备注')
  t.match(await findEntry(service, 'taicheng', entryId), { title: '王秀英要理发' })
  t.match(await findActivity(service, 'taicheng', activityId), { cancelNote: '王秀英病了' })
  t.match(await findVisitPlan(service, 'taicheng', planId), { note: '敲门要久' })
  t.match(await listVisits(service, 'taicheng', { today: '2025-03-20', member: 1, limit: 5 }), { items: [{ note: '血压高' }] })
  t.match(await listWebhooks(service, 'taicheng', { limit: 5 }), { items: [{ address: 'https://notice.example.org/' }] })
  for await (const row of allImportRows(service, { communityId: 'taicheng', importId })) t.same(row.cells, ['X1', '甲'])
}

for (const dialect of testDialects()) {
  t.test(`a rotation seals everything anew, also after it broke off (${dialect})`, async (t) => {
    const folder = temporaryFolder('keys')
    const places = { database: dialect === 'sqlite' ? join(folder, 'timebank.db') : await freshDatabase(t), keys: join(folder, 'timebank.keys') }
    const open = async () => {
      const service = await openService(places, clock)
      t.teardown(() => service.bank.close().catch(() => undefined))
      return service
    }
    const service = await open()
    const filled = await fill(service, folder)
    const { store } = service.bank
    const broken = { ...store, write: () => Promise.reject(new Error('the power went')) }
    await t.rejects(rotateKeys({ store: broken, file: places.keys, now: clock.now() }), /the power went/)
    t.same(readKeys(places.keys).map(({ id }) => id), ['k2', 'k1'])
    await check(t, await open(), filled)
    t.match(await rotateKeys({ store, file: places.keys, now: clock.now() }), { key: 'k2', rows: 13 }, 'taken up with the key that was added')
    await check(t, await open(), filled)
    const { person, formerPerson, card, relation, proxy, note, importRow, listEntry, activity, webhook, certificate, visitPlan, careVisit } = store.tables
    for (const table of [person, formerPerson, card, relation, proxy, note, importRow, listEntry, activity, webhook, certificate, visitPlan, careVisit]) {
      t.notMatch(JSON.stringify(await store.db.select().from(table)), /"k1\./)
    }
    t.match(await rotateKeys({ store, file: places.keys, now: clock.now() }), { key: 'k3', rows: 13 }, 'and again')
    const current = readFileSync(places.keys, 'utf8').split('\n').filter((line) => !/^k[12] /.test(line))
    writeFileSync(places.keys, current.join('\n'), { mode: 0o600 })
    await check(t, await open(), filled)
  })

  t.test(`keys of another database are refused, and no new ones hide that the right ones are lost (${dialect})`, async (t) => {
    const folder = temporaryFolder('keys')
    const places = { database: dialect === 'sqlite' ? join(folder, 'timebank.db') : await freshDatabase(t), keys: join(folder, 'timebank.keys') }
    const service = await openService(places, clock)
    await fill(service, folder)
    await service.bank.close()
    copyFileSync(places.keys, join(folder, 'kept'))
    const other = { database: join(folder, 'other.db'), keys: join(folder, 'other.keys') }
    await (await openService(other, clock)).bank.close()
    await t.rejects(openService({ ...places, keys: other.keys }, clock), { code: 'keys_do_not_fit', message: /k1.*TIMEBANK_KEYS/ })
    rmSync(places.keys)
    await t.rejects(openService(places, clock), { code: 'keys_missing', message: /restore/ })
    t.notOk(existsSync(places.keys), 'no file was made')
    const audited = await openService({ ...places, evenDamaged: true }, clock)
    await audited.bank.close()
    t.notOk(existsSync(places.keys), 'who verifies needs no keys')
    copyFileSync(join(folder, 'kept'), places.keys)
    await (await openService(places, clock)).bank.close()
  })
}
