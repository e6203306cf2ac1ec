import { postgresKit } from './columns.postgres.ts'
import { defineTables } from './tables.ts'

/** What drizzle-kit generates PostgreSQL's migrations from. */
export const {
  roster, shift, shiftTurn, shiftSwap, absence, visitPlan, careVisit, checkInSetting, presence, attendanceSheet,
  hoursRecord, approvalRun, recordSetting,
  serviceField, serviceCategory, brand, activity, signUp, post, postClaim, listEntry, listLink,
  notice, webhook, webhookDelivery,
  team, teamMembership, awardRule, teamService, certificate, starSetting, star,
  area, community, person, formerPerson, member, card, pin, relation, proxy, proxyUse, consent, unfinishedWork,
  user, session, signInAccount, verification, twoFactor, signInTry, assignment, apiKey, accessLog, vaultKey,
  good, serviceRecord, importRun, importRow, note, requestKey
} = defineTables(postgresKit)
