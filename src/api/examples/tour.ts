import { ACCESS } from './tour-access.ts'
import { ATTENDANCE } from './tour-attendance.ts'
import { BOOKS } from './tour-books.ts'
import { CORRECTIONS } from './tour-corrections.ts'
import { GOODS } from './tour-goods.ts'
import { IDENTITY } from './tour-identity.ts'
import { OUTCOMES } from './tour-outcomes.ts'
import { PEOPLE } from './tour-people.ts'
import { PERSONS } from './tour-persons.ts'
import { PLANNING } from './tour-planning.ts'
import { RECORDS } from './tour-records.ts'
import type { TourRequest } from './tour-request.ts'
import { TEAMS } from './tour-teams.ts'
import { TREE } from './tour-tree.ts'

/**
 * A morning in Taicheng, from an empty database on: the requests in their order. They are the examples of the OpenAPI
 * document, and a test sends every one of them.
 */
export const TOUR: TourRequest[] = [
  ...PEOPLE, ...GOODS, ...CORRECTIONS, ...BOOKS, ...ACCESS, ...TREE, ...IDENTITY, ...PERSONS, ...RECORDS, ...PLANNING, ...ATTENDANCE, ...TEAMS, ...OUTCOMES
]
