import { z } from 'zod'
import { pointsText } from './amounts.ts'
import { instant, plainDate } from './dates.ts'
import { member, memberPath } from './members.ts'
import { code, line, memberNumber, memberOrContact, transactionNumber } from './names.ts'
import { page, paging } from './paging.ts'
import { BOUND_CARD_KINDS, CONSENT_PURPOSES, DUPLICATE_REASONS, ENTITLEMENTS, PROXY_POWERS, RELATION_KINDS } from './person-codes.ts'

/** Why somebody looks at, exports, replaces or erases personal data; it is kept in the access log. */
const reason = <T extends [string, ...string[]]>(codes: T) => z.enum(codes).meta({ description: '原因 · The reason' })

export const fullViewRequest = z.strictObject({
  reason: reason(['identity_check', 'contact', 'correction', 'certificate', 'complaint', 'audit', 'own_request'])
})
export const exportQuery = z.strictObject({ reason: reason(['audit', 'legal_duty', 'migration', 'own_request']) })
export const newErasure = z.strictObject({ reason: reason(['own_request', 'moved_away', 'died', 'retention_over']) })
export const newDeath = z.strictObject({ diedOn: plainDate })
export const deathWithdrawal = z.strictObject({ reason: reason(['wrong_person', 'wrong_information', 'data_error']) })

export const home = z.strictObject({ member: memberNumber, home: z.literal(true) }).meta({ id: 'Home' })

/** What a counter sees: entitled or not, never a tag. */
export const counterView = z
  .strictObject({
    number: memberNumber,
    name: z.string(),
    building: z.string().nullable(),
    points: pointsText.meta({ description: '可用积分 · Points that may be spent' }),
    entitled: z.boolean().meta({ description: '可否为自己兑换,含规则的受益人条件 · Whether anything may be redeemed, by the policy’s conditions too' }),
    entitlements: z.array(z.enum(ENTITLEMENTS))
  })
  .meta({ id: 'CounterView' })

// Cards.
const boundKind = z.enum(BOUND_CARD_KINDS)
const cardReason = reason(['lost', 'stolen', 'damaged', 'handed_in', 'data_error'])
export const newCard = z.strictObject({ reason: cardReason, card: line(64).optional().meta({ description: '缺省则由系统给号 · One of our own where absent' }) })
export const newBoundCard = z.strictObject({ kind: boundKind, number: line(64) })
export const endedBoundCard = z.strictObject({ kind: boundKind, reason: cardReason })
export const card = z
  .strictObject({
    card: z.string().meta({ description: '绑定的卡已遮盖 · A bound card is masked' }),
    kind: z.enum(['points_card', ...BOUND_CARD_KINDS]),
    issuedAt: instant,
    deadAt: instant.nullable(),
    deadReason: z.string().nullable()
  })
  .meta({ id: 'Card' })
export const cardList = z.strictObject({ items: z.array(card) }).meta({ id: 'CardList' })

// Relatives and proxies.
const relationKind = z.enum(RELATION_KINDS)
const evidence = code.meta({ description: '依据,如户口簿、委托书 · What proves it' })
const shownContact = z.union([z.strictObject({ number: memberNumber }), z.strictObject({ name: z.string(), phone: z.string().nullable() })])

export const newRelation = z.strictObject({
  kind: relationKind.meta({ description: '是成员的什么人 · What the relative is to the member' }),
  relative: memberOrContact,
  evidence
})
export const relation = z
  .strictObject({
    relationId: z.string(),
    member: memberNumber,
    kind: relationKind,
    direct: z.boolean().meta({ description: '直系亲属或配偶 · In the direct line, or the spouse' }),
    relative: shownContact,
    evidence: z.string(),
    recordedBy: z.string(),
    recordedAt: instant,
    endedAt: instant.nullable()
  })
  .meta({ id: 'Relation' })
export const relationList = z.strictObject({ items: z.array(relation) }).meta({ id: 'RelationList' })
export const relationPath = memberPath.extend({ relationId: z.uuid() })

const power = z.enum(PROXY_POWERS)
export const newProxy = z.strictObject({
  agent: memberOrContact.meta({ description: '代办人 · Who may act' }),
  powers: z.array(power).min(1).max(3),
  once: z.boolean().default(false),
  validFrom: plainDate.optional().meta({ description: '缺省今天 · Today where absent' }),
  validThrough: plainDate.optional().meta({ description: '最后一天;一次性的可缺省 · The last day; may be absent where it is good once' }),
  evidence
})
export const proxy = z
  .strictObject({
    proxyId: z.string(),
    member: memberNumber,
    agent: shownContact,
    powers: z.array(power),
    once: z.boolean(),
    validFrom: plainDate,
    validThrough: plainDate,
    evidence: z.string(),
    recordedBy: z.string(),
    recordedAt: instant,
    transactions: z.array(transactionNumber).meta({ description: '用此委托办理的凭证 · What was posted by it' }),
    endedAt: instant.nullable(),
    endReason: z.string().nullable()
  })
  .meta({ id: 'Proxy' })
export const proxyList = z.strictObject({ items: z.array(proxy) }).meta({ id: 'ProxyList' })
export const proxyPath = memberPath.extend({ proxyId: z.uuid() })
export const endedProxy = z.strictObject({ reason: reason(['withdrawn', 'replaced', 'misused', 'data_error']) })

/** What ended because of a death is shown, and made anew where it is wanted. */
export const deathWithdrawn = z
  .strictObject({ member, ended: z.strictObject({ cards: z.array(card), proxies: z.array(proxy) }) })
  .meta({ id: 'DeathWithdrawn' })

// Consent.
const purpose = z.enum(CONSENT_PURPOSES)
export const newConsent = z.strictObject({ purpose, evidence })
export const consent = z
  .strictObject({ consentId: z.string(), purpose, evidence: z.string(), recordedBy: z.string(), givenAt: instant, withdrawnAt: instant.nullable() })
  .meta({ id: 'Consent' })
export const consentList = z.strictObject({ items: z.array(consent) }).meta({ id: 'ConsentList' })
export const consentPath = memberPath.extend({ consentId: z.uuid() })

// Duplicates.
export const duplicatePage = page(
  z.strictObject({
    first: member,
    second: member,
    reasons: z.array(z.enum(DUPLICATE_REASONS))
  })
).meta({ id: 'DuplicatePage' })
export const duplicateQuery = z.strictObject(paging)
