import { type Refusal, refuse } from '../refusal.ts'
import type { Policy } from './content.ts'
import { EVIDENCE, type Evidence } from './earning-parameters.ts'
import { balanceCapOf, isCategory, minutesWithin, pointsForMinutes } from './minutes.ts'
import { countRecord } from './count-record.ts'
import type { HonoraryReason, Step } from './steps.ts'
import { NOTHING_USED, type Usage } from './usage.ts'
import { type LotDates, lotStart, validThrough } from './validity.ts'

/** What only people's records know of a service. What is absent is not known, and not held against anybody. */
export interface ServiceFacts {
  ageYears?: number | undefined
  withGuardian?: boolean | undefined
  paidInDutyHours?: boolean | undefined
  servedOwnRelative?: boolean | undefined
  joinedOn?: string | undefined
  /** Volunteered as a group. */
  asGroup?: boolean | undefined
  /** A complaint was upheld that takes the points and leaves the hours. */
  complaintUpheld?: boolean | undefined
}

export interface ServiceRecord extends ServiceFacts {
  category: string
  /** 1 to 1440. */
  minutes: number
  serviceDate: string
  backfilled: boolean
  evidence: Evidence
}

/** What a member has when the points arrive; whole hundredths. */
export interface Standing {
  toRecover: number
  /** What the balance cap counts. */
  counted: number
}

export interface Circumstances {
  usage?: Usage
  standing?: Standing
  /** When and where it is booked; the service date where absent. */
  dates?: Omit<LotDates, 'serviceDate'>
  /** The day it is; points whose last day is before it are born expired. Not asked where absent. */
  today?: string | undefined
  /** Somebody was asked about points that are born expired, and wants them posted all the same. */
  expiredAccepted?: boolean | undefined
}

/** What a record comes to. Minutes add up to those served, points to `points`. */
export interface Evaluation {
  /** The whole record is honorary, for what it is and not for being over a cap. */
  honorary: boolean
  verifiedMinutes: number
  honoraryMinutes: number
  /** What becomes the member's points, or was donated by a group. */
  convertibleMinutes: number
  coefficient: string
  /** All that is issued, in whole hundredths: against what is to be recovered, to the member, to the donation pool. */
  points: number
  recoveredPoints: number
  memberPoints: number
  poolPoints: number
  expiresOn: string
  steps: Step[]
}

/**
 * One record by one policy. Pure: what the day, the month, the activity and the balance have used is told.
 *
 * Refusals, in order: unknown_category, before_joining, minor_without_guardian, too_young, evidence_missing, record_cap,
 * activity_cap, day_cap, month_cap, points_born_expired.
 */
export function evaluate(policy: Policy, record: ServiceRecord, circumstances: Circumstances = {}): Evaluation | Refusal {
  const refusal = mayNotEarn(policy, record)
  if (refusal) return refusal
  const steps: Step[] = [{ step: 'served', minutes: record.minutes }]
  const because = honoraryReason(policy, record)
  const counted = because ? undefined : countRecord(policy, record.minutes, circumstances.usage ?? NOTHING_USED)
  if (counted && 'refused' in counted) return counted
  if (because) steps.push({ step: 'honorary', minutes: record.minutes, because })
  else steps.push(...(counted?.steps ?? []))

  const { pointsPerHour } = policy.earning
  const coefficient = policy.earning.categoryCoefficients[record.category] as string
  const state: Sharing = {
    convertibleMinutes: counted?.keptMinutes ?? 0,
    honoraryMinutes: because ? record.minutes : Math.min(record.minutes, counted?.honoraryMinutes ?? 0),
    pool: 0, recovered: 0, member: 0
  }
  const formula = (minutes: number, to: 'member' | 'donation_pool'): number => {
    const points = pointsForMinutes(policy, { category: record.category, convertibleMinutes: minutes })
    if (minutes > 0) steps.push({ step: 'points', pointsPerHour, coefficient, minutes, points, to })
    return points
  }
  const earned = formula(state.convertibleMinutes, 'member')
  state.pool = formula(counted?.pooledMinutes ?? 0, 'donation_pool')
  share(policy, record, { earned, state, steps, standing: circumstances.standing })

  const dates = { serviceDate: record.serviceDate, businessDate: record.serviceDate, approvalDate: record.serviceDate, ...circumstances.dates }
  const start = lotStart(policy, dates)
  const expiresOn = validThrough(policy, start)
  const { today, expiredAccepted } = circumstances
  if (state.member > 0 && today !== undefined && expiresOn < today && !expiredAccepted) return refuse('points_born_expired', { value: expiresOn })
  if (state.member > 0) steps.push({ step: 'valid', start, through: expiresOn })
  return {
    honorary: because !== undefined,
    verifiedMinutes: record.minutes - state.honoraryMinutes,
    honoraryMinutes: state.honoraryMinutes,
    convertibleMinutes: state.convertibleMinutes,
    coefficient,
    points: state.recovered + state.member + state.pool,
    recoveredPoints: state.recovered,
    memberPoints: state.member,
    poolPoints: state.pool,
    expiresOn,
    steps
  }
}

