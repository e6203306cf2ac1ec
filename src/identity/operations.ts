import type { OperationRule } from './operation-rule.ts'
import { ATTENDANCE_OPERATIONS } from './operations-attendance.ts'
import { BOOK_OPERATIONS } from './operations-books.ts'
import { COMMUNITY_OPERATIONS } from './operations-community.ts'
import { IDENTITY_OPERATIONS } from './operations-identity.ts'
import { OUTCOME_OPERATIONS } from './operations-outcomes.ts'
import { PEOPLE_OPERATIONS } from './operations-people.ts'
import { PLANNING_OPERATIONS } from './operations-planning.ts'
import { RECORD_OPERATIONS } from './operations-records.ts'
import { TEAM_OPERATIONS } from './operations-teams.ts'

/**
 * Which role may do what: one rule for each operation, by the operationId of its route. Routes name an operation, never a
 * role; a route under /v1 without a rule here keeps the service from starting.
 */
export const OPERATIONS: Readonly<Record<string, OperationRule>> = {
  ...ATTENDANCE_OPERATIONS,
  ...BOOK_OPERATIONS,
  ...COMMUNITY_OPERATIONS,
  ...IDENTITY_OPERATIONS,
  ...OUTCOME_OPERATIONS,
  ...PEOPLE_OPERATIONS,
  ...PLANNING_OPERATIONS,
  ...RECORD_OPERATIONS,
  ...TEAM_OPERATIONS
}
