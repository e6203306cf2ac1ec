import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { checkProjections } from '../../src/audit/rebuild-projections.ts'
import { withAuditSource } from '../../src/audit/store-source.ts'
import { verifyJournal } from '../../src/audit/verify-journal.ts'
import { importHours } from '../../src/hours/import-hours.ts'
import { confirmImport } from '../../src/imports/confirm-import.ts'
import { importMembers } from '../../src/imports/import-members.ts'
import type { ImportKind } from '../../src/imports/import-kind.ts'
import { previewImport } from '../../src/imports/preview-import.ts'
import { allImportRows } from '../../src/imports/read-import.ts'
import { finishBrokenOff } from '../../src/communities/unfinished-work.ts'
import { submitAction } from '../../src/communities/post-action.ts'
import { isRefusal } from '../../src/refusal.ts'
import type { TestApp } from '../api/app.ts'
import { done } from '../api/taicheng.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { C, idNumberOf, onEachDatabase } from './people-scene.ts'

const ID = idNumberOf('1950-05-01')
const SECRETS = ['夏红浩', '15404409081', '老夏的备注', 'TC100001', ID, '夏小红']

/** Every row of every table around the journal, what is sealed in clear. */
async function everything({ service }: TestApp): Promise<string> {
  const { tables, db } = service.bank.store
  const rows: unknown[] = []
  for (const table of [tables.person, tables.member, tables.card, tables.relation, tables.proxy, tables.consent, tables.note, tables.serviceRecord]) {
    for (const row of await db.select().from(table)) rows.push(row, ...opened(service.vault, row))
  }
  const runs = await db.select().from(tables.importRun)
  for (const { importId } of runs) for await (const row of allImportRows(service, { communityId: 'taicheng', importId })) rows.push(row)
  return JSON.stringify(rows)
}

/** What a row holds sealed, tried at every place it could stand in. */
function opened(vault: TestApp['service']['vault'], row: object): string[] {
  const fields = Object.values(row).filter((value): value is string => typeof value === 'string')
  const kinds = ['person.phone', 'person.id_number', 'person.address', 'relation.relative', 'proxy.agent', 'note']
  return fields.flatMap((sealed) => kinds.flatMap((kind) => fields.flatMap((id) => {
    try {
      return [vault.open(sealed, `${kind}:${id}`)]
    } catch {
      return []
    }
  })))
}

async function importFile({ service }: TestApp, kind: ImportKind<never, never>, lines: string[], { confirm }: { confirm: boolean }): Promise<void> {
  const file = join(temporaryFolder('erasure'), 'sheet.csv')
  writeFileSync(file, lines.join('\n'))
  const preview = await previewImport(service, kind as never, { communityId: 'taicheng', file, fileName: 'sheet.csv', actor: 'x' })
  if (isRefusal(preview)) throw new Error(preview.code)
  if (confirm) await confirmImport(service, kind as never, { communityId: 'taicheng', importId: preview.answer.importId, actor: 'y' })
}

async function wellKnown(scene: TestApp): Promise<void> {
  const { post, patch } = scene
  done(await patch(`${C}/members/1`, { idNumber: ID, address: '某街 1 号' }))
  done(await post(`${C}/gifts`, { from: 2, to: 1, points: '1.00', note: '老夏的备注' }))
  done(await post(`${C}/members/1/relations`, { kind: 'child', relative: { name: '夏小红' }, evidence: '户口簿' }))
  done(await post(`${C}/members/2/proxies`, { agent: { number: 1 }, powers: ['redeem'], once: true, evidence: '委托书' }))
  done(await post(`${C}/members/1/consents`, { purpose: 'photograph', evidence: '书面' }))
  await importFile(scene, importHours as never, ['卡号,姓名,日期,时长,类别,活动', 'TC100001,夏红浩,2025-03-05,60分钟,科普宣传,讲座', 'TC100002,夏红浩,2025-03-05,60分钟,科普宣传,讲座'], { confirm: true })
  await importFile(scene, importHours as never, ['卡号,姓名,日期,时长,类别,活动', 'TC100001,夏红浩,2025-03-06,60分钟,科普宣传,讲座'], { confirm: false })
  await importFile(scene, importMembers as never, ['卡号,姓名,手机', 'TC100001,夏红浩,154 0440 9081', 'TC100007,别人,13900000000'], { confirm: true })
}

