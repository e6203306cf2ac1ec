import { communityPath } from '../../contracts/communities.ts'
import { writeHeaders } from '../../contracts/headers.ts'
import { newHours } from '../../contracts/hours.ts'
import { recordHours } from '../../hours/record-hours.ts'
import type { Api } from '../api.ts'
import { answerPosting, askingOf, postingAnswers, type RouteContext } from '../posting.ts'

export function hoursRoutes(app: Api, context: RouteContext): void {
  app.post(
    '/hours',
    {
      schema: {
        operationId: 'recordHours',
        tags: ['时长 Hours'],
        summary: '登记一次服务 · Record one service',
        description: '时长永久记录;积分按服务日期适用的规则。与同日已有记录重复或重叠的不受理 · Minutes stay for good; points follow the policy of the service date. What duplicates or overlaps an earlier record of the day is refused.',
        params: communityPath,
        headers: writeHeaders,
        body: newHours,
        response: postingAnswers
      }
    },
    async (request, reply) => {
      const { member, category, startTime, endTime, backfilled, activity = category, expiredAccepted } = request.body
      const minutes = request.body.minutes ?? (endTime ?? 0) - (startTime ?? 0)
      const hours = { member, category, minutes, startMinute: startTime, endMinute: endTime, backfilled, activity, expiredAccepted }
      const outcome = await recordHours(context.service, request.params.communityId, hours, askingOf(request, request.body))
      return answerPosting(reply, context, outcome)
    }
  )
}
