import t from 'tap'
import type { Answer, TestApp } from '../api/app.ts'
import { done } from '../api/taicheng.ts'
import { C, onEachDatabase } from './people-scene.ts'

let keys = 0

interface Write {
  method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: object
  /** Another request under the same key. */
  other: { path?: string; body?: object }
}

function writer({ send }: TestApp) {
  return ({ method = 'POST', path, body }: Omit<Write, 'other'>, key: string): Promise<Answer> =>
    send({ method, url: `/v1${path}`, headers: { 'idempotency-key': key }, ...(method === 'DELETE' ? {} : { payload: body ?? {} }) })
}

onEachDatabase(t, 'a retry of what is done to people gives the first answer, and its key is good for no other request', async (t, scene) => {
  const write = writer(scene)
  const id = async (path: string, body: object, field: string): Promise<string> => String(done(await scene.post(`${C}/members/1/${path}`, body)).body[field])
  const relation = await id('relations', { kind: 'child', relative: { name: '夏小红' }, evidence: '户口簿' }, 'relationId')
  const proxy = await id('proxies', { agent: { name: '夏小红' }, powers: ['redeem'], validThrough: '2025-12-31', evidence: '委托书' }, 'proxyId')
  const consent = await id('consents', { purpose: 'photograph', evidence: '书面' }, 'consentId')
  done(await scene.post(`${C}/members/1/bound-cards`, { kind: 'citizen_card', number: 'A123456789' }))
  const M = `${C}/members/1`
  const writes: Write[] = [
    { method: 'PUT', path: `${M}/pin`, body: { pin: '739146' }, other: { body: { pin: '802611' } } },
    { method: 'PATCH', path: M, body: { phone: '13811112222', building: '2幢' }, other: { body: { phone: '13811113333' } } },
    { path: `${M}/home`, other: { path: `${C}/members/2/home` } },
    { path: `${M}/relations/${relation}/end`, other: { path: `${M}/proxies/${proxy}/end`, body: { reason: 'withdrawn' } } },
    { path: `${M}/proxies/${proxy}/end`, body: { reason: 'withdrawn' }, other: { body: { reason: 'misused' } } },
    { path: `${M}/consents/${consent}/withdrawal`, other: { path: `${M}/home` } },
    { path: `${M}/bound-cards/end`, body: { kind: 'citizen_card', reason: 'lost' }, other: { body: { kind: 'citizen_card', reason: 'stolen' } } },
    { path: `${M}/death`, body: { diedOn: '2025-03-19' }, other: { body: { diedOn: '2025-03-18' } } }
  ]
  for (const { other, ...first } of writes) {
    const key = `retry-${++keys}`
    const name = `${first.method ?? 'POST'} ${first.path}`
    const answer = await write(first, key)
    t.ok(answer.status < 300, `${name} ${answer.text}`)
    t.notOk(answer.headers['idempotency-replayed'], name)
    const again = await write(first, key)
    t.equal(again.status, answer.status, name)
    t.strictSame(again.body, answer.body, name)
    t.equal(again.headers['idempotency-replayed'], 'true', name)
    t.match(await write({ ...first, ...other }, key), { status: 409, body: { code: 'key_reused' } }, name)
  }
  const { pin } = scene.service.bank.store.tables
  t.equal((await scene.service.bank.store.db.select().from(pin)).length, 1)
  t.match((await scene.get(`${C}/members/1`)).body, { diedOn: '2025-03-19', phone: '138****2222' }, 'and what was asked first stands')
})

onEachDatabase(t, 'a retry of what is done to accounts gives the first answer, and shows no secret twice', async (t, scene) => {
  const write = writer(scene)
  const clerk = { role: 'clerk', scope: 'community', communityId: 'taicheng' }
  const expiresAt = '2025-06-30T16:00:00Z'
  const once = async (first: Omit<Write, 'other'>, other: Partial<Write>): Promise<Answer> => {
    const key = `account-${++keys}`
    const name = `${first.method ?? 'POST'} ${first.path}`
    const answer = await write(first, key)
    const again = await write(first, key)
    t.ok(answer.status < 300, `${name} ${answer.text}`)
    t.equal(again.status, answer.status, name)
    t.equal(again.headers['idempotency-replayed'], 'true', name)
    const secret = ['password', 'key'].find((field) => typeof answer.body[field] === 'string')
    if (secret === undefined) t.strictSame(again.body, answer.body, name)
    else {
      t.strictSame(again.body, { ...answer.body, [secret]: null, shown: 'before' }, `${name}: the secret is shown once`)
      t.equal(answer.body.shown as unknown, 'now', name)
    }
    t.match(await write({ ...first, ...other }, key), { status: 409, body: { code: 'key_reused' } }, name)
    return answer
  }
  const made = await once({ path: '/users', body: { user: 'wang', roles: [clerk] } }, { body: { user: 'wang', kind: 'program' } })
  t.type(made.body.password, 'string')
  await once({ path: '/users', body: { user: 'platform', kind: 'program' } }, { body: { user: 'other', kind: 'program' } })
  const reset = await once({ path: '/users/wang/reset-password' }, { path: '/users/wang/disable' })
  t.type(reset.body.password, 'string')
  const role = await once({ path: '/users/wang/roles', body: { ...clerk, role: 'auditor' } }, { body: { ...clerk, role: 'approver' } })
  await once({ method: 'DELETE', path: `/users/wang/roles/${role.body.assignmentId}` }, { method: 'POST', path: '/users/wang/disable' })
  await once({ path: '/users/wang/disable' }, { path: '/users/wang/enable' })
  await once({ path: '/users/wang/enable' }, { path: '/users/platform/enable' })
  const key = await once({ path: '/users/platform/keys', body: { name: 'k', expiresAt } }, { body: { name: 'other', expiresAt } })
  t.match(key.body.key, /^tbk_/)
  await once({ method: 'DELETE', path: `/users/platform/keys/${key.body.apiKey?.keyId}` }, { path: '/users/platform/keys/other' })
  t.match((await scene.get('/users')).body.items, [{ user: 'platform' }, { user: 'wang', disabledAt: null }])
  t.equal(((await scene.get('/users/platform/keys')).body.items as unknown as unknown[]).length, 1, 'one key was made')
  const asked = { method: 'POST', url: '/v1/users', payload: { user: 'zhao' } } as const
  const as = (communityId: string) => ({ 'idempotency-key': 'shared', actor: `${communityId}.admin`, role: 'administrator', scope: `community:${communityId}` })
  t.equal((await scene.send({ ...asked, headers: as('taicheng') })).status, 201)
  t.match(await scene.send({ ...asked, headers: as('bihu') }), { status: 404, body: { code: 'unknown_community' } }, 'a level that is not there')
  done(await scene.post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  t.match(await scene.send({ ...asked, headers: as('bihu') }), { status: 409, body: { code: 'key_reused' } }, 'another’s key tells another nothing')
  t.match(await scene.send({ method: 'POST', url: '/v1/users', payload: { user: 'nokey' } }), { status: 400, body: { code: 'key_required' } })
  const kept = JSON.stringify(await scene.service.bank.store.db.select().from(scene.service.bank.store.tables.requestKey))
  for (const secret of [made.body.password, reset.body.password, key.body.key]) t.notMatch(kept, String(secret))
})
