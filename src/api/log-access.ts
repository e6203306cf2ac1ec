import type { FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify'
import { PLACE_ID } from '../communities/place-name.ts'
import type { Access, AccessLog } from '../identity/access-log.ts'
import type { OperationRule } from '../identity/operation-rule.ts'
import { USER_NAME } from '../identity/user-name.ts'
import { isProtected, routeOf } from './request-route.ts'
import { ownDoingOf, type Tried } from './sign-in-access.ts'

const KEPT_ALWAYS = [401, 403, 404, 429]

interface Lookups {
  ruleOf: (operationId: string) => OperationRule | undefined
  /** Whose account somebody tried to sign in to. */
  triedBy: (request: FastifyRequest) => Promise<Tried>
}

/**
 * Keeps what came of a request in the access log. A view of personal data, an export or a change outside the journal is
 * kept before its answer leaves; where that fails, so does the answer. Refusals are counted. Most requests are kept nowhere
 * and wait for nothing here.
 */
export function outcomeLogger(accessLog: AccessLog, lookups: Lookups): onSendHookHandler {
  return (request, reply, _payload, done) => {
    const entries = entriesOf(request, reply, { accessLog, ...lookups })
    if (entries.length === 0) done()
    else Promise.all(entries.map((entry) => accessLog.logAccess(entry))).then(() => done(), done)
  }
}

/** What is to be kept of a request that was answered as asked; of one that was refused nothing, it is counted. */
function entriesOf(request: FastifyRequest, reply: FastifyReply, { accessLog, ruleOf, triedBy }: Lookups & { accessLog: AccessLog }): Access[] {
  const { url, operationId: operation } = routeOf(request)
  // Pages, health and metrics are nobody's; an address that is none may be a guess.
  if (url !== undefined && !isProtected(url)) return []
  const rule = ruleOf(operation)
  const knownIn = request.accessKnownIn ?? []
  if (reply.statusCode >= 400) {
    if (!isKept(request.method, reply.statusCode)) return []
    const refused = { ...accessOf(request, operation, rule), outcome: reply.refusalCode ?? String(reply.statusCode) }
    // Looked up after the answer, which thus takes as long for a name that nobody has.
    if (rule?.scope === 'public') accessLog.countRefusalLater(async () => ({ ...refused, ...(await triedBy(request)) }))
    else accessLog.countRefusal(refused)
    return []
  }
  if (!rule || rule.does === 'read' || (rule.does === 'posting' && knownIn.length === 0)) return []
  const access = accessOf(request, operation, rule)
  const communityId = request.accessCommunity ?? access.communityId
  const subject = request.accessSubject ?? subjectOf(request, reply) ?? access.subject
  const done = { ...access, communityId, outcome: 'done', subject, reason: reasonOf(request) }
  const elsewhere = knownIn
    .filter((each) => each.communityId !== communityId)
    .map((each) => ({ ...done, communityId: each.communityId, subject: `member:${each.number}` }))
  // A posting stands in the journal of its own community.
  return rule.does === 'posting' ? elsewhere : [done, ...elsewhere]
}

/** Refusals of access, and every refused write. */
function isKept(method: string, status: number): boolean {
  return KEPT_ALWAYS.includes(status) || (method !== 'GET' && method !== 'HEAD')
}

function accessOf(request: FastifyRequest, operation: string, rule: OperationRule | undefined): Omit<Access, 'outcome'> {
  const { communityId = '' } = (request.params ?? {}) as { communityId?: string }
  const { knownActor } = request
  const isOwn = rule?.scope === 'public' || rule?.scope === 'account'
  return {
    // What was typed into an address is kept only where it is the code of a community that exists.
    communityId: request.place?.areaIds !== undefined ? communityId : '',
    ...(isOwn && knownActor ? ownDoingOf(knownActor) : {}),
    actor: knownActor?.name ?? '-',
    operation,
    requestId: request.id,
    address: request.ip
  }
}

const NUMBER = /^\d{1,15}$/
const ID = /^[0-9a-f-]{36}$/
const CODE = /^[\p{L}\p{N}_-]{1,64}$/u

/** What stands in addresses, by the word that the log has for it. A card is none of it: its number is personal data. */
const SUBJECTS: Record<string, { word: string; form: RegExp }> = {
  areas: { word: 'area', form: PLACE_ID },
  communities: { word: 'community', form: PLACE_ID },
  users: { word: 'user', form: USER_NAME },
  keys: { word: 'key', form: ID },
  roles: { word: 'assignment', form: ID },
  members: { word: 'member', form: NUMBER },
  relations: { word: 'relation', form: ID },
  proxies: { word: 'proxy', form: ID },
  consents: { word: 'consent', form: ID },
  imports: { word: 'import', form: ID },
  goods: { word: 'good', form: CODE },
  'service-fields': { word: 'service_field', form: CODE },
  'service-categories': { word: 'category', form: CODE },
  brands: { word: 'brand', form: CODE },
  activities: { word: 'activity', form: ID },
  'sign-ups': { word: 'sign_up', form: ID },
  posts: { word: 'post', form: ID },
  'post-claims': { word: 'post_claim', form: ID },
  'list-entries': { word: 'list_entry', form: ID },
  webhooks: { word: 'webhook', form: ID },
  deliveries: { word: 'delivery', form: ID },
  rosters: { word: 'roster', form: ID },
  shifts: { word: 'shift', form: ID },
  'shift-swaps': { word: 'swap', form: ID },
  absences: { word: 'absence', form: ID },
  'visit-plans': { word: 'visit_plan', form: ID },
  'care-visits': { word: 'visit', form: ID },
  'due-visits': { word: 'visit', form: ID },
  presences: { word: 'presence', form: ID },
  activity: { word: 'activity', form: ID },
  shift: { word: 'shift', form: ID },
  post: { word: 'post', form: ID },
  'team-services': { word: 'team_service', form: ID },
  'service-records': { word: 'service_record', form: ID },
  'record-approvals': { word: 'approval', form: ID }
}

/** What the address of the answer, or of the request, names by a number or a code; the community only where it is all. */
function subjectOf(request: FastifyRequest, reply: FastifyReply): string | undefined {
  const address = String(reply.getHeader('location') ?? request.url.split('?')[0])
  const parts = address.split('/').slice(2).map((part) => decodeURIComponent(part))
  const named = parts.flatMap((part, index) => {
    const { word, form } = SUBJECTS[parts[index - 1] ?? ''] ?? {}
    return word !== undefined && form?.test(part) ? [`${word}:${part}`] : []
  })
  const below = named.filter((each) => !each.startsWith('community:'))
  return below.length > 0 ? below.join('/') : named[0]
}

/** A reason is a code; anything else that stands in a field of that name is nobody's to keep. */
function reasonOf({ body, query }: FastifyRequest): string | undefined {
  const reason = (body as { reason?: unknown } | null | undefined)?.reason ?? (query as { reason?: unknown } | undefined)?.reason
  return typeof reason === 'string' && /^[\p{L}\p{N}_-]{1,64}$/u.test(reason) ? reason : undefined
}
