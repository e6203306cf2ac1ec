/** What people and programs may be in a part of the tree. A role is inherited downwards: area, community, member. */
export const ROLES = ['administrator', 'coordinator', 'approver', 'clerk', 'auditor', 'manager', 'partner', 'resident', 'program'] as const
export type Role = (typeof ROLES)[number]

/** Where a role holds: the whole service, a district or subdistrict and all below it, or one community. */
export type Scope = { scope: 'service' } | { scope: 'area'; areaId: string } | { scope: 'community'; communityId: string }

export type Assignment = { role: Role } & Scope
