/** What others may be told of, each by its name in a webhook. */
export const NOTICE_EVENTS = [
  'activity_reminder', 'activity_changed', 'activity_cancelled', 'sign_up_moved_up', 'sign_up_cancelled', 'shift_reminder', 'visit_missed'
] as const
export type NoticeEvent = (typeof NOTICE_EVENTS)[number]

export const DELIVERY_STATES = ['waiting', 'delivered', 'given_up'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** Why a delivery did not arrive. */
export const DELIVERY_FAILURES = ['address_refused', 'unreachable', 'timed_out', 'answered_with_error', 'webhook_ended'] as const
export type DeliveryFailure = (typeof DELIVERY_FAILURES)[number]
