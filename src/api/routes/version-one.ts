import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import type { RouteContext } from '../posting.ts'
import { Refused } from '../problems/refused.ts'
import type { Authenticator } from '../../identity/actor.ts'
import type { Identity } from '../../identity/identity.ts'
import type { Limits } from '../limits.ts'
import { requireSignIn } from '../signed-in.ts'
import { accountRoutes } from './accounts.ts'
import { apiKeyRoutes } from './api-keys.ts'
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
import { pinRoutes } from './pins.ts'
import { policyRoutes } from './policies.ts'
import { redemptionRoutes } from './redemptions.ts'
import { sessionRoutes, signInRoutes } from './session.ts'
import { statementRoutes } from './statement.ts'
import { stockRoutes } from './stock.ts'
import { transactionRoutes } from './transactions.ts'
import { userRoutes } from './users.ts'

export interface VersionOneOptions extends RouteContext {
  mostFileBytes?: number | undefined
  identity: Identity
  authenticator: Authenticator
  limits: Limits | undefined
}

/** Everything under `/v1`. */
export const versionOne: FastifyPluginAsyncZod<VersionOneOptions> = async (app, context) => {
  communityRoutes(app, context)
  signInRoutes(app, context)
  await app.register(ofSignedIn, { ...context, prefix: '' })
  await app.register(ofCommunity, { ...context, prefix: '/communities/:communityId' })
}

/** What needs to know who asks. */
const ofSignedIn: FastifyPluginAsyncZod<VersionOneOptions> = async (app, { identity, authenticator }) => {
  requireSignIn(app, authenticator)
  const api: Api = app
  sessionRoutes(api, identity)
  userRoutes(api, identity)
  apiKeyRoutes(api, identity)
  await app.register(async (members) => pinRoutes(members, identity), { prefix: '/communities/:communityId' })
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
