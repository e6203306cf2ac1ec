import { BOOKS } from './tour-books.ts'
import { CORRECTIONS } from './tour-corrections.ts'
import { GOODS } from './tour-goods.ts'
import { IDENTITY } from './tour-identity.ts'
import { PEOPLE } from './tour-people.ts'
import type { TourRequest } from './tour-request.ts'

/**
 * A morning in Taicheng, from an empty database on: the requests in their order. They are the examples of the OpenAPI
 * document, and a test sends every one of them.
 */
export const TOUR: TourRequest[] = [...PEOPLE, ...GOODS, ...CORRECTIONS, ...BOOKS, ...IDENTITY]
