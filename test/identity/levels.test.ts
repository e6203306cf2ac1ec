import type { Test } from 'tap'
import t from 'tap'
import { createArea } from '../../src/communities/areas.ts'
import { createCommunity } from '../../src/communities/communities.ts'
import { createUser } from '../../src/identity/create-user.ts'
import type { Assignment } from '../../src/identity/roles.ts'
import type { Dialect } from '../postgres.ts'
import { agreed, type Browser, onEveryDialect, openIdentity, PASSWORD, type TestIdentity } from './service.ts'

const inTaicheng = { scope: 'community', communityId: 'taicheng' } as const
const inStreet = { scope: 'area', areaId: 'street' } as const

/** A district with a street, in it the communities wutong and taicheng's neighbour yulan; taicheng lies outside. */
async function openTree(t: Test, dialect?: Dialect): Promise<TestIdentity & { as(name: string, ...roles: Assignment[]): Promise<Browser> }> {
  const test = await openIdentity(t, { dialect })
  agreed(await createArea(test.service, { areaId: 'district', level: 'district', parentId: null, name: '玄武区' }))
  for (const areaId of ['street', 'other']) agreed(await createArea(test.service, { areaId, level: 'subdistrict', parentId: 'district', name: '街道' }))
  for (const [communityId, areaId] of [['wutong', 'street'], ['yulan', 'other']] as const) {
    agreed(await createCommunity(test.service, { communityId, name: '社区', timeZone: 'Asia/Shanghai', areaId }))
  }
  const as = async (name: string, ...roles: Assignment[]): Promise<Browser> => {
    const { role: _, ...level } = roles[0] as Assignment
    agreed(await createUser(test.identity, { name, kind: 'staff', level, roles, password: PASSWORD }))
    return test.signedIn(name)
  }
  return { ...test, as }
}

onEveryDialect(t, 'who administers a level makes users and grants roles there and below, and nowhere else', async (t, dialect) => {
  const test = await openTree(t, dialect)
  const street = await test.as('street.admin', { role: 'administrator', ...inStreet })
  const inWutong = { scope: 'community', communityId: 'wutong' } as const
  const clerk = await street.send('POST', '/users', { user: 'wutong.clerk', roles: [{ role: 'clerk', ...inWutong }] })
  t.match(clerk, { status: 201, body: { level: inWutong, roles: [{ assignment: { role: 'clerk', ...inWutong }, grantedBy: 'street.admin' }], shown: 'now' } })
  t.match(await street.send('POST', '/users', { user: 'street.helper' }), { status: 201, body: { level: inStreet } }, 'one’s own level where nothing else is said')
  t.match(await street.send('POST', '/users/wutong.clerk/roles', { role: 'administrator', ...inWutong }), { status: 201 })
  const beyond: [Assignment, number, string][] = [
    [{ role: 'clerk', scope: 'service' }, 403, 'not_permitted'],
    [{ role: 'clerk', scope: 'area', areaId: 'district' }, 403, 'not_permitted'],
    [{ role: 'clerk', scope: 'area', areaId: 'other' }, 403, 'not_permitted'],
    [{ role: 'clerk', scope: 'area', areaId: 'nowhere' }, 404, 'unknown_area'],
    [{ role: 'clerk', ...inTaicheng }, 404, 'unknown_community'],
    [{ role: 'clerk', scope: 'community', communityId: 'yulan' }, 404, 'unknown_community'],
    [{ role: 'clerk', scope: 'community', communityId: 'nowhere' }, 404, 'unknown_community']
  ]
  for (const [assignment, status, code] of beyond) {
    const where = JSON.stringify(assignment)
    t.match(await street.send('POST', '/users/wutong.clerk/roles', assignment), { status, body: { code } }, `granted: ${where}`)
    t.match(await street.send('POST', '/users', { user: 'beyond', roles: [assignment] }), { status, body: { code } }, `made with: ${where}`)
    const { role: _, ...level } = assignment
    t.match(await street.send('POST', '/users', { user: 'beyond', level }), { status, body: { code } }, `made at: ${where}`)
  }
  const admin = await test.signedIn('admin')
  t.match(await admin.send('GET', '/users/beyond'), { status: 404 }, 'and nobody was made')
  t.match((await admin.send('GET', '/users/wutong.clerk')).body.roles as unknown as unknown[], { length: 2 })
})

onEveryDialect(t, 'users are seen by those who share their level or one of their roles, and by nobody else', async (t, dialect) => {
  const test = await openTree(t, dialect)
  const street = await test.as('street.admin', { role: 'administrator', ...inStreet })
  const taicheng = await test.as('tc.admin', { role: 'administrator', ...inTaicheng })
  const auditor = await test.as('wt.auditor', { role: 'auditor', scope: 'community', communityId: 'wutong' })
  agreed(await createUser(test.identity, { name: 'both', kind: 'staff', roles: [{ role: 'clerk', ...inTaicheng }, { role: 'approver', scope: 'community', communityId: 'wutong' }] }))
  const listed = async (browser: Browser): Promise<string[]> => ((await browser.send('GET', '/users')).body.items as unknown as { user: string }[]).map(({ user }) => user)
  t.same(await listed(street), ['both', 'street.admin', 'wt.auditor'])
  t.same(await listed(taicheng), ['both', 'tc.admin'])
  t.same(await listed(auditor), ['both', 'wt.auditor'])
  t.same(await listed(await test.signedIn('admin')), ['admin', 'both', 'street.admin', 'tc.admin', 'wt.auditor'])
  t.match((await taicheng.send('GET', '/users/both')).body.roles, [{ assignment: { role: 'clerk', ...inTaicheng } }])
  t.equal(((await taicheng.send('GET', '/users/both')).body.roles as unknown as unknown[]).length, 1, 'of roles elsewhere nothing is told')
  for (const name of ['street.admin', 'wt.auditor', 'admin', 'nobody']) t.match(await taicheng.send('GET', `/users/${name}`), { status: 404, body: { code: 'unknown_user' } }, name)
  const clerk = await test.as('tc.clerk', { role: 'clerk', ...inTaicheng })
  t.match(await clerk.send('GET', '/users'), { status: 403, body: { code: 'not_permitted' } })
})

