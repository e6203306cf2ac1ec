import { ACTIVITY_ID as SHIFT_ID, CODE, ENTRY_ID, MADE_ID, T, type TourRequest } from './tour-request.ts'

const SHIFT = { purpose: 'shift', purposeId: SHIFT_ID }

/** Neighbours who take turns, visits to those in need, and who came. */
const TURNS: TourRequest[] = [
  {
    name: 'roster', operationId: 'planRoster', summary: '每周三轮流带娃 · Minding children in turn on Wednesdays',
    path: `${T}/rosters`,
    body: { title: '周三带娃', category: '文体活动', weekdays: [3], startTime: '14:00', endTime: '17:00', startsOn: '2025-03-26', members: [3, 1] }, makes: 'rosterId'
  },
  {
    name: 'bad_pattern', operationId: 'planRoster', summary: '同一人排了两次 · One person twice in the turn',
    path: `${T}/rosters`,
    body: { title: '周三带娃', category: '文体活动', weekdays: [3], startTime: '14:00', endTime: '17:00', startsOn: '2025-03-26', members: [3, 3] }
  },
  { name: 'rosters', operationId: 'listRosters', summary: '轮值表 · Rosters', path: `${T}/rosters` },
  { name: 'readRoster', operationId: 'readRoster', summary: '一个轮值表 · One roster', path: `${T}/rosters/${MADE_ID}` },
  {
    name: 'changedRoster', operationId: 'changeRoster', summary: '由 1 号负责 · Member 1 is responsible',
    path: `${T}/rosters/${MADE_ID}`, method: 'PATCH', body: { responsible: 1 }
  },
  {
    name: 'absence', operationId: 'addAbsence', summary: '4 月上旬不在家 · Away in early April',
    path: `${T}/members/1/absences`, body: { from: '2025-04-01', through: '2025-04-06' }, member: 1, makes: 'absenceId', madeAs: ENTRY_ID
  },
  { name: 'absences', operationId: 'listAbsences', summary: '请假 · Absences', path: `${T}/members/1/absences` },
  {
    name: 'generated', operationId: 'generateShifts', summary: '排到 4 月中 · Through the middle of April',
    path: `${T}/rosters/${MADE_ID}/shifts`, body: { from: '2025-03-26', through: '2025-04-16' }
  },
  {
    name: 'endedAbsence', operationId: 'endAbsence', summary: '提前回来 · Back early',
    path: `${T}/members/1/absences/${ENTRY_ID}/end`, body: {}
  },
  { name: 'shifts', operationId: 'listShifts', summary: '班次 · Shifts', path: `${T}/shifts?roster=${MADE_ID}`, makes: 'items.0.shiftId', madeAs: SHIFT_ID },
  { name: 'readShift', operationId: 'readShift', summary: '一个班次 · One shift', path: `${T}/shifts/${SHIFT_ID}` },
  {
    name: 'consent_evidence_needed', operationId: 'askSwap', summary: '代为登记须写依据 · Staff must say how they know',
    path: `${T}/members/3/shift-swaps`, body: { shiftId: SHIFT_ID, to: 1 }
  },
  {
    name: 'swap', operationId: 'askSwap', summary: '3 号请 1 号代班 · Member 3 asks member 1',
    path: `${T}/members/3/shift-swaps`, body: { shiftId: SHIFT_ID, to: 1 }, member: 3, makes: 'swapId', madeAs: ENTRY_ID
  },
  { name: 'swaps', operationId: 'listSwaps', summary: '1 号收到的请求 · What member 1 is asked', path: `${T}/members/1/shift-swaps`, member: 1 },
  {
    name: 'swapAgreed', operationId: 'answerSwap', summary: '1 号电话里同意,由社工登记 · Member 1 agreed on the phone; a coordinator enters it',
    path: `${T}/members/1/shift-swaps/${ENTRY_ID}/answer`, body: { answer: 'agree', evidence: '电话' }
  },
  { name: 'memberShifts', operationId: 'listMemberShifts', summary: '1 号的班 · The shifts of member 1', path: `${T}/members/1/shifts`, member: 1 },
  {
    name: 'turn', operationId: 'assignTurn', summary: '改由 3 号上 · Member 3 after all',
    path: `${T}/shifts/${SHIFT_ID}/turns/1`, method: 'PUT', body: { member: 3 }
  },
  {
    name: 'cancelledShift', operationId: 'cancelShift', summary: '下大雨 · Heavy rain',
    path: `${T}/shifts/${SHIFT_ID}/cancel`, body: { reason: 'weather' }
  },
  {
    name: 'shift_cancelled', operationId: 'cancelShift', summary: '已取消 · Cancelled already',
    path: `${T}/shifts/${SHIFT_ID}/cancel`, body: { reason: 'weather' }
  }
]

