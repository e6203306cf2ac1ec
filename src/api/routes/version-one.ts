import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import type { RouteContext } from '../posting.ts'
import { Refused } from '../problems/refused.ts'
import { communityRoutes } from './communities.ts'
import { givingRoutes } from './giving.ts'
import { memberRoutes } from './members.ts'
import { policyRoutes } from './policies.ts'
import { statementRoutes } from './statement.ts'
import { transactionRoutes } from './transactions.ts'

export interface VersionOneOptions extends RouteContext {
  mostFileBytes?: number | undefined
}

/** Everything under `/v1`. */
export const versionOne: FastifyPluginAsyncZod<VersionOneOptions> = async (app, context) => {
  communityRoutes(app, context)
  await app.register(ofCommunity, { ...context, prefix: '/communities/:communityId' })
}

/** What belongs to one community; one that does not exist has nothing. */
const ofCommunity: FastifyPluginAsyncZod<VersionOneOptions> = async (app, context) => {
  const { directory } = context.service
  app.addHook('preHandler', async (request) => {
    const { communityId } = request.params as { communityId: string }
    if ((await directory.timeZoneOf(communityId)) === undefined) throw new Refused(refuse('unknown_community', { community: communityId }))
  })
  const api: Api = app
  memberRoutes(api, context)
  statementRoutes(api, context)
  policyRoutes(api, context)
  givingRoutes(api, context)
  transactionRoutes(api, context)
}
