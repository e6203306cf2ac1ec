import t from 'tap'
import type { TestApp } from '../../api/app.ts'
import { done } from '../../api/taicheng.ts'
import { C, onEachDatabase } from '../../communities/people-scene.ts'

const POST = { title: '楼道文明岗', field: 'elder_care', category: '老人陪护', expectedYearMinutes: 6240 }

async function openPosts({ put, post }: TestApp, many: number): Promise<string[]> {
  done(await put(`${C}/service-fields/elder_care`, { name: '为老服务' }))
  const ids: string[] = []
  for (let index = 0; index < many; index++) ids.push(String(done(await post(`${C}/posts`, { ...POST, title: `岗位${index}` })).body.postId))
  return ids
}

onEachDatabase(t, 'posts are claimed together at the start of a year, all or none', async (t, scene) => {
  const { post, get } = scene
  const [one, two, three] = (await openPosts(scene, 3)) as [string, string, string]
  const claims = [{ postId: one, holder: { member: 1 } }, { postId: two, holder: { team: '和事佬队' } }]
  t.match(await post(`${C}/post-claims`, { year: 2026, claims }), { status: 404, body: { code: 'unknown_team' } })
  done(await post(`${C}/teams`, { team: '和事佬队', name: '和事佬调解队', leader: 1 }))
  const key = { 'idempotency-key': 'claims' }
  for (const _ of [1, 2]) {
    t.match(await post(`${C}/post-claims`, { year: 2026, claims }, key), {
      status: 201, body: { year: 2026, claims: [{ postId: one, holder: { member: 1 }, beganOn: '2026-01-01' }, { holder: { team: '和事佬队' } }] }
    })
  }
  const again = await post(`${C}/post-claims`, { year: 2026, claims: [{ postId: three, holder: { member: 2 } }, { postId: one, holder: { member: 2 } }] })
  t.match(again, { status: 409, body: { code: 'post_claimed', parameters: { post: one, year: 2026 } } })
  t.match((await get(`${C}/posts?unclaimedIn=2026`)).body.items, [{ postId: three }], 'the other line of the refused batch was not claimed either')
  t.equal(((await get(`${C}/posts?unclaimedIn=2025`)).body.items as unknown as unknown[]).length, 3, 'another year is another thing')
  const twice = [{ postId: three, holder: { member: 1 } }, { postId: three, holder: { member: 2 } }]
  t.match((await post(`${C}/post-claims`, { year: 2026, claims: twice })).body, { code: 'post_claimed' }, 'nor twice in one batch')
  for (const year of [2024, 2027]) t.match((await post(`${C}/post-claims`, { year, claims: [claims[0]] })).body, { code: 'year_not_open' })
  t.match((await post(`${C}/post-claims`, { year: 2026, claims: [{ postId: three, holder: { member: 99 } }] })).body, { code: 'unknown_member' })
  t.match((await post(`${C}/post-claims`, { year: 2026, claims: [{ postId: '0195b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a1b', holder: { member: 1 } }] })).body, { code: 'unknown_post' })
  t.match((await post(`${C}/post-claims`, { year: 2026, claims: [] })).body, { code: 'invalid_request' })
})

onEachDatabase(t, 'of many who claim one post at once, one gets it', async (t, scene) => {
  const { post, get } = scene
  const [one] = (await openPosts(scene, 1)) as [string]
  for (let index = 0; index < 12; index++) done(await post(`${C}/teams`, { team: `队${index}`, name: `第${index}队` }))
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => post(`${C}/post-claims`, { year: 2025, claims: [{ postId: one, holder: { team: `队${index}` } }] })))
  t.equal(answers.filter(({ status }) => status === 201).length, 1)
  t.equal(answers.filter(({ body }) => String(body.code) === 'post_claimed').length, 11)
  t.equal(((await get(`${C}/post-claims?post=${one}`)).body.items as unknown as unknown[]).length, 1)
})

