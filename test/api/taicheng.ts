import { readFileSync } from 'node:fs'
import type { Test } from 'tap'
import { taichengFile } from '../taicheng-files.ts'
import { type Answer, openApp, type TestApp } from './app.ts'

export const POLICY = JSON.parse(readFileSync(taichengFile('policy.json'), 'utf8')) as object

/** Throws where something was refused, so that a test never begins on half a scene. */
export function done(answer: Answer): Answer {
  if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`)
  return answer
}

/** Taicheng with its policy, two members (1: 100 points and 600 minutes; 2: nothing) and toothpaste at 15.00 a piece. */
export async function openTaicheng(t: Test, options: Parameters<typeof openApp>[1] = {}): Promise<TestApp> {
  const test = await openApp(t, options)
  done(await test.post('/communities', { communityId: 'taicheng', name: '台城花园社区' }))
  done(await test.post('/communities/taicheng/policies', { from: '2025-01-01', policy: POLICY }))
  done(await test.post('/communities/taicheng/members', { card: 'TC100001', name: '夏红浩', phone: '15404409081' }))
  done(await test.post('/communities/taicheng/members', { card: 'TC100002', name: '李福' }))
  done(await test.post('/communities/taicheng/hours', { member: 1, category: '科普宣传', minutes: 480, serviceDate: '2025-03-01' }))
  done(await test.post('/communities/taicheng/hours', { member: 1, category: '科普宣传', minutes: 120, serviceDate: '2025-03-02' }))
  return test
}
