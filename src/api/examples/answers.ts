import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../package-root.ts'

/** What the service answered to a request of the tour, as a test recorded it and proves it again. */
export interface TourAnswer {
  status: number
  type: string
  /** JSON, or the text of a file. */
  body: unknown
}

export const ANSWERS_FILE = join('src', 'api', 'examples', 'answers.json')

export function readAnswers(): Record<string, TourAnswer> {
  return JSON.parse(readFileSync(join(packageRoot(), ANSWERS_FILE), 'utf8')) as Record<string, TourAnswer>
}