onEachDatabase(t, 'a post is handed over, given up and ended, and what was stays to be seen', async (t, scene) => {
  const { post, get, patch } = scene
  const [one] = (await openPosts(scene, 1)) as [string]
  const claimed = done(await post(`${C}/post-claims`, { year: 2025, claims: [{ postId: one, holder: { member: 1 } }] }))
  const first = String(claimed.body.claims?.[0]?.claimId)
  t.match(claimed.body.claims, [{ beganOn: '2025-03-20' }])
  done(await post(`${C}/teams`, { team: '旧队', name: '已停的队' }))
  done(await patch(`${C}/teams/旧队`, { active: false }))
  t.match((await post(`${C}/post-claims/${first}/handover`, { to: { team: '旧队' } })).body, { code: 'team_inactive' })
  t.match((await post(`${C}/post-claims/${first}/handover`, { to: { member: 1 } })).body, { code: 'same_holder' })
  const handed = await post(`${C}/post-claims/${first}/handover`, { to: { member: 2 } })
  t.match(handed, { status: 201, body: { holder: { member: 2 }, takenOverFrom: first, year: 2025, beganOn: '2025-03-20' } })
  t.match((await post(`${C}/post-claims/${first}/handover`, { to: { member: 2 } })).body, { code: 'claim_ended' })
  t.match((await get(`${C}/post-claims?year=2025`)).body.items, [{ claimId: first, endReason: 'handed_over' }, { endedOn: null }])
  t.match((await get(`${C}/post-claims?member=2`)).body.items, [{ takenOverFrom: first }])
  const second = String(handed.body.claimId)
  t.match(await post(`${C}/post-claims/${second}/end`, { reason: 'moved_away' }), { status: 200, body: { endedOn: '2025-03-20', endReason: 'moved_away' } })
  t.match((await post(`${C}/post-claims/${second}/end`, { reason: 'moved_away' })).body, { code: 'claim_ended' })
  t.match((await get(`${C}/posts?unclaimedIn=2025`)).body.items, [{ postId: one }], 'it is free again')
  done(await post(`${C}/post-claims`, { year: 2025, claims: [{ postId: one, holder: { member: 1 } }] }))
  t.match(await patch(`${C}/posts/${one}`, { expectedYearMinutes: 600 }), { body: { expectedYearMinutes: 600, title: '岗位0' } })
  t.match(await post(`${C}/posts/${one}/end`, {}), { body: { endedOn: '2025-03-20' } })
  t.match((await get(`${C}/post-claims?post=${one}`)).body.items, [{}, {}, { endReason: 'post_ended' }])
  t.match((await patch(`${C}/posts/${one}`, { title: '别的' })).body, { code: 'post_ended' })
  t.match((await post(`${C}/post-claims`, { year: 2025, claims: [{ postId: one, holder: { member: 1 } }] })).body, { code: 'post_ended' })
  t.same((await get(`${C}/posts?unclaimedIn=2025`)).body.items, [], 'one that has ended is not to be claimed')
})

onEachDatabase(t, 'the dead and the erased hold no post any more', async (t, scene) => {
  const { post, get } = scene
  const posts = await openPosts(scene, 2)
  done(await post(`${C}/members`, { name: '孙老太', birthDate: '1940-01-01' }))
  const claims = posts.map((postId, index) => ({ postId, holder: { member: index + 2 } }))
  for (const year of [2025, 2026]) done(await post(`${C}/post-claims`, { year, claims }))
  done(await post(`${C}/members/2/death`, { diedOn: '2025-03-19' }))
  t.match((await get(`${C}/posts?unclaimedIn=2026`)).body.items, [{ postId: posts[0] }])
  done(await post(`${C}/members/3/erasure`, { reason: 'moved_away' }))
  t.equal(((await get(`${C}/posts?unclaimedIn=2025`)).body.items as unknown as unknown[]).length, 2)
  t.match((await get(`${C}/post-claims?year=2025`)).body.items, [{ endReason: 'died', endedOn: '2025-03-20' }, { endReason: 'other' }])
})
