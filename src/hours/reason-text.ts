import type { HoursReason } from './hours-outcome.ts'

export type ReasonLanguage = 'zh' | 'en'

const TEXTS: Readonly<Record<HoursReason, Readonly<Record<ReasonLanguage, string>>>> = {
  unknown_card: { zh: '卡号不在名册中', en: 'The card is not in the roster' },
  name_mismatch: { zh: '姓名与卡号登记的不一致', en: 'The name is not the one registered for the card' },
  bad_date: { zh: '服务日期缺失、无法识别、不存在或在今天之后', en: 'The service date is missing, unreadable, impossible or in the future' },
  period_closed: { zh: '服务日期所在的期间已结账', en: 'The period of the service date is closed' },
  bad_time: { zh: '开始或结束时间缺失或无法识别', en: 'The start or end time is missing or unreadable' },
  end_before_start: { zh: '结束时间不晚于开始时间', en: 'The end is not after the start' },
  bad_duration: { zh: '时长缺失、无法识别或超过24小时', en: 'The length is missing, unreadable or over 24 hours' },
  duration_mismatch: { zh: '时长与起止时间不符', en: 'The length does not agree with the times' },
  unknown_category: { zh: '服务类别不在现行规则中', en: 'The policy has no such category' },
  duplicate: { zh: '与已通过的记录重复', en: 'The same as a record accepted earlier' },
  overlap: { zh: '与同一人已通过的记录时间重叠', en: 'Overlaps a record of the same person accepted earlier' },
  no_policy: { zh: '服务日期没有适用的规则', en: 'No policy judges the service date' },
  before_joining: { zh: '服务日期早于登记日', en: 'The service is older than the registration of the member' },
  minor_without_guardian: { zh: '未到规则规定的年龄,且没有登记监护人', en: 'Younger than the policy allows, with no guardian on record' },
  too_young: { zh: '未到规则规定的年龄', en: 'Younger than the policy allows' },
  evidence_missing: { zh: '缺少规则要求的签到、签退或名单', en: 'The evidence that the policy asks for is missing' },
  record_cap: { zh: '超过规则规定的每次上限', en: 'More than the policy allows in one record' },
  activity_cap: { zh: '超过规则规定的每个活动上限', en: 'More than the policy allows in one activity' },
  day_cap: { zh: '超过规则规定的每日上限', en: 'More than the policy allows on one day' },
  month_cap: { zh: '超过规则规定的每月上限', en: 'More than the policy allows in one month' },
  points_born_expired: { zh: '服务太早,积分已过期,请单独登记', en: 'The service is so long ago that its points have expired; record it by itself' }
}

/** The words of a reason for the clerk who mends the sheet. */
export function hoursReasonText(reason: HoursReason, language: ReasonLanguage = 'zh'): string {
  return TEXTS[reason][language]
}
