import { existsSync, readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import t, { type Test } from 'tap'
import { createLogger } from '../../src/api/create-logger.ts'
import { TOUR } from '../../src/api/examples/tour.ts'
import { DEMO_PASSWORD, DEMO_RESIDENT } from '../../src/demo/demo-users.ts'
import { loadDemo } from '../../src/demo/load-demo.ts'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { taichengFile } from '../taicheng-files.ts'
import { openApp, type TestApp } from './app.ts'
import { sendTour } from './send-tour.ts'

/** Fields whose values are nobody's to read in a file. Shorter values stand anywhere by chance. */
const SECRET_FIELD = /^(phone|idNumber|address|pin|newPin|password|newPassword|currentPassword)$/
const LEAST_CHARACTERS = 8

function secretsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => secretsIn(each))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([field, each]) =>
    SECRET_FIELD.test(field) && typeof each === 'string' && each.length >= LEAST_CHARACTERS ? [each] : secretsIn(each)
  )
}

/** Every phone, ID number, PIN and password of the tour. */
const secretsOfTour = (): string[] => secretsIn(TOUR.map((each) => each.body ?? {}))

const members = readFileSync(taichengFile('members.csv'), 'utf8')
const phones = [...new Set(members.match(/\b1\d{10}\b/g) ?? [])]
const names = members.split('\n').slice(1).map((line) => line.split(',')[1] ?? '').filter((name) => name.length >= 3)

/** The service with everything it logs, down to the least. */
async function openLogged(t: Test): Promise<{ test: TestApp; log: () => string }> {
  let log = ''
  const stream = new Writable({
    write(chunk: Buffer, _encoding, callback) {
      log += chunk.toString()
      callback()
    }
  })
  return { test: await openApp(t, { logger: createLogger({ level: 'trace', stream }) }), log: () => log }
}

/** The bytes of the database as they lie on the disk, before and after they are moved out of the log beside it. */
function filesOf({ service }: TestApp): Buffer[] {
  const read = (): Buffer[] => ['', '-wal', '-shm'].map((ending) => service.bank.database + ending).filter((file) => existsSync(file)).map((file) => readFileSync(file))
  const before = read()
  const connection = connectSqlite(service.bank.database)
  connection.pragma('wal_checkpoint(FULL)')
  connection.close()
  return [...before, ...read()]
}

const found = (secrets: string[], files: Buffer[]): string[] => secrets.filter((secret) => files.some((file) => file.includes(secret)))

t.test('a month of the demo leaves no phone, ID number, PIN or password in clear', async (t) => {
  const { test, log } = await openLogged(t)
  test.clock.set('2025-04-02T02:00:00Z')
  t.ok(await loadDemo(test.service))
  t.ok(phones.length > 100, 'the register has phones')
  const shown = await test.post('/communities/taicheng/members/1/full-view', { reason: 'audit' }, { role: 'coordinator', scope: 'community:taicheng' })
  t.ok(phones.some((phone) => shown.text.includes(phone)), 'which the service knows')
  const form = { communityId: 'taicheng', card: DEMO_RESIDENT.card, pin: DEMO_RESIDENT.pin }
  t.equal((await test.send({ method: 'POST', url: '/v1/session/resident', payload: form })).status, 201)
  for (const phone of phones.slice(0, 20)) await test.get(`/communities/taicheng/members?phone=${phone}`)

  const files = filesOf(test)
  t.ok(files.some((file) => file.includes('台城花园社区')), 'what is no secret is found by this very search')
  t.same(found([...phones, ...secretsOfTour(), DEMO_PASSWORD], files), [], 'in the files of the database')
  t.ok(log().includes('"msg":"request"'))
  t.same(found([...phones, DEMO_PASSWORD, DEMO_RESIDENT.pin, ...names], [Buffer.from(log())]), [], 'nor, names included, in the log')
})

t.test('the tour from an empty database leaves none either', async (t) => {
  const { test, log } = await openLogged(t)
  await sendTour(test)
  const secrets = secretsOfTour()
  t.ok(secrets.length > 0)
  t.same(found(secrets, filesOf(test)), [])
  t.same(found(secrets, [Buffer.from(log())]), [])
})
