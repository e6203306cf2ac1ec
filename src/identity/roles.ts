import type { Role } from '../roles.ts'

/** Where a role holds: the whole service, a district or subdistrict and all below it, or one community. */
export type Scope = { scope: 'service' } | { scope: 'area'; areaId: string } | { scope: 'community'; communityId: string }

export type Assignment = { role: Role } & Scope
