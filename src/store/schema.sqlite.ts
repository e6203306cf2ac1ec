import { sqliteKit } from './columns.sqlite.ts'
import { defineTables } from './tables.ts'

/** What drizzle-kit generates SQLite's migrations from. */
export const {
  area, community, person, member, card, pin, relation, proxy, proxyUse, consent, unfinishedWork,
  user, session, signInAccount, verification, twoFactor, assignment, apiKey, accessLog, vaultKey,
  good, serviceRecord, importRun, importRow, note, requestKey,
  team, teamMembership, awardRule, certificate, starSetting, star,
  hoursRecord, approvalRun, recordSetting
} = defineTables(sqliteKit)
