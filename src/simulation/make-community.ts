import { BRANDS, CATEGORIES, FIELDS, GOODS, nameOf, POLICY, TEAMS } from './community.ts'
import { dayOf, type Scene } from './scene.ts'

const MEMBERS = 300
/** Those who are served and do not serve. */
const SERVED_ONLY = 60
const GRIDS = 6
const BUILDINGS = 30
const STOCK_PIECES = 400
const TEAM_MEMBERS = 8
const POST_YEAR_MINUTES = 12 * 120

/** The community as it stands on New Year's Day: rules, categories, people, teams, goods. */
export async function makeCommunity(scene: Scene): Promise<void> {
  const { staff, path, made, year } = scene
  const { administrator, coordinator } = staff
  await administrator.post(`${path}/policies`, { from: `${year}-01-01`, policy: POLICY })
  for (const { field, name } of FIELDS) {
    await coordinator.put(`${path}/service-fields/${field}`, { name })
    made.fields++
  }
  for (const { category, field, help } of CATEGORIES) {
    await coordinator.put(`${path}/service-categories/${encodeURIComponent(category)}`, { field, help })
    made.categories++
  }
  for (const { brand, name, field } of BRANDS) {
    await coordinator.put(`${path}/brands/${brand}`, { name, field })
    made.brands++
  }
  await makePeople(scene)
  await makeTeams(scene)
  for (const { sku, name, price } of GOODS) {
    await coordinator.put(`${path}/goods/${sku}`, { name, price })
    await coordinator.post(`${path}/stock/receipts`, { counter: 'main', sku, pieces: STOCK_PIECES, sponsor: '爱心商户' })
  }
}

async function makePeople({ staff, path, made, volunteers, cards, draw, year }: Scene): Promise<void> {
  for (let at = 1; at <= MEMBERS; at++) {
    const building = draw.between(1, BUILDINGS)
    const member = await staff.coordinator.post(`${path}/members`, {
      name: nameOf(at),
      birthDate: `${year - draw.between(20, 79)}-${String(draw.between(1, 12)).padStart(2, '0')}-15`,
      building: `${building}幢`,
      grid: `第${1 + (building % GRIDS)}网格`,
      role: at <= SERVED_ONLY ? '居民' : '志愿者'
    })
    const number = Number(member.number)
    made.members++
    cards.set(number, String(member.card))
    if (at > SERVED_ONLY) volunteers.push(number)
  }
}

async function makeTeams({ staff, path, made, volunteers, draw, year }: Scene): Promise<void> {
  for (const { team, name } of TEAMS) {
    const members = draw.several(volunteers, TEAM_MEMBERS)
    await staff.coordinator.post(`${path}/teams`, { team, name, leader: members[0] })
    for (const member of members) await staff.coordinator.post(`${path}/teams/${encodeURIComponent(team)}/members`, { member, joinedOn: `${year}-01-01` })
    made.teams++
  }
}

/** A post with its holder. */
export interface HeldPost {
  postId: string
  title: string
  category: string
  member: number
}

/** The posts of all fields, three in each, claimed together at the start of the year. */
export async function makePosts(scene: Scene): Promise<HeldPost[]> {
  const { staff, path, made, volunteers, draw, year } = scene
  const held: HeldPost[] = []
  for (const { field, name } of FIELDS) {
    const categories = CATEGORIES.filter((each) => each.field === field)
    for (let at = 1; at <= 3; at++) {
      const { category } = draw.pick(categories)
      const title = `${name}${at}号岗`
      const post = await staff.coordinator.post(`${path}/posts`, { title, field, category, expectedYearMinutes: POST_YEAR_MINUTES })
      held.push({ postId: String(post.postId), title, category, member: 0 })
      made.posts++
    }
  }
  for (const [index, member] of draw.several(volunteers, held.length).entries()) Object.assign(held[index] as HeldPost, { member })
  await staff.coordinator.post(`${path}/post-claims`, { year, claims: held.map(({ postId, member }) => ({ postId, holder: { member } })) })
  made.postClaims += held.length
  return held
}

/** Whoever holds a post serves in it twice a month; the sheet is handed in at the end of the month. */
export async function servePosts(scene: Scene, posts: readonly HeldPost[], month: number): Promise<void> {
  const { staff, path, made, draw, clock } = scene
  clock.advanceTo(dayOf(scene, month, 27), 20 * 60)
  for (const day of [6, 21]) {
    const serviceDate = dayOf(scene, month, day)
    const services = posts.map(({ postId, title, category, member }) => {
      const startTime = `${draw.between(14, 17)}:00`
      return { member, serviceDate, category, activity: title, postId, startTime, endTime: `${startTime.slice(0, 2)}:${draw.pick(['30', '45', '59'])}`, evidence: 'paper_list', method: 'sheet' }
    })
    const { outcomes } = (await staff.coordinator.post(`${path}/record-batches`, { services, submit: true })) as unknown as { outcomes: { code: string | null }[] }
    // Who was at an activity at that time cannot have been at the post.
    made.postServices += outcomes.filter(({ code }) => code === null).length
  }
}
