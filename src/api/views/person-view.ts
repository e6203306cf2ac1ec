import type { z } from 'zod'
import type { Card } from '../../communities/cards.ts'
import type { Consent } from '../../communities/consents.ts'
import type { CounterView } from '../../communities/counter-view.ts'
import type { WholeMember } from '../../communities/member-view.ts'
import type { Proxy as Authority } from '../../communities/proxies.ts'
import type { Relation } from '../../communities/relations.ts'
import type { fullMember } from '../../contracts/members.ts'
import type { card, consent, counterView, proxy, relation } from '../../contracts/people.ts'
import { formatPoints } from '../../points.ts'
import { instantOrNull, instantText } from './instants.ts'

export function cardView({ issuedAt, deadAt, ...rest }: Card): z.infer<typeof card> {
  return { ...rest, issuedAt: instantText(issuedAt), deadAt: instantOrNull(deadAt) }
}

export function relationView({ recordedAt, endedAt, ...rest }: Relation): z.infer<typeof relation> {
  return { ...rest, recordedAt: instantText(recordedAt), endedAt: instantOrNull(endedAt) }
}

export function proxyView({ recordedAt, endedAt, ...rest }: Authority): z.infer<typeof proxy> {
  return { ...rest, recordedAt: instantText(recordedAt), endedAt: instantOrNull(endedAt) }
}

export function consentView({ givenAt, withdrawnAt, ...rest }: Consent): z.infer<typeof consent> {
  return { ...rest, givenAt: instantText(givenAt), withdrawnAt: instantOrNull(withdrawnAt) }
}

export function counterViewOf({ points, ...rest }: CounterView): z.infer<typeof counterView> {
  return { ...rest, points: formatPoints(points) }
}

export function wholeMemberView({ formerly, ...rest }: WholeMember): z.infer<typeof fullMember> {
  return { ...rest, formerly: formerly.map(({ mergedAt, ...data }) => ({ ...data, mergedAt: instantText(mergedAt) })) }
}
