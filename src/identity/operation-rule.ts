import type { Role } from '../roles.ts'

/**
 * What an operation is about, and so whose role counts.
 * `public`: anyone; `account`: whoever is signed in, about themselves or what they may see anyway; `service`: a role in the
 * whole service; `level`: a role anywhere, for what lies within its place, which the use case sees to; `area`, `community`: a
 * role there or above; `member`: the same, and the resident whom it is about.
 */
export type OperationScope = 'public' | 'account' | 'service' | 'level' | 'area' | 'community' | 'member'

/**
 * What an operation does, and so what the access log keeps of it. `read`: nothing; `view`: personal data is shown in full;
 * `export`; `change`: outside the journal; `posting`: nothing either, since the journal itself names who did it.
 */
export type OperationDeed = 'read' | 'view' | 'export' | 'change' | 'posting'

export interface OperationRule {
  scope: OperationScope
  does: OperationDeed
  /** Empty where the scope alone decides. */
  roles: readonly Role[]
  /** `always`: refused without a `reason`. `sometimes`: its use case says when, as for a reversal after the day. */
  reason?: 'always' | 'sometimes'
  /** Whoever did the step before must not do this one; its use case knows who that was. */
  secondPerson?: true
  /** Who of the roles may do it on another day and to what others recorded; the rest undo what they did today themselves. */
  late?: readonly Role[]
  /** Goes on in a community that was archived, though it changes something: what people may ask for at any time. */
  evenArchived?: true
  /** Allowed while a first password is still to be changed. */
  beforePasswordChange?: true
}

type More = Pick<OperationRule, 'reason' | 'secondPerson' | 'late' | 'evenArchived' | 'beforePasswordChange'>

const ruleOf =
  (scope: OperationScope) =>
  (does: OperationDeed, roles: readonly Role[] = [], more: More = {}): OperationRule => ({ scope, does, roles, ...more })

export const anyone = ruleOf('public')
export const signedIn = ruleOf('account')
export const inService = ruleOf('service')
export const onLevel = ruleOf('level')
export const inArea = ruleOf('area')
export const inCommunity = ruleOf('community')
export const ofMember = ruleOf('member')
