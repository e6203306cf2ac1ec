import type { Role } from '../roles.ts'

/** Where a role holds: the whole service, a district or subdistrict and all below it, or one community. */
export type Scope = { scope: 'service' } | { scope: 'area'; areaId: string } | { scope: 'community'; communityId: string }

export type Assignment = { role: Role } & Scope

/** A scope as tables hold it: its kind, and the area or community, empty for the whole service. */
export function scopeOf(scope: string, scopeId: string): Scope {
  if (scope === 'area') return { scope, areaId: scopeId }
  return scope === 'community' ? { scope, communityId: scopeId } : { scope: 'service' }
}

export function idOf(scope: Scope): string {
  if (scope.scope === 'area') return scope.areaId
  return scope.scope === 'community' ? scope.communityId : ''
}

export function isSamePlace(one: Scope, other: Scope): boolean {
  return one.scope === other.scope && idOf(one) === idOf(other)
}