const PRESENCE: TourRequest[] = [
  {
    name: 'shift', operationId: 'planShift', summary: '今天上午,3 号负责 · This morning; member 3 is responsible',
    path: `${T}/shifts`,
    body: { title: '社区巡逻', category: '文体活动', serviceDate: '2025-03-20', startTime: '09:30', endTime: '11:30', responsible: 3, places: 2, members: [3] },
    makes: 'shiftId', madeAs: SHIFT_ID
  },
  {
    name: 'checkInSettings', operationId: 'putCheckInSettings', summary: '每 30 秒换码 · A new code every 30 seconds',
    path: `${T}/check-in-codes/shift/${SHIFT_ID}`, method: 'PUT', body: { rotating: true, toleranceMinutes: 30 }, makes: 'code', madeAs: CODE
  },
  {
    name: 'shownCode', operationId: 'showCheckInCode', summary: '此刻的码 · The code of this moment',
    path: `${T}/check-in-codes/shift/${SHIFT_ID}`, makes: 'code', madeAs: CODE
  },
  { name: 'drawnCode', operationId: 'drawCheckInCode', summary: '二维码 · The QR code', path: `${T}/check-in-codes/shift/${SHIFT_ID}/qr.svg` },
  {
    name: 'shownOwnCode', operationId: 'showOwnCheckInCode', summary: '负责人出示 · Shown by who is responsible',
    path: `${T}/members/3/check-in-codes/shift/${SHIFT_ID}`, member: 3
  },
  {
    name: 'drawnOwnCode', operationId: 'drawOwnCheckInCode', summary: '负责人的二维码 · The same as QR code',
    path: `${T}/members/3/check-in-codes/shift/${SHIFT_ID}/qr.svg`, member: 3
  },
  {
    name: 'not_responsible', operationId: 'showOwnCheckInCode', summary: '不是负责人 · Not responsible',
    path: `${T}/members/1/check-in-codes/shift/${SHIFT_ID}`, member: 1
  },
  {
    name: 'code_wrong', operationId: 'checkInByCode', summary: '码不对 · A wrong code',
    path: `${T}/members/1/check-ins`, body: { ...SHIFT, code: '000000000' }, member: 1
  },
  {
    name: 'checkedInByCode', operationId: 'checkInByCode', summary: '扫码签到 · Checked in by code',
    path: `${T}/members/1/check-ins`, body: { ...SHIFT, code: CODE }, member: 1
  },
  {
    name: 'already_checked_in', operationId: 'checkIn', summary: '已签到 · Checked in already',
    path: `${T}/check-ins`, body: { ...SHIFT, member: 1 }
  },
  {
    name: 'checkedOutByCode', operationId: 'checkOutByCode', summary: '扫码签退 · Checked out by code',
    path: `${T}/members/1/check-outs`, body: { ...SHIFT, code: CODE }, member: 1
  },
  {
    name: 'not_checked_in', operationId: 'checkOut', summary: '没有签到 · Not checked in',
    path: `${T}/check-outs`, body: { ...SHIFT, member: 1 }
  },
  { name: 'checkedIn', operationId: 'checkIn', summary: '点名签到 · Checked in by name', path: `${T}/check-ins`, body: { ...SHIFT, member: 3 } },
  { name: 'checkedOut', operationId: 'checkOut', summary: '点名签退 · Checked out by name', path: `${T}/check-outs`, body: { ...SHIFT, member: 3 } },
  {
    name: 'earlyShift', operationId: 'planShift', summary: '早上的一班 · An earlier shift',
    path: `${T}/shifts`,
    body: { title: '垃圾分类引导', category: '文体活动', serviceDate: '2025-03-20', startTime: '08:00', endTime: '09:00', responsible: 3, members: [1] },
    makes: 'shiftId', madeAs: SHIFT_ID
  },
  {
    name: 'attendance', operationId: 'recordAttendance', summary: '纸质签到表 · The paper sign-in sheet',
    path: `${T}/attendance-lists`,
    body: { ...SHIFT, method: 'sheet', attachments: 1, rows: [{ member: 1, from: '08:00', to: '09:00' }, { member: 1, from: '08:30', to: '09:00' }] }
  },
  {
    name: 'ownAttendance', operationId: 'recordOwnAttendance', summary: '负责人点名 · By who is responsible',
    path: `${T}/members/3/attendance-lists`, body: { ...SHIFT, rows: [{ member: 3, from: '08:00' }] }, member: 3
  },
  {
    name: 'presences', operationId: 'listPresences', summary: '这一班到场的人 · Who was there',
    path: `${T}/presences?purpose=shift&purposeId=${SHIFT_ID}`, makes: 'items.0.presenceId'
  },
  { name: 'presence', operationId: 'readPresence', summary: '一次到场 · One presence', path: `${T}/presences/${MADE_ID}` },
  { name: 'memberPresences', operationId: 'listMemberPresences', summary: '1 号到过的 · Where member 1 was', path: `${T}/members/1/presences`, member: 1 },
  {
    name: 'correctedPresence', operationId: 'correctPresence', summary: '8:50 就走了 · Left at 8:50',
    path: `${T}/presences/${MADE_ID}/correction`, body: { reason: 'wrong_time', checkedOutAt: '2025-03-20T00:50:00.000Z' }
  },
  {
    name: 'presence_not_correctable', operationId: 'correctPresence', summary: '已更正过 · Put right before',
    path: `${T}/presences/${MADE_ID}/correction`, body: { reason: 'wrong_time', checkedOutAt: '2025-03-20T00:40:00.000Z' }
  },
  { name: 'forgottenClosed', operationId: 'closeForgottenCheckOuts', summary: '没有忘记签退的 · Nobody forgot', path: `${T}/presences/close-forgotten`, body: {} }
]

