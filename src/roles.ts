/** What people and programs may be in a part of the tree. A role is inherited downwards: area, community, member. */
export const ROLES = ['administrator', 'coordinator', 'approver', 'clerk', 'auditor', 'manager', 'partner', 'resident', 'program'] as const
export type Role = (typeof ROLES)[number]
