import t from 'tap'
import { createCommunity } from '../../../src/communities/communities.ts'
import { createMember } from '../../../src/communities/members.ts'
import { createActivity, findActivity } from '../../../src/hours/planning/activities.ts'
import { moveActivity } from '../../../src/hours/planning/activity-states.ts'
import { putCategory } from '../../../src/hours/planning/categories.ts'
import { cancelSignUp, listSignUps, signUpFor } from '../../../src/hours/planning/sign-ups.ts'
import { codeOf, granted, onEveryService, openService } from '../../communities/open-service.ts'
import { PLAN } from './planning-scene.ts'

let keys = 0
const asked = () => ({ actor: 'x', idempotencyKey: `key-${++keys}`, request: keys })

const MEMBERS = 30
const CAPACITY = 7

onEveryService(t, 'however many sign up and leave at once, over two services, the capacity holds', async (t, service, database) => {
  const other = await openService(t, database)
  granted(await createCommunity(service, { communityId: 'taicheng', name: '台城', timeZone: 'Asia/Shanghai' }))
  for (let member = 1; member <= MEMBERS; member++) granted(await createMember(service, 'taicheng', { name: `成员${member}` }, { asking: asked() }))
  granted(await putCategory(service, 'taicheng', { category: '老人陪护', field: null, help: 'elderly', ended: false }, asked()))
  const plan = { ...PLAN, grid: null, building: null, brand: null, projectId: null, capacity: CAPACITY, requiredSkills: [], minimumAgeYears: 0 }
  const { activityId } = granted(await createActivity(service, 'taicheng', plan, asked())).answer
  granted(await moveActivity(service, 'taicheng', { activityId, state: 'open' }, asked()))

  const everybody = Array.from({ length: MEMBERS }, (_, index) => index + 1)
  const serviceOf = (member: number) => (member % 2 === 0 ? service : other)
  const made = await Promise.all(everybody.map((member) => signUpFor(serviceOf(member), 'taicheng', { activityId, member }, asked())))
  const counts = async () => {
    const { items } = granted(await listSignUps(service, 'taicheng', activityId, { limit: 200 }))
    const { taken, waiting } = granted(await findActivity(service, 'taicheng', activityId))
    const signedUp = items.filter((each) => each.state === 'signed_up').length
    t.equal(taken, signedUp)
    t.equal(waiting, items.filter((each) => each.state === 'waiting').length)
    t.equal(new Set(items.map((each) => each.position)).size, items.length, 'no two stand in one place')
    return signedUp
  }
  t.equal(await counts(), CAPACITY)

  // Ten go while ten ask once more, for what they have already.
  const [leaving, asking] = [everybody.slice(0, 10), everybody.slice(20)]
  await Promise.all([
    ...leaving.map((member) => cancelSignUp(serviceOf(member + 1), 'taicheng', { signUpId: granted(made[member - 1] as never as { answer: { signUpId: string } }).answer.signUpId, member }, asked())),
    ...asking.map(async (member) => t.equal(codeOf(await signUpFor(serviceOf(member), 'taicheng', { activityId, member }, asked())), 'already_signed_up'))
  ])
  t.equal(await counts(), CAPACITY, 'who waited moved up')
  const { items } = granted(await listSignUps(service, 'taicheng', activityId, { states: ['signed_up', 'waiting'], limit: 200 }))
  t.equal(items.length, MEMBERS - leaving.length)
  t.ok(items.findLastIndex((each) => each.state === 'signed_up') < items.findIndex((each) => each.state === 'waiting'), 'in their order')
})