const VISITS: TourRequest[] = [
  {
    name: 'visitPlan', operationId: 'addVisitPlan', summary: '每三天看望一次 · A visit every three days',
    path: `${T}/visit-plans`, body: { member: 1, visitors: [3], everyDays: 3, purpose: 'company', category: '老人陪护', note: '敲门要久一点' }, makes: 'planId'
  },
  { name: 'visitPlans', operationId: 'listVisitPlans', summary: '探访计划 · Plans', path: `${T}/visit-plans` },
  { name: 'readVisitPlan', operationId: 'readVisitPlan', summary: '一个计划 · One plan', path: `${T}/visit-plans/${MADE_ID}` },
  {
    name: 'changedVisitPlan', operationId: 'changeVisitPlan', summary: '晚两天才上报 · Two days of tolerance',
    path: `${T}/visit-plans/${MADE_ID}`, method: 'PATCH', body: { toleranceDays: 2 }
  },
  { name: 'ownDueVisits', operationId: 'listOwnDueVisits', summary: '3 号今天要看望谁 · Whom member 3 is to visit today', path: `${T}/members/3/due-visits`, member: 3 },
  { name: 'dueVisits', operationId: 'listDueVisits', summary: '今天到期的 · Due today', path: `${T}/care-visits/due`, makes: 'items.0.visitId', madeAs: ENTRY_ID },
  {
    name: 'ownOutcome', operationId: 'recordOwnVisitOutcome', summary: '需要帮助,随即上报 · Help is needed: the coordinator knows at once',
    path: `${T}/members/3/due-visits/${ENTRY_ID}/outcome`, body: { outcome: 'needs_help', startTime: '09:10', endTime: '09:25', note: '灯坏了' }, member: 3
  },
  { name: 'visit_settled', operationId: 'recordVisitOutcome', summary: '已有结果 · Settled already', path: `${T}/care-visits/${ENTRY_ID}/outcome`, body: { outcome: 'seen_well' } },
  { name: 'escalatedVisits', operationId: 'listEscalatedVisits', summary: '已上报的,不见姓名 · Escalated; no names', path: `${T}/care-visits/escalated` },
  {
    name: 'settledVisit', operationId: 'settleEscalation', summary: '已安排修灯 · Help was arranged',
    path: `${T}/care-visits/${ENTRY_ID}/settle`, body: { settled: 'help_arranged' }
  },
  {
    name: 'not_escalated', operationId: 'settleEscalation', summary: '没有上报 · Not escalated',
    path: `${T}/care-visits/${ENTRY_ID}/settle`, body: { settled: 'help_arranged' }
  },
  {
    name: 'nextVisits', operationId: 'listDueVisits', summary: '到 23 日为止 · Through the 23rd',
    path: `${T}/care-visits/due?visitor=3&through=2025-03-23`, makes: 'items.0.visitId', madeAs: ENTRY_ID
  },
  { name: 'visitOutcome', operationId: 'recordVisitOutcome', summary: '提前看望,安好 · Visited early, and well', path: `${T}/care-visits/${ENTRY_ID}/outcome`, body: { outcome: 'seen_well' } },
  {
    name: 'visitOutcomes', operationId: 'recordVisitOutcomes', summary: '成批登记,逐条答复 · Many at once, each answered',
    path: `${T}/care-visits/outcomes`, body: { visits: [{ visitId: ENTRY_ID, outcome: 'seen_well' }] }
  },
  { name: 'visitsReceived', operationId: 'listVisitsReceived', summary: '对 1 号的探访 · Visits to member 1', path: `${T}/members/1/visits-received?limit=2` },
  { name: 'visitSummary', operationId: 'summarizeVisits', summary: '本月情况 · This month', path: `${T}/care-visits/summary` },
  { name: 'advancedVisits', operationId: 'advanceVisits', summary: '都已排好 · All is made', path: `${T}/care-visits/advance`, body: {} },
  { name: 'endedVisitPlan', operationId: 'endVisitPlan', summary: '已康复 · Recovered', path: `${T}/visit-plans/${MADE_ID}/end`, body: { reason: 'recovered' } }
]

export const ATTENDANCE: TourRequest[] = [...TURNS, ...PRESENCE, ...VISITS]
