import type { Service } from '../communities/communities.ts'
import type { WebhookSettings } from '../communities/webhooks/address.ts'
import { forgetOldNotices, sendDue } from '../communities/webhooks/sender.ts'
import { keepAttendance } from '../hours/attendance/keep-attendance.ts'
import { remindOfShifts } from '../hours/attendance/remind-of-shifts.ts'
import { postAllDue } from '../hours/records/public-notice.ts'
import { remindOfActivities } from '../hours/planning/remind.ts'
import type { BackgroundTask } from './background.ts'

const SECOND_MILLISECONDS = 1000

/** What the service does without being asked. */
export function backgroundTasks(service: Service, settings: WebhookSettings): BackgroundTask[] {
  return [
    { name: 'reminders', everyMilliseconds: 60 * SECOND_MILLISECONDS, run: () => remindOfActivities(service) },
    { name: 'shift reminders', everyMilliseconds: 60 * SECOND_MILLISECONDS, run: () => remindOfShifts(service) },
    { name: 'attendance', everyMilliseconds: 600 * SECOND_MILLISECONDS, run: (signal) => keepAttendance(service, signal) },
    { name: 'webhooks', everyMilliseconds: 2 * SECOND_MILLISECONDS, run: (signal) => sendDue(service, { settings, signal }) },
    // Days begin at different moments in different time zones, so what is due is looked for every hour.
    { name: 'due records', everyMilliseconds: 3600 * SECOND_MILLISECONDS, run: () => postAllDue(service) },
    { name: 'old notices', everyMilliseconds: 3600 * SECOND_MILLISECONDS, run: () => forgetOldNotices(service) }
  ]
}
