import { toSVG } from 'bwip-js/node'
import type { z } from 'zod'
import type { presence, shownCode } from '../../contracts/attendance.ts'
import type { ShownCode } from '../../hours/attendance/check-in-by-code.ts'
import type { Presence } from '../../hours/attendance/presence.ts'
import { instantOrNull, instantText } from './instants.ts'

type View = z.input<typeof presence>

export function presenceView({ checkedInAt, checkedOutAt, plannedStart, plannedEnd, flags, ...rest }: Presence): View {
  return {
    ...rest,
    flags: flags as View['flags'],
    plannedStart: instantOrNull(plannedStart),
    plannedEnd: instantOrNull(plannedEnd),
    checkedInAt: instantText(checkedInAt),
    checkedOutAt: instantOrNull(checkedOutAt)
  }
}

export function shownCodeView({ validUntil, opensAt, closesAt, ...rest }: ShownCode): z.input<typeof shownCode> {
  return { ...rest, validUntil: instantText(validUntil), opensAt: instantText(opensAt), closesAt: instantText(closesAt) }
}

/** The QR code alone; around it stands the page that shows it. */
export function codeImage({ text }: ShownCode): string {
  return toSVG({ bcid: 'qrcode', text, scale: 4, padding: 4, backgroundcolor: 'FFFFFF' })
}
