import { ROLES, type Role } from '../roles.ts'

/** Roles that go together in the rules of several operations. */
export const EVERYONE: readonly Role[] = ROLES
/** Who keeps the books and registers of a community day by day; a program does what its key names. */
export const DESK: readonly Role[] = ['administrator', 'coordinator', 'program']
export const COUNTER: readonly Role[] = ['administrator', 'coordinator', 'clerk', 'program']
/** Who meets residents and must tell them apart. Managers see figures, not people. */
export const FRONT: readonly Role[] = ['administrator', 'coordinator', 'approver', 'clerk', 'auditor', 'program']
/** Who sees what single members have. */
export const READERS: readonly Role[] = ['administrator', 'coordinator', 'approver', 'auditor', 'program']
/** Who sees figures, and nobody's name. */
export const OVERVIEW: readonly Role[] = [...READERS, 'manager']
/** Who knows people's circumstances and looks after them. */
export const CASEWORK: readonly Role[] = ['administrator', 'coordinator']
/** Who looks after people or sees to it that others do it well. */
export const SUPERVISION: readonly Role[] = [...CASEWORK, 'approver', 'auditor']
/** Who corrects, and decides on what others recorded. */
export const SUPERVISORS: readonly Role[] = [...CASEWORK, 'approver']
/** Who sees who did what. */
export const AUDIT: readonly Role[] = ['administrator', 'auditor']
export const OVERSIGHT: readonly Role[] = [...AUDIT, 'manager']
