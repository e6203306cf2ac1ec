import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { WebhookSettings } from '../../communities/webhooks/address.ts'
import type { Api } from '../api.ts'
import { isRefusedInArchive } from '../enforce-access.ts'
import type { RouteContext } from '../posting.ts'
import { Refused } from '../problems/refused.ts'
import type { Identity } from '../../identity/identity.ts'
import type { Limits } from '../limits.ts'
import { accessRoutes, serviceAccessRoute } from './access.ts'
import { accountRoutes } from './accounts.ts'
import { activityRoutes } from './activities.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { areaRoutes } from './areas.ts'
import { attendanceListRoutes, checkInRoutes } from './attendance.ts'
import { awardRuleRoutes } from './award-rules.ts'
import { bookRoutes } from './books.ts'
import { cardRoutes } from './cards.ts'
import { careVisitRoutes } from './care-visits.ts'
import { certificateRoutes } from './certificates.ts'
import { checkInCodeRoutes } from './check-in-codes.ts'
import { communityRoutes } from './communities.ts'
import { consentRoutes } from './consents.ts'
import { correctionRoutes } from './corrections.ts'
import { exportRoutes } from './exports.ts'
import { givingRoutes } from './giving.ts'
import { goodsRoutes } from './goods.ts'
import { holdRoutes } from './holds.ts'
import { hoursRoutes } from './hours.ts'
import { importRoutes } from './imports.ts'
import { listEntryRoutes } from './list-entries.ts'
import { memberNeedRoutes } from './member-needs.ts'
import { memberRecordRoutes } from './member-records.ts'
import { memberRoutes } from './members.ts'
import { outcomeRoutes } from './outcomes.ts'
import { personRoutes } from './people.ts'
import { pinRoutes } from './pins.ts'
import { placeRoutes } from './places.ts'
import { policyRoutes } from './policies.ts'
import { policyPresetRoutes, policyTrialRoutes } from './policy-trials.ts'
import { postClaimRoutes } from './post-claims.ts'
import { postRoutes } from './posts.ts'
import { presenceRoutes } from './presences.ts'
import { proxyRoutes } from './proxies.ts'
import { recordApprovalRoutes } from './record-approvals.ts'
import { recordRoutes } from './records.ts'
import { redemptionRoutes } from './redemptions.ts'
import { relationRoutes } from './relations.ts'
import { absenceRoutes, rosterRoutes } from './rosters.ts'
import { serviceKindRoutes } from './service-kinds.ts'
import { sessionRoutes, signInRoutes } from './session.ts'
import { shiftRoutes, swapRoutes } from './shifts.ts'
import { signUpRoutes } from './sign-ups.ts'
import { starRoutes } from './stars.ts'
import { statementRoutes } from './statement.ts'
import { stockRoutes } from './stock.ts'
import { teamServiceRoutes } from './team-services.ts'
import { teamRoutes } from './teams.ts'
import { transactionRoutes } from './transactions.ts'
import { userRoutes } from './users.ts'
import { visitOutcomeRoutes } from './visit-outcomes.ts'
import { visitPlanRoutes } from './visit-plans.ts'
import { webhookRoutes } from './webhooks.ts'

export interface VersionOneOptions extends RouteContext {
  mostFileBytes?: number | undefined
  identity: Identity
  limits: Limits | undefined
  webhooks: WebhookSettings
}

/** Everything under `/v1`. */
export const versionOne: FastifyPluginAsyncZod<VersionOneOptions> = async (app, context) => {
  areaRoutes(app, context)
  communityRoutes(app, context)
  policyPresetRoutes(app)
  serviceAccessRoute(app, context)
  signInRoutes(app, context)
  sessionRoutes(app, context.identity)
  userRoutes(app, context.identity)
  apiKeyRoutes(app, context.identity)
  await app.register(ofCommunity, { ...context, prefix: '/communities/:communityId' })
}

/** What belongs to one community. That it is there, and whose business it is, was settled by enforce-access.ts. */
const ofCommunity: FastifyPluginAsyncZod<VersionOneOptions> = async (app, context) => {
  const { directory } = context.service
  app.addHook('preHandler', async (request) => {
    const { communityId } = request.params as { communityId: string }
    // The use cases ask too; here no route of a community can forget it.
    const unwritable = isRefusedInArchive(request) ? await directory.refusalOfWrites(communityId) : undefined
    if (unwritable) throw new Refused(unwritable)
  })
  ofPeople(app, context)
  ofPlans(app, context)
  ofAttendance(app, context)
  ofHours(app, context)
  ofBooks(app, context)
  await app.register(recordApprovalRoutes, { service: context.service, metrics: context.metrics, accessLog: context.accessLog })
  await app.register(importRoutes, { service: context.service, metrics: context.metrics, accessLog: context.accessLog, mostFileBytes: context.mostFileBytes })
}

/** Members, their cards, PINs, relatives, proxies and consents. */
function ofPeople(api: Api, context: VersionOneOptions): void {
  placeRoutes(api, context)
  memberRoutes(api, context)
  personRoutes(api, context, context.identity)
  pinRoutes(api, context.identity)
  cardRoutes(api, context, context.identity)
  relationRoutes(api, context)
  proxyRoutes(api, context)
  consentRoutes(api, context)
}

/** What there is to do, and whom it is told. */
function ofPlans(api: Api, context: VersionOneOptions): void {
  serviceKindRoutes(api, context)
  activityRoutes(api, context)
  signUpRoutes(api, context)
  postRoutes(api, context)
  postClaimRoutes(api, context)
  listEntryRoutes(api, context)
  memberNeedRoutes(api, context)
  webhookRoutes(api, context, context.webhooks)
}

/** Who is expected, and who came. */
function ofAttendance(api: Api, context: VersionOneOptions): void {
  rosterRoutes(api, context)
  shiftRoutes(api, context)
  swapRoutes(api, context)
  absenceRoutes(api, context)
  visitPlanRoutes(api, context)
  careVisitRoutes(api, context)
  visitOutcomeRoutes(api, context)
  checkInCodeRoutes(api, context)
  checkInRoutes(api, context)
  attendanceListRoutes(api, context)
  presenceRoutes(api, context)
}

/** Rules, hours on their way to points, and what they leave. */
function ofHours(api: Api, context: VersionOneOptions): void {
  policyRoutes(api, context)
  policyTrialRoutes(api, context)
  hoursRoutes(api, context)
  recordRoutes(api, context)
  memberRecordRoutes(api, context)
  teamRoutes(api, context)
  teamServiceRoutes(api, context)
  certificateRoutes(api, context)
  starRoutes(api, context)
  outcomeRoutes(api, context)
}

/** Points, goods, corrections, and the books themselves. */
function ofBooks(api: Api, context: VersionOneOptions): void {
  statementRoutes(api, context)
  givingRoutes(api, context)
  awardRuleRoutes(api, context)
  holdRoutes(api, context)
  goodsRoutes(api, context)
  redemptionRoutes(api, context)
  stockRoutes(api, context)
  correctionRoutes(api, context)
  accountRoutes(api, context)
  transactionRoutes(api, context)
  bookRoutes(api, context)
  exportRoutes(api, context)
  accessRoutes(api, context)
}
