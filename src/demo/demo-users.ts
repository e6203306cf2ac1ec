import type { Service } from '../communities/communities.ts'
import { createUser } from '../identity/create-user.ts'
import type { Assignment } from '../identity/roles.ts'
import { setPin } from '../identity/set-pin.ts'
import { openUserBook } from '../identity/user-book.ts'
import { accepted } from './accepted.ts'

const inTaicheng = { scope: 'community', communityId: 'taicheng' } as const

/** Everybody knows it: a service with the demo's users is served with `--demo` alone, and on this machine. */
export const DEMO_PASSWORD = 'timebank-demo'

export const DEMO_USERS: { name: string; assignment: Assignment }[] = [
  { name: 'admin', assignment: { role: 'administrator', scope: 'service' } },
  { name: 'coordinator', assignment: { role: 'coordinator', ...inTaicheng } },
  { name: 'approver', assignment: { role: 'approver', ...inTaicheng } },
  { name: 'clerk', assignment: { role: 'clerk', ...inTaicheng } },
  { name: 'auditor', assignment: { role: 'auditor', ...inTaicheng } },
  { name: 'manager', assignment: { role: 'manager', ...inTaicheng } }
]

/** 李福, who signs in with card and PIN. */
export const DEMO_RESIDENT = { communityId: 'taicheng', member: 2, card: 'TC100002', pin: '528491' }

/** Users to try every role with. */
export async function createDemoUsers(service: Service): Promise<void> {
  const book = openUserBook(service)
  for (const { name, assignment } of DEMO_USERS) {
    const { role: _, ...level } = assignment
    accepted(await createUser(book, { name, kind: 'staff', level, roles: [assignment], by: 'demo', password: DEMO_PASSWORD, demo: true }))
  }
  const { communityId, member, pin } = DEMO_RESIDENT
  accepted(await setPin(book, { communityId, member, pin, by: 'demo' }))
}
