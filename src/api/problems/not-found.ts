import type { FastifyInstance } from 'fastify'
import { refuse } from '../../refusal.ts'
import { languageOf } from './language.ts'
import { sendProblem } from './error-handler.ts'
import { problemOf } from './problem-of.ts'

/** Answers what no route takes: 405 with `Allow` where the address has routes for other methods, else 404. */
export function answerUnknownAddresses(app: FastifyInstance): void {
  const methodsOf = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsOf.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() }
    for (const each of [method].flat()) known.methods.add(each)
    methodsOf.set(url, known)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const methods = [...methodsOf.values()].filter(({ pattern }) => pattern.test(path)).flatMap((each) => [...each.methods])
    // A file that is not there has a route of its method, which hands over to here.
    const wrongMethod = methods.length > 0 && !methods.includes(request.method)
    const refusal = wrongMethod ? refuse('method_not_allowed', { method: request.method }) : refuse('not_found')
    if (wrongMethod) reply.header('allow', [...new Set(methods)].sort().join(', '))
    return sendProblem(reply, problemOf(refusal, { language: languageOf(request.headers['accept-language']), requestId: request.id }))
  })
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replace(/[^\w-]/g, '\\$&')))
  return new RegExp(`^${parts.join('/')}$`)
}
