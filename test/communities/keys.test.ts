import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { bindCard, findMemberByCard } from '../../src/communities/cards.ts'
import { createCommunity, type Service } from '../../src/communities/communities.ts'
import { findMemberInFull, listMembers } from '../../src/communities/member-view.ts'
import { createMember } from '../../src/communities/members.ts'
import { findNote, keepNote } from '../../src/communities/notes.ts'
import { openService } from '../../src/communities/open-service.ts'
import { addProxy, listProxies } from '../../src/communities/proxies.ts'
import { addRelation, listRelations } from '../../src/communities/relations.ts'
import { rotateKeys } from '../../src/communities/rotate-keys.ts'
import { postAction } from '../../src/communities/post-action.ts'
import { type Certificate, listCertificates, openCertificate } from '../../src/hours/outcomes/certificates.ts'
import { issueCertificate } from '../../src/hours/outcomes/issue-certificate.ts'
import { importMembers } from '../../src/imports/import-members.ts'
import { previewImport } from '../../src/imports/preview-import.ts'
import { allImportRows } from '../../src/imports/read-import.ts'
import type { Page } from '../../src/ledger/read-books.ts'
import { isRefusal } from '../../src/refusal.ts'
import { readKeys } from '../../src/vault-keys.ts'
import { freshDatabase, testDialects } from '../postgres.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { idNumberOf } from './people-scene.ts'

const clock = { now: () => Date.parse('2025-03-20T02:00:00Z') }
const reading = { careTags: true }
const PHONE = '13812345678'
const ID = idNumberOf('1950-05-01')

let keys = 0
const asking = () => ({ actor: 'x', idempotencyKey: `key-${++keys}`, request: keys })

function granted<T>(value: T): T {
  if (isRefusal(value)) throw new Error(value.code)
  return value
}

/** A community with something of everything that is sealed. */
async function fill(service: Service, folder: string): Promise<{ commitment: string; importId: string }> {
  granted(await createCommunity(service, { communityId: 'taicheng', name: '台城', timeZone: 'Asia/Shanghai' }))
  granted(await createMember(service, 'taicheng', { name: '王秀英', phone: PHONE, idNumber: ID, address: '某街' }, { asking: asking(), reading }))
  granted(await addRelation(service, 'taicheng', 1, { kind: 'child', relative: { name: '小王', phone: null }, evidence: '户口簿' }, asking()))
  granted(await addProxy(service, 'taicheng', 1, { agent: { name: '小李', phone: null }, powers: ['redeem'], once: true, evidence: '委托书' }, asking()))
  granted(await bindCard(service, 'taicheng', { member: 1, kind: 'citizen_card', number: ID }, asking()))
  granted(await postAction(service, 'taicheng', { action: 'open', member: { number: 1, lots: [], minutes: 60, honoraryMinutes: 0 } }, asking()))
  const certified = { member: 1, from: '2025-01-01', through: '2025-03-20', responsible: '王主任', handler: '小陈', contact: '025' }
  granted(await issueCertificate(service, 'taicheng', certified, asking()))
  const commitment = await keepNote(service, 'taicheng', '备注')
  const file = join(folder, 'members.csv')
  writeFileSync(file, '卡号,姓名\nX1,甲\n')
  const preview = granted(await previewImport(service, importMembers as never, { communityId: 'taicheng', file, fileName: 'm.csv', actor: 'x' }))
  if (isRefusal(preview)) throw new Error(preview.code)
  return { commitment, importId: preview.answer.importId }
}

async function check(t: Test, service: Service, { commitment, importId }: { commitment: string; importId: string }): Promise<void> {
  t.match(await findMemberInFull(service, 'taicheng', 1, reading), { phone: PHONE, idNumber: ID, address: '某街' })
  t.match(await listMembers(service, 'taicheng', { phone: PHONE, limit: 5 }, reading), { items: [{ number: 1 }] }, 'found by phone')
  t.match(await findMemberByCard(service, 'taicheng', ID, reading), { number: 1 }, 'found by the bound card')
  t.match(await listRelations(service, 'taicheng', 1), [{ relative: { name: '小王' } }])
  t.match(await listProxies(service, 'taicheng', 1), [{ agent: { name: '小李' } }])
  const { items } = granted(await listCertificates(service, 'taicheng', { member: 1, limit: 1 })) as Page<Certificate>
  t.match(await openCertificate(service, 'taicheng', { member: 1, certificate: items[0]?.number ?? '' }), { statement: { name: '王秀英', responsible: '王主任', verifiedMinutes: 60 } })
  t.equal(await findNote(service, 'taicheng', commitment), '备注')
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
    t.match(await rotateKeys({ store, file: places.keys, now: clock.now() }), { key: 'k2', rows: 7 }, 'taken up with the key that was added')
    await check(t, await open(), filled)
    const tables = store.tables
    for (const table of [tables.person, tables.card, tables.relation, tables.proxy, tables.note, tables.importRow, tables.certificate]) {
      t.notMatch(JSON.stringify(await store.db.select().from(table)), /"k1\./)
    }
    t.match(await rotateKeys({ store, file: places.keys, now: clock.now() }), { key: 'k3', rows: 7 }, 'and again')
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
