import type { TestApp } from '../../api/app.ts'
import { done } from '../../api/taicheng.ts'
import { C } from '../../communities/people-scene.ts'

/** A Wednesday afternoon, six days after the moment at which tests begin. */
export const PLAN = {
  title: '周三陪护', place: '社区活动室', category: '老人陪护', date: '2025-03-26', startMinute: 840, endMinute: 960, responsible: { member: 1 }, expectedMinutes: 120
}

/** An activity that people may sign up for, unless its state is told. */
export async function openActivity(scene: TestApp, more: object = {}, state: 'planned' | 'open' = 'open'): Promise<string> {
  const activityId = String(done(await scene.post(`${C}/activities`, { ...PLAN, ...more })).body.activityId)
  if (state === 'open') done(await scene.post(`${C}/activities/${activityId}/state`, { state: 'open' }))
  return activityId
}

/** Registers grown-up members until there are so many. */
export async function moreMembers({ post }: TestApp, many: number): Promise<void> {
  for (let number = 3; number <= many; number++) {
    done(await post(`${C}/members`, { name: `成员${number}`, birthDate: '1980-05-01', card: `TC9000${String(number).padStart(2, '0')}` }))
  }
}
