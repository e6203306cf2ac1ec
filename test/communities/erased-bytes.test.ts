import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { createCommunity } from '../../src/communities/communities.ts'
import { eraseMember } from '../../src/communities/erase-member.ts'
import { createMember } from '../../src/communities/members.ts'
import type { Service } from '../../src/communities/communities.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { granted, openService } from './open-service.ts'

const SECRETS = ['ABIGAILVONHAUSEN', '某某楼三单元', 'ZZ99X']

/** Secrets whose bytes stand in the database or in the log beside it. */
function bytesLeft(file: string): string[] {
  const bytes = [file, `${file}-wal`].filter((each) => existsSync(each)).map((each) => readFileSync(each))
  return SECRETS.filter((secret) => bytes.some((each) => each.includes(secret)))
}

async function withMember(database: string, service: Service): Promise<void> {
  granted(await createCommunity(service, { communityId: 'taicheng', name: '台城花园社区', timeZone: 'Asia/Shanghai' }))
  for (let other = 0; other < 40; other++) granted(await createMember(service, 'taicheng', { name: `other ${other}` }))
  granted(await createMember(service, 'taicheng', { name: 'ABIGAILVONHAUSEN', building: '某某楼三单元', card: 'ZZ99X' }))
  for (let other = 0; other < 40; other++) granted(await createMember(service, 'taicheng', { name: `other ${other}` }))
  if (bytesLeft(database).length < SECRETS.length) throw new Error('the bytes were not there to begin with')
}

const erase = async (service: Service) => granted(await eraseMember(service, 'taicheng', { member: 41, reason: 'own_request' }, { actor: 'x', idempotencyKey: 'erase', request: 'erase' }))

t.test('of who was erased no byte is left in the database or in the log beside it', async (t) => {
  const database = join(temporaryFolder('timebank-erased-'), 'timebank.db')
  const service = await openService(t, database)
  await withMember(database, service)
  await erase(service)
  t.same(bytesLeft(database), [])
})

t.test('while a long read keeps the log nobody waits for it, and it is emptied afterwards', async (t) => {
  const database = join(temporaryFolder('timebank-erased-'), 'timebank.db')
  const service = await openService(t, database)
  await withMember(database, service)
  let end = (): void => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const { store } = service.bank
  let begun = (): void => undefined
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve
  })
  const reading = store.snapshot(async (db) => {
    await db.select().from(store.tables.member).limit(1)
    begun()
    await ended
  })
  await hasBegun
  await erase(service)
  t.not(bytesLeft(database).length, 0, 'the reader still needs them')
  granted(await createMember(service, 'taicheng', { name: 'somebody else' }))
  end()
  await reading
  for (let round = 0; round < 40 && bytesLeft(database).length > 0; round++) await wait(250)
  t.same(bytesLeft(database), [])
})
