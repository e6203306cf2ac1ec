/**
 * Why something was put right, frozen, closed or taken away. The code is sealed for good, and so says nothing of a
 * person; whatever else there is to say belongs into the note, which can be erased.
 */
export const REASONS = {
  wrong_person: { zh: '记错人', en: 'Wrong person' },
  wrong_amount: { zh: '数额有误', en: 'Wrong amount' },
  duplicate: { zh: '重复登记', en: 'Recorded twice' },
  clerk_error: { zh: '录入错误', en: "Clerk's error" },
  not_served: { zh: '未实际服务', en: 'Service not given' },
  no_show: { zh: '爽约', en: 'Did not turn up' },
  complaint: { zh: '投诉', en: 'Complaint' },
  returned_goods_void: { zh: '退货作废', en: 'Voided, goods returned' },
  moved_away: { zh: '迁出', en: 'Moved away' },
  deceased: { zh: '去世', en: 'Deceased' },
  lost_card: { zh: '挂失', en: 'Card lost' },
  card_found: { zh: '找回卡片', en: 'Card found' },
  suspected_fraud: { zh: '涉嫌弄虚作假', en: 'Suspected fraud' },
  cleared: { zh: '已查清', en: 'Cleared up' },
  owner_request: { zh: '本人要求', en: "The member's request" },
  court_order: { zh: '司法要求', en: 'Court order' },
  rule_changed: { zh: '规则调整', en: 'Rules changed' },
  ordered: { zh: '上级要求', en: 'Ordered from above' },
  audit: { zh: '审计', en: 'Audit' },
  system_fault: { zh: '系统故障', en: 'System fault' },
  forgotten: { zh: '忘记密码', en: 'Forgotten' },
  other: { zh: '其他', en: 'Other' }
} as const

export type Reason = keyof typeof REASONS

export const REASON_CODES = Object.keys(REASONS) as [Reason, ...Reason[]]

export function isReason(text: string): text is Reason {
  return Object.hasOwn(REASONS, text)
}
