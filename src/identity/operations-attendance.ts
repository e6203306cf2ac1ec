import { inCommunity, type OperationRule, ofMember } from './operation-rule.ts'
import type { Role } from '../roles.ts'
import { COUNTER, DESK, FRONT, OVERVIEW } from './role-groups.ts'

/** Who is in need is known to those whose work it is, and to who visits. */
const CARE: Role[] = ['administrator', 'coordinator']
const CARE_OR_SELF: Role[] = [...CARE, 'resident']
const SELF: Role[] = [...DESK, 'resident']

/** Rosters, visits to people in need, and who came. */
export const ATTENDANCE_OPERATIONS = {
  planRoster: inCommunity('change', DESK),
  listRosters: inCommunity('read', FRONT),
  readRoster: inCommunity('read', FRONT),
  changeRoster: inCommunity('change', DESK),
  generateShifts: inCommunity('change', DESK),
  planShift: inCommunity('change', DESK),
  listShifts: inCommunity('read', FRONT),
  readShift: inCommunity('read', FRONT),
  cancelShift: inCommunity('change', DESK),
  assignTurn: inCommunity('change', DESK),
  listMemberShifts: ofMember('read', [...FRONT, 'resident']),
  askSwap: ofMember('change', SELF),
  listSwaps: ofMember('read', [...FRONT, 'resident']),
  answerSwap: ofMember('change', SELF),
  addAbsence: ofMember('change', SELF),
  listAbsences: ofMember('read', [...FRONT, 'resident']),
  endAbsence: ofMember('change', SELF),

  addVisitPlan: inCommunity('change', CARE),
  listVisitPlans: inCommunity('read', CARE),
  readVisitPlan: inCommunity('read', CARE),
  changeVisitPlan: inCommunity('change', CARE),
  endVisitPlan: inCommunity('change', CARE),
  listDueVisits: inCommunity('read', CARE),
  listEscalatedVisits: inCommunity('read', [...CARE, 'manager']),
  summarizeVisits: inCommunity('read', OVERVIEW),
  listVisitsReceived: inCommunity('read', CARE),
  listOwnDueVisits: ofMember('read', CARE_OR_SELF),
  recordVisitOutcome: inCommunity('change', CARE),
  recordOwnVisitOutcome: ofMember('change', CARE_OR_SELF),
  recordVisitOutcomes: inCommunity('change', CARE),
  settleEscalation: inCommunity('change', [...CARE, 'manager']),
  advanceVisits: inCommunity('change', DESK),

  showCheckInCode: inCommunity('read', COUNTER),
  drawCheckInCode: inCommunity('read', COUNTER),
  putCheckInSettings: inCommunity('change', DESK),
  // That the member is responsible is for the use case to know.
  showOwnCheckInCode: ofMember('read', SELF),
  drawOwnCheckInCode: ofMember('read', SELF),
  checkIn: inCommunity('change', COUNTER),
  checkOut: inCommunity('change', COUNTER),
  // By the code that is shown on the spot, nobody checks in for another.
  checkInByCode: ofMember('change', ['resident']),
  checkOutByCode: ofMember('change', ['resident']),
  recordAttendance: inCommunity('change', DESK),
  recordOwnAttendance: ofMember('change', ['resident']),
  listPresences: inCommunity('read', FRONT),
  readPresence: inCommunity('read', FRONT),
  listMemberPresences: ofMember('read', [...FRONT, 'resident']),
  correctPresence: inCommunity('change', DESK),
  closeForgottenCheckOuts: inCommunity('change', DESK)
} satisfies Record<string, OperationRule>