onEveryDialect(t, 'passwords, keys and switches are for those whose reach holds all that the user is', async (t, dialect) => {
  const test = await openTree(t, dialect)
  const taicheng = await test.as('tc.admin', { role: 'administrator', ...inTaicheng })
  await test.as('tc.second', { role: 'administrator', ...inTaicheng })
  agreed(await createUser(test.identity, { name: 'from.above', kind: 'staff', roles: [{ role: 'administrator', ...inTaicheng }] }))
  agreed(await createUser(test.identity, { name: 'wider', kind: 'staff', level: inTaicheng, roles: [{ role: 'clerk', ...inTaicheng }, { role: 'auditor', scope: 'service' }] }))
  agreed(await createUser(test.identity, { name: 'platform', kind: 'program', roles: [{ role: 'program', scope: 'service' }] }))
  t.match(await taicheng.send('POST', '/users/tc.second/reset-password'), { status: 200, body: { shown: 'now' } }, 'another administrator of one’s own level')
  const key = { name: 'k', expiresAt: new Date(test.clock.now() + 86_400_000).toISOString() }
  for (const [name, code] of [['from.above', 'not_permitted'], ['wider', 'not_permitted'], ['admin', 'unknown_user'], ['platform', 'unknown_user']]) {
    for (const action of ['reset-password', 'disable', 'enable']) t.match(await taicheng.send('POST', `/users/${name}/${action}`), { body: { code } }, `${name} ${action}`)
    t.match(await taicheng.send('POST', `/users/${name}/keys`, key), { body: { code } }, `${name} keys`)
    t.match(await taicheng.send('GET', `/users/${name}/keys`), { body: { code } }, `${name} keys`)
  }
  const admin = await test.signedIn('admin')
  const roles = (await admin.send('GET', '/users/wider')).body.roles as unknown as { assignmentId: string; assignment: Assignment }[]
  const [own, above] = ['clerk', 'auditor'].map((role) => roles.find(({ assignment }) => assignment.role === role)?.assignmentId)
  t.match(await taicheng.send('DELETE', `/users/wider/roles/${above}`), { status: 404, body: { code: 'unknown_assignment' } })
  t.match(await taicheng.send('DELETE', `/users/wider/roles/${own}`), { status: 200 }, 'a role of one’s own level is one’s own to end')
})

t.test('nobody grants themselves what they do not have', async (t) => {
  const test = await openTree(t)
  const taicheng = await test.as('tc.admin', { role: 'administrator', ...inTaicheng })
  t.match(await taicheng.send('POST', '/users/tc.admin/roles', { role: 'approver', ...inTaicheng }), { status: 403, body: { code: 'not_to_oneself' } })
  t.match(await taicheng.send('POST', '/users/tc.admin/roles', { role: 'administrator', ...inTaicheng }), { status: 201 }, 'what one has stays as it is')
  const admin = await test.signedIn('admin')
  t.match(await admin.send('POST', '/users/admin/roles', { role: 'approver', ...inTaicheng }), { status: 403, body: { code: 'not_to_oneself' } })
  t.match(await admin.send('POST', '/users/admin/roles', { role: 'administrator', ...inTaicheng }), { status: 201 }, 'a part of what one has')
})

t.test('whoever administers several levels says where a user without roles belongs', async (t) => {
  const test = await openTree(t)
  const both = await test.as('both.admin', { role: 'administrator', ...inTaicheng }, { role: 'administrator', ...inStreet })
  t.match(await both.send('POST', '/users', { user: 'somebody' }), { status: 400, body: { code: 'invalid_request', parameters: { detail: 'level' } } })
  t.match(await both.send('POST', '/users', { user: 'somebody', level: inStreet }), { status: 201, body: { level: inStreet } })
})

t.test('what is done to a user of a community stands in its own log', async (t) => {
  const test = await openTree(t)
  const taicheng = await test.as('tc.admin', { role: 'administrator', ...inTaicheng })
  await taicheng.send('POST', '/users', { user: 'tc.clerk', roles: [{ role: 'clerk', ...inTaicheng }] })
  await taicheng.send('POST', '/users/tc.clerk/disable')
  const { items } = (await taicheng.send('GET', '/communities/taicheng/access-log?actor=tc.admin')).body
  t.match((items as unknown as { operation: string; subject: string }[]).map(({ operation, subject }) => `${operation} ${subject}`), ['disableUser user:tc.clerk', 'createUser user:tc.clerk/role:clerk@taicheng'])
})
