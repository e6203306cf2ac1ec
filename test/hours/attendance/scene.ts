import type { Answer, TestApp } from '../../api/app.ts'
import { done } from '../../api/taicheng.ts'

export const C = '/communities/taicheng'

/** Who asks as the member of that number. */
export const as = (member: number): Record<string, string> => ({ role: 'resident', member: `taicheng:${member}` })
export const COORDINATOR = { actor: 'coordinator', role: 'coordinator', scope: 'community:taicheng' }

/** Three more members, so that there are five. */
export async function fiveMembers({ post }: TestApp): Promise<void> {
  for (const name of ['王秀英', '陈国平', '黄美玲']) done(await post(`${C}/members`, { name }))
}

export const ROSTER = {
  title: '周三带娃', category: '科普宣传', weekdays: [3], startTime: '14:00', endTime: '17:00', startsOn: '2025-03-19', members: [1, 2, 3]
}

export async function planned({ post }: TestApp, body: object = {}): Promise<string> {
  return String(done(await post(`${C}/rosters`, { ...ROSTER, ...body })).body.rosterId)
}

export interface ShiftBody {
  shiftId: string
  serviceDate: string
  turns: { place: number; member: number; insteadOf: number | null; asked: number | null }[]
}

export const itemsOf = <Item>(answer: Answer): Item[] => done(answer).body.items as unknown as Item[]

/** Who takes which day, as `2025-03-26 1,2`. */
export async function rotaOf({ get }: TestApp, query: string): Promise<string[]> {
  return itemsOf<ShiftBody>(await get(`${C}/shifts?${query}`)).map((shift) => `${shift.serviceDate} ${shift.turns.map((turn) => turn.member).join(',')}`)
}

/** A shift of a day and times, taken by members 1 and 2. */
export async function shiftOn({ post }: TestApp, body: object = {}): Promise<string> {
  const shift = { title: '巡逻', category: '科普宣传', serviceDate: '2025-03-20', startTime: '10:00', endTime: '12:00', places: 2, members: [1, 2] }
  return String(done(await post(`${C}/shifts`, { ...shift, ...body })).body.shiftId)
}
