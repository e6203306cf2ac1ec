import type { Test } from 'tap'
import { isIdNumber } from '../../src/communities/id-number.ts'
import type { TestApp } from '../api/app.ts'
import { openTaicheng } from '../api/taicheng.ts'
import { migratedDatabase, testDialects } from '../postgres.ts'

export const C = '/communities/taicheng'

/** Runs a test on Taicheng (members 1 and 2) over each kind of database. */
export function onEachDatabase(t: Test, name: string, work: (t: Test, scene: TestApp) => Promise<void>): void {
  for (const dialect of testDialects()) {
    t.test(`${name} (${dialect})`, async (t) => {
      const scene = dialect === 'sqlite' ? await openTaicheng(t) : await openTaicheng(t, { database: await migratedDatabase(t) })
      await work(t, scene)
    })
  }
}

/** An ID number of a birth date, with the right check digit. */
export function idNumberOf(birthDate: string, order = '123'): string {
  const start = `320102${birthDate.replaceAll('-', '')}${order}`
  const found = [...'0123456789X'].map((check) => start + check).find(isIdNumber)
  if (found === undefined) throw new Error(`no ID number of ${birthDate}`)
  return found
}