function mayNotEarn(policy: Policy, record: ServiceRecord): Refusal | undefined {
  const { minimumAgeYears, minorsWithGuardian, servicesBeforeJoining, withoutEvidence } = policy.earning
  const { category, serviceDate, joinedOn, ageYears } = record
  if (!isCategory(policy, category)) return refuse('unknown_category', { category })
  if (servicesBeforeJoining === 'refused' && joinedOn !== undefined && serviceDate < joinedOn) {
    return refuse('before_joining', { value: serviceDate, joined: joinedOn })
  }
  if (ageYears !== undefined && ageYears < minimumAgeYears) {
    if (!minorsWithGuardian) return refuse('too_young', { age: minimumAgeYears })
    if (record.withGuardian !== true) return refuse('minor_without_guardian', { age: minimumAgeYears })
  }
  if (withoutEvidence === 'refused' && !hasEvidence(policy, record.evidence)) return refuse('evidence_missing', { evidence: policy.earning.evidenceRequired })
  return undefined
}

function hasEvidence({ earning }: Policy, evidence: Evidence): boolean {
  return EVIDENCE.indexOf(evidence) >= EVIDENCE.indexOf(earning.evidenceRequired)
}

function honoraryReason(policy: Policy, record: ServiceRecord): HonoraryReason | undefined {
  const { backfilledHoursConvert, paidStaffInDutyHoursEarn, ownRelativesEarn } = policy.earning
  if (record.complaintUpheld) return 'complaint'
  if (record.backfilled && !backfilledHoursConvert) return 'backfill'
  if (!hasEvidence(policy, record.evidence)) return 'evidence'
  if (record.paidInDutyHours && !paidStaffInDutyHoursEarn) return 'paid_staff'
  if (record.servedOwnRelative && !ownRelativesEarn) return 'own_relative'
  return undefined
}

interface Sharing {
  convertibleMinutes: number
  honoraryMinutes: number
  pool: number
  recovered: number
  member: number
}

interface ToShare {
  earned: number
  state: Sharing
  steps: Step[]
  standing: Standing | undefined
}

/** Who gets the points: what a group may only donate goes to the pool; else recovery, the member up to the balance cap, the rest. */
function share(policy: Policy, record: ServiceRecord, { earned, state, steps, standing }: ToShare): void {
  if (record.asGroup && policy.earning.groupHours === 'donated') {
    state.pool += earned
    if (earned > 0) steps.push({ step: 'group_donated', points: earned })
    return
  }
  const toRecover = standing?.toRecover ?? 0
  state.recovered = Math.min(earned, toRecover)
  const rest = earned - state.recovered
  const cap = standing ? balanceCapOf(policy) : null
  const counted = standing?.counted ?? 0
  state.member = cap === null ? rest : Math.min(rest, Math.max(0, cap - counted))
  const over = rest - state.member
  const { balanceExcessGoesTo } = policy.earning
  const honoraryMinutes = over > 0 && balanceExcessGoesTo === 'honorary_minutes' ? keepWithin(policy, record, state) : 0
  if (over > 0 && balanceExcessGoesTo === 'donation_pool') state.pool += over
  if (state.recovered > 0) steps.push({ step: 'recovered', points: state.recovered, toRecover })
  if (over > 0 && cap !== null) {
    steps.push({ step: 'balance_cap', cap, counted, points: rest, kept: state.member, excessGoesTo: balanceExcessGoesTo, honoraryMinutes })
  }
}

/** Only so many minutes convert as their points find room; the others stay, as honorary ones. Returns how many those are. */
function keepWithin(policy: Policy, { category, minutes }: ServiceRecord, state: Sharing): number {
  const { convertibleMinutes } = state
  const kept = minutesWithin(policy, { category, convertibleMinutes, hundredths: state.recovered + state.member })
  const points = pointsForMinutes(policy, { category, convertibleMinutes: kept })
  const honoraryMinutes = Math.min(convertibleMinutes - kept, minutes - state.honoraryMinutes)
  state.convertibleMinutes = kept
  state.honoraryMinutes += honoraryMinutes
  state.recovered = Math.min(state.recovered, points)
  state.member = points - state.recovered
  return honoraryMinutes
}

/** What the words on a record say of its evidence; words of the counter and the sheet in both languages. */
const EVIDENCE_WORDS: Record<string, Evidence> = {
  check_in: 'check_in', 签到: 'check_in', code: 'check_in', card: 'check_in',
  check_in_and_out: 'check_in_and_out', 签到签退: 'check_in_and_out',
  paper_list: 'paper_list', list: 'paper_list', sheet: 'paper_list', 纸质名单: 'paper_list', 签到表: 'paper_list', 名单: 'paper_list'
}

/** The evidence that a code stands for; a code that says nothing of presence is none. */
export function evidenceOf(code: string | null | undefined): Evidence {
  return Object.hasOwn(EVIDENCE_WORDS, code ?? '') ? (EVIDENCE_WORDS[code ?? ''] as Evidence) : 'none'
}
