import { CATEGORIES, GOODS, TEAMS } from './community.ts'
import { dayOf, type Scene } from './scene.ts'

const REDEMPTIONS_A_MONTH = 15
const GIFTS_A_MONTH = 2
const AWARDS_A_MONTH = 6
export const AWARD_RULE = '垃圾分类'

export async function makeAwardRule({ staff, path, year }: Scene): Promise<void> {
  await staff.administrator.post(`${path}/award-rules`, {
    rule: AWARD_RULE, nameZh: '垃圾分类积分', nameEn: 'Sorted waste', points: '2.00', limits: { perMonth: 4 }, validFrom: `${year}-01-01`
  })
}

/** Points without hours, and what members do with theirs: goods over the counter, and gifts. */
export async function spendInMonth(scene: Scene, month: number): Promise<void> {
  const { staff, path, made, draw, volunteers, clock } = scene
  clock.advanceTo(dayOf(scene, month, 28), 10 * 60)
  await staff.coordinator.post(`${path}/award-rules/${encodeURIComponent(AWARD_RULE)}/awards`, { members: draw.several(volunteers, AWARDS_A_MONTH) })
  made.awards += AWARDS_A_MONTH
  for (let at = 0; at < REDEMPTIONS_A_MONTH; at++) {
    const redeemed = await staff.clerk.send('POST', `${path}/redemptions`, {
      member: draw.pick(volunteers), counter: 'main', authorisation: 'signature', lines: [{ sku: draw.pick(GOODS).sku, pieces: 1 }]
    })
    // Who has too few points goes home without.
    if (redeemed.status === 201) made.redemptions++
  }
  for (let at = 0; at < GIFTS_A_MONTH; at++) {
    const [from, to] = draw.several(volunteers, 2)
    const given = await staff.clerk.send('POST', `${path}/gifts`, { from, to, points: '5.00', authorisation: 'signature' })
    if (given.status === 201) made.gifts++
  }
}

/** Each team serves once a quarter, as a group. */
export async function serveAsTeams(scene: Scene, month: number): Promise<void> {
  const { staff, path, made, draw, clock } = scene
  const serviceDate = dayOf(scene, month, 29)
  clock.advanceTo(serviceDate, 18 * 60)
  for (const [index, { team }] of TEAMS.entries()) {
    if (month % 3 !== index % 3) continue
    const members: { member: number; minutes: number }[] = []
    for await (const each of staff.coordinator.all(`${path}/teams/${encodeURIComponent(team)}/members`)) {
      members.push({ member: Number(each.member), minutes: draw.pick([60, 75, 90]) })
    }
    const { category } = draw.pick(CATEGORIES)
    const service = { team, category, activity: `${team}月度服务`, members, serviceDate: dayOf(scene, month, 28), evidence: 'paper_list' }
    const { serviceId } = await staff.coordinator.post(`${path}/team-services`, service)
    await staff.approver.post(`${path}/team-services/${String(serviceId)}/approval`, {})
    made.teamServices++
  }
}