onEachDatabase(t, 'erasure waits for the points, then leaves nothing of a person but the journal', async (t, scene) => {
  const { post, get, service } = scene
  done(await post(`${C}/awards`, { member: 2, rule: 'r', points: '1.00' }))
  await wellKnown(scene)
  const before = await everything(scene)
  for (const secret of SECRETS) t.ok(before.includes(secret), `${secret} is there before`)
  t.match(await post(`${C}/members/1/erasure`, { reason: 'own_request' }), { status: 409, body: { code: 'balance_not_zero' } })
  t.match((await get(`${C}/members/1`)).body, { name: '夏红浩' }, 'nothing was erased')
  done(await post(`${C}/donations`, { member: 1, points: '111.00' }))
  const erased = await post(`${C}/members/1/erasure`, { reason: 'own_request' }, { 'idempotency-key': 'erase' })
  t.match(erased, { status: 201, body: { transaction: { kind: 'member_erased', member: 1, evidence: 'own_request' } } })
  const after = await everything(scene)
  for (const secret of SECRETS) t.notOk(after.includes(secret), `${secret} is gone`)
  t.ok(after.includes('李福') && after.includes('别人'), 'others are as they were')
  for (const path of ['/members/1', '/members/1/relations', '/members/1/counter-view', '/cards/TC100001']) t.match(await get(C + path), { status: 404 }, path)
  t.equal((await get(`${C}/members`)).body.items?.length, 2)
  t.match((await post(`${C}/awards`, { member: 1, rule: 'r', points: '1' })).body, { code: 'unknown_member' })
  t.match(await post(`${C}/members/1/erasure`, { reason: 'own_request' }, { 'idempotency-key': 'erase' }), { status: 201, headers: { 'idempotency-replayed': 'true' } })
  await withAuditSource(service.bank.store, 'taicheng', async (source) => {
    t.same((await verifyJournal(source)).differences, [])
    t.same((await checkProjections(source)).differences, [])
  })
  t.match(await get(`${C}/exports?format=jsonl`), { status: 200 })
})

onEachDatabase(t, 'a person who is a member elsewhere stays there', async (t, { post, get }) => {
  done(await post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  done(await post(`${C}/members`, { name: '王秀英', phone: '13812345678', idNumber: ID, building: '1幢' }))
  done(await post('/communities/bihu/members', { name: '王秀英', idNumber: ID, phone: '13812345678' }))
  done(await post(`${C}/members/3/erasure`, { reason: 'moved_away' }))
  t.match(await get(`${C}/members/3`), { status: 404 })
  t.match((await post('/communities/bihu/members/1/full-view', { reason: 'contact' })).body, { name: '王秀英', phone: '13812345678', idNumber: ID })
  done(await post('/communities/bihu/members/1/erasure', { reason: 'own_request' }))
  t.match(await get('/communities/bihu/members/1'), { status: 404 })
  t.match(await post(`${C}/members`, { name: '王秀英', idNumber: ID }), { status: 201, body: { number: 4 } }, 'and may come again as somebody new')
})

onEachDatabase(t, 'an erasure that broke off after its event is finished at the next start', async (t, scene) => {
  const { post, get, service } = scene
  done(await post(`${C}/donations`, { member: 1, points: '100.00' }))
  const { unfinishedWork } = service.bank.store.tables
  const asking = { actor: 'x', idempotencyKey: 'broken', request: 1 }
  await service.bank.store.write((db) => db.insert(unfinishedWork).values({ communityId: 'taicheng', idempotencyKey: 'broken', kind: 'erasure', memberNumber: 1, intoNumber: null, begunAt: 1 }))
  t.match(await submitAction(service, 'taicheng', { action: 'erase_member', member: 1 }, asking), { replayed: false })
  t.match((await get(`${C}/members/1`)).body, { name: '夏红浩' })
  t.equal(await finishBrokenOff(service), 1)
  t.match(await get(`${C}/members/1`), { status: 404 })
})

onEachDatabase(t, 'the register is exported in clear, for a reason, and runs no formula', async (t, { post, get }) => {
  done(await post(`${C}/members`, { name: '=HYPERLINK("x")', idNumber: ID, careTags: ['独居'] }))
  t.match(await get(`${C}/members/export`), { status: 400, body: { field: 'reason' } })
  const { status, headers, text } = await get(`${C}/members/export?reason=audit`)
  t.equal(status, 200)
  t.match(headers['content-type'], /^text\/csv/)
  const lines = text.split('\r\n')
  t.match(lines[0], /^\uFEFF编号,卡号,姓名,/)
  t.match(lines[1], /^1,TC100001,夏红浩,,,15404409081,/)
  t.match(lines[3], /"'=HYPERLINK\(""x""\)"/)
  t.ok(lines[3]?.includes(ID) && lines[3].includes('独居'))
})
