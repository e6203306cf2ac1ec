import type { FastifyReply, FastifyRequest } from 'fastify'
import { PLACE_ID } from '../communities/place-name.ts'
import type { Access, AccessLog } from '../identity/access-log.ts'
import type { OperationRule } from '../identity/operation-rule.ts'

const KEPT_ALWAYS = [401, 403, 404, 429]

interface Lookups {
  ruleOf: (operationId: string) => OperationRule | undefined
  operationOf: (request: FastifyRequest) => string
}

/**
 * Keeps what came of a request in the access log. A view of personal data, an export or a change outside the journal is
 * kept before its answer leaves; where that fails, so does the answer. Refusals are counted.
 */
export function outcomeLogger(accessLog: AccessLog, { ruleOf, operationOf }: Lookups) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const url = request.routeOptions.url
    // Pages, health and metrics are nobody's; an address that is none may be a guess.
    if (url !== undefined && !url.startsWith('/v1/')) return
    const operation = operationOf(request)
    if (reply.statusCode >= 400) {
      if (isKept(request.method, reply.statusCode)) accessLog.countRefusal({ ...accessOf(request, operation), outcome: reply.refusalCode ?? String(reply.statusCode) })
      return
    }
    const rule = ruleOf(operation)
    if (!rule || rule.does === 'read' || rule.does === 'posting') return
    await accessLog.logAccess({ ...accessOf(request, operation), outcome: 'done', subject: subjectOf(request, reply), reason: reasonOf(request) })
  }
}

/** Refusals of access, and every refused write. */
function isKept(method: string, status: number): boolean {
  return KEPT_ALWAYS.includes(status) || (method !== 'GET' && method !== 'HEAD')
}

function accessOf(request: FastifyRequest, operation: string): Omit<Access, 'outcome'> {
  const { communityId = '' } = (request.params ?? {}) as { communityId?: string }
  return {
    // What was typed into an address is kept only where it is the code of a community that exists.
    communityId: request.place?.areaIds !== undefined ? communityId : '',
    actor: request.knownActor?.name ?? '-',
    operation,
    requestId: request.id,
    address: request.ip
  }
}

/** What stands in addresses, by the word that the log has for it. */
const SUBJECTS: Record<string, { word: string; form: RegExp }> = {
  communities: { word: 'community', form: PLACE_ID },
  members: { word: 'member', form: /^\d{1,15}$/ },
  imports: { word: 'import', form: /^[0-9a-f-]{36}$/ },
  goods: { word: 'good', form: /^[\p{L}\p{N}_-]{1,64}$/u },
  areas: { word: 'area', form: PLACE_ID }
}

/** The last thing that the address of the answer, or of the request, names by a number or a code. Never a card. */
function subjectOf(request: FastifyRequest, reply: FastifyReply): string | undefined {
  const address = String(reply.getHeader('location') ?? request.url.split('?')[0])
  const parts = address.split('/').slice(2).map((part) => decodeURIComponent(part))
  for (let index = parts.length - 1; index > 0; index--) {
    const { word, form } = SUBJECTS[parts[index - 1] ?? ''] ?? {}
    if (word !== undefined && form?.test(parts[index] ?? '')) return `${word}:${parts[index]}`
  }
  return undefined
}

/** A reason is a code; anything else that stands in a field of that name is nobody's to keep. */
function reasonOf({ body, query }: FastifyRequest): string | undefined {
  const reason = (body as { reason?: unknown } | null | undefined)?.reason ?? (query as { reason?: unknown } | undefined)?.reason
  return typeof reason === 'string' && /^[\p{L}\p{N}_-]{1,64}$/u.test(reason) ? reason : undefined
}
