import { addDays } from '../clock.ts'
import type { Answer, Body } from './api-client.ts'
import { BRANDS, CATEGORIES } from './community.ts'
import { dayOf, type Scene } from './scene.ts'
import { timeText } from '../api/views/instants.ts'

/** An activity that is planned, and who will really come. */
interface Planned {
  activityId: string
  title: string
  date: string
  startMinute: number
  endMinute: number
  how: How
}

/** How it becomes known who came. */
type How = 'card' | 'code' | 'list' | 'sheet'
const HOWS: readonly How[] = ['card', 'card', 'card', 'code', 'list', 'list', 'sheet']

const CANCELLED_PERCENT = 4
const NO_SHOW_PERCENT = 7
const LATE_PERCENT = 10
const CAPACITY = 22
/** No two on the same day; the first days of a month belong to vouching for the last. */
const DAYS = Array.from({ length: 23 }, (_, index) => index + 4)
/** So many sign in on their own phones where there is a code. */
const PHONES = 4

/** The activities of one month, from being planned to having been held. */
export async function holdActivities(scene: Scene, { month, count, attendance }: { month: number; count: number; attendance: number }): Promise<void> {
  const { draw } = scene
  const days = draw.several(DAYS, count).sort((a, b) => a - b)
  const planned: Planned[] = []
  for (const [index, day] of days.entries()) planned.push(await plan(scene, { date: dayOf(scene, month, day), at: index }))
  for (const activity of planned) {
    if (draw.percent(CANCELLED_PERCENT)) {
      await scene.staff.coordinator.post(`${scene.path}/activities/${activity.activityId}/cancellation`, { reason: draw.pick(['weather', 'too_few']) })
      scene.made.cancelledActivities++
    } else {
      await hold(scene, activity, attendance)
    }
  }
}

async function plan({ staff, path, made, draw, volunteers }: Scene, { date, at }: { date: string; at: number }): Promise<Planned> {
  const { category, field } = draw.pick(CATEGORIES)
  const brand = BRANDS.find((each) => each.field === field)?.brand ?? null
  const startMinute = 60 * draw.pick([8, 9, 10, 13, 14])
  const endMinute = startMinute + draw.pick([60, 90, 120, 150, 180])
  const title = `${category}·${date.slice(5)}第${at + 1}场`
  const activity = await staff.coordinator.post(`${path}/activities`, {
    title, place: '社区活动室', category, brand, date, startMinute, endMinute, capacity: CAPACITY, responsible: { member: draw.pick(volunteers) }, expectedMinutes: endMinute - startMinute
  })
  await staff.coordinator.post(`${path}/activities/${String(activity.activityId)}/state`, { state: 'open' })
  made.activities++
  return { activityId: String(activity.activityId), title, date, startMinute, endMinute, how: draw.pick(HOWS) }
}

async function hold(scene: Scene, activity: Planned, attendance: number): Promise<void> {
  const { staff, path, made, draw, clock } = scene
  clock.advanceTo(addDays(activity.date, -1), 10 * 60)
  const coming = await signUp(scene, activity, attendance)
  const came = coming.filter(() => !draw.percent(NO_SHOW_PERCENT))
  made.noShows += coming.length - came.length
  await attend(scene, activity, came)
  await staff.coordinator.post(`${path}/activities/${activity.activityId}/state`, { state: 'held' })
}

/** A few more sign up than there are places; some withdraw, and who waits moves up. */
async function signUp({ staff, path, made, draw, volunteers }: Scene, { activityId }: Planned, attendance: number): Promise<number[]> {
  const { coordinator } = staff
  const asked = draw.several(volunteers, attendance + draw.between(0, 4))
  const signUps: Body[] = []
  for (const member of asked) signUps.push(await coordinator.post(`${path}/members/${member}/sign-ups`, { activityId }))
  made.signUps += signUps.length
  const withdrawn = signUps[0]
  if (withdrawn && draw.percent(30)) await coordinator.post(`${path}/members/${Number(withdrawn.member)}/sign-ups/${String(withdrawn.signUpId)}/cancellation`, {})
  const coming: number[] = []
  for await (const each of coordinator.all(`${path}/activities/${activityId}/sign-ups?state=signed_up`)) {
    coming.push(Number(each.member))
    if (each.movedUpAt !== null) made.movedUp++
  }
  return coming
}

