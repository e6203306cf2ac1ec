import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import type { RouteContext } from '../posting.ts'
import { Refused } from '../problems/refused.ts'
import { accountRoutes } from './accounts.ts'
import { bookRoutes } from './books.ts'
import { communityRoutes } from './communities.ts'
import { correctionRoutes } from './corrections.ts'
import { exportRoutes } from './exports.ts'
import { givingRoutes } from './giving.ts'
import { goodsRoutes } from './goods.ts'
import { holdRoutes } from './holds.ts'
import { hoursRoutes } from './hours.ts'
import { importRoutes } from './imports.ts'
import { memberRoutes } from './members.ts'
import { policyRoutes } from './policies.ts'
import { policyPresetRoutes, policyTrialRoutes } from './policy-trials.ts'
import { redemptionRoutes } from './redemptions.ts'
import { statementRoutes } from './statement.ts'
import { stockRoutes } from './stock.ts'
import { transactionRoutes } from './transactions.ts'

export interface VersionOneOptions extends RouteContext {
  mostFileBytes?: number | undefined
}

/** Everything under `/v1`. */
export const versionOne: FastifyPluginAsyncZod<VersionOneOptions> = async (app, context) => {
  communityRoutes(app, context)
  policyPresetRoutes(app)
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
  policyTrialRoutes(api, context)
  hoursRoutes(api, context)
  givingRoutes(api, context)
  holdRoutes(api, context)
  goodsRoutes(api, context)
  redemptionRoutes(api, context)
  stockRoutes(api, context)
  correctionRoutes(api, context)
  accountRoutes(api, context)
  transactionRoutes(api, context)
  bookRoutes(api, context)
  exportRoutes(api, context)
  await app.register(importRoutes, { service: context.service, metrics: context.metrics, mostFileBytes: context.mostFileBytes })
}