async function attend(scene: Scene, activity: Planned, came: number[]): Promise<void> {
  const { draw, made } = scene
  const times = came.map((member) => ({
    member,
    from: activity.startMinute + (draw.percent(LATE_PERCENT) ? draw.between(5, 20) : 0),
    to: activity.endMinute - (draw.percent(LATE_PERCENT) ? draw.between(5, 20) : 0)
  }))
  const note = (how: How, recorded: number): void => {
    made.participations += recorded
    made.participationsByMethod[how] = (made.participationsByMethod[how] ?? 0) + recorded
  }
  const phones = activity.how === 'code' ? times.slice(0, PHONES) : []
  const others = times.slice(phones.length)
  if (activity.how === 'card') {
    note('card', await check(scene, activity, others, scanCard))
  } else {
    if (phones.length > 0) note('code', await check(scene, activity, phones, enterCode))
    note(activity.how === 'sheet' ? 'sheet' : 'list', await enterList(scene, activity, others))
  }
}

interface Attended {
  member: number
  from: number
  to: number
}

type Check = (scene: Scene, activity: Planned, member: number, way: 'check-ins' | 'check-outs') => Promise<Answer>

/** Everybody comes and goes at a time of their own. */
async function check(scene: Scene, activity: Planned, times: readonly Attended[], how: Check): Promise<number> {
  const steps = times.flatMap(({ member, from, to }) => [
    { member, minute: from, way: 'check-ins' as const },
    { member, minute: to, way: 'check-outs' as const }
  ])
  const out = new Set<number>()
  for (const { member, minute, way } of steps.sort((a, b) => a.minute - b.minute)) {
    scene.clock.advanceTo(activity.date, minute)
    const answer = await how(scene, activity, member, way)
    // Who is still checked in elsewhere is not let in; there is nothing to check out of then.
    if (way === 'check-outs' && answer.status === 200 && (answer.body.recordIds as unknown as string[]).length > 0) out.add(member)
  }
  return out.size
}

function scanCard({ staff, path, cards }: Scene, { activityId }: Planned, member: number, way: string): Promise<Answer> {
  return staff.clerk.send('POST', `${path}/${way}`, { purpose: 'activity', purposeId: activityId, card: cards.get(member) })
}

/** From a phone, with the code that is shown on the spot. */
async function enterCode(scene: Scene, { activityId }: Planned, member: number, way: string): Promise<Answer> {
  const { staff, path, pins, cards } = scene
  const pin = String(700_000 + member * 37).slice(0, 6)
  if (!pins.has(member)) {
    await staff.clerk.put(`${path}/members/${member}/pin`, { pin })
    pins.add(member)
  }
  const resident = await scene.signIn(cards.get(member) ?? '', pin)
  const { code } = await staff.coordinator.get(`${path}/check-in-codes/activity/${activityId}`)
  return resident.send('POST', `${path}/members/${member}/${way}`, { purpose: 'activity', purposeId: activityId, code })
}

/** From the list that the coordinator ticked, or the sheet that everybody signed. */
async function enterList({ staff, path, clock }: Scene, { activityId, date, endMinute, how }: Planned, times: readonly Attended[]): Promise<number> {
  if (times.length === 0) return 0
  clock.advanceTo(date, endMinute + 30)
  const rows = times.map(({ member, from, to }) => ({ member, from: timeText(from), to: timeText(to) }))
  const sheet = how === 'sheet' ? { method: 'sheet', attachments: 1 } : { method: 'list' }
  const { rows: outcomes } = await staff.coordinator.post(`${path}/attendance-lists`, { purpose: 'activity', purposeId: activityId, rows, ...sheet })
  return (outcomes as unknown as { refusal?: string }[]).filter(({ refusal }) => refusal === undefined).length
}
