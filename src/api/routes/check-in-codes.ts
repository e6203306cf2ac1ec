import { z } from 'zod'
import { checkInSettings, codePath, ownCodePath, shownCode } from '../../contracts/attendance.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { showCode, showCodeToMember } from '../../hours/attendance/check-in-by-code.ts'
import { putCheckInSettings } from '../../hours/attendance/check-in-settings.ts'
import type { Api } from '../api.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration } from '../registration.ts'
import { codeImage, shownCodeView } from '../views/presence-view.ts'

const tags = ['到场 Attendance']
const image = { 200: { description: '二维码 · The QR code', content: { 'image/svg+xml': { schema: z.string() } } }, ...problems(400, 403, 404, 409) }
const codeAnswer = { 200: shownCode, ...problems(400, 403, 404, 409) }

/** No copy of a code may be kept on the way: it is good for a moment. */
const FRESH = 'no-store'

export function checkInCodeRoutes(app: Api, { service }: RouteContext): void {
  app.get(
    '/check-in-codes/:purpose/:purposeId',
    {
      schema: { operationId: 'showCheckInCode', tags, summary: '当前的签到码 · The check-in code of this moment', headers: readHeaders, params: codePath, response: codeAnswer }
    },
    async (request, reply) => {
      const { communityId, ...ref } = request.params
      reply.header('cache-control', FRESH)
      return shownCodeView(granted(await showCode(service, communityId, ref)))
    }
  )

  app.get(
    '/check-in-codes/:purpose/:purposeId/qr.svg',
    {
      schema: { operationId: 'drawCheckInCode', tags, summary: '签到码的二维码 · The check-in code as QR code', headers: readHeaders, params: codePath, response: image }
    },
    async (request, reply) => {
      const { communityId, ...ref } = request.params
      const shown = granted(await showCode(service, communityId, ref))
      reply.type('image/svg+xml; charset=utf-8').header('cache-control', FRESH)
      return reply.send(codeImage(shown) as never)
    }
  )

  app.put(
    '/check-in-codes/:purpose/:purposeId',
    {
      schema: {
        operationId: 'putCheckInSettings',
        tags,
        summary: '签到码是否每 30 秒更换,前后宽限 · Whether the code changes every 30 seconds, and the tolerance',
        headers: writeHeaders,
        params: codePath,
        body: checkInSettings,
        response: { 200: shownCode, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, ...ref } = request.params
      return shownCodeView(answerRegistration(reply, await putCheckInSettings(service, communityId, { ref, settings: request.body }, keyedOf(request))))
    }
  )

  app.get(
    '/members/:member/check-in-codes/:purpose/:purposeId',
    {
      schema: {
        operationId: 'showOwnCheckInCode', tags, summary: '负责人出示签到码 · The code, to the member who is responsible', headers: readHeaders, params: ownCodePath,
        response: codeAnswer
      }
    },
    async (request, reply) => {
      const { communityId, ...ref } = request.params
      reply.header('cache-control', FRESH)
      return shownCodeView(granted(await showCodeToMember(service, communityId, ref)))
    }
  )

  app.get(
    '/members/:member/check-in-codes/:purpose/:purposeId/qr.svg',
    {
      schema: {
        operationId: 'drawOwnCheckInCode', tags, summary: '负责人出示二维码 · The QR code, to the member who is responsible', headers: readHeaders, params: ownCodePath,
        response: image
      }
    },
    async (request, reply) => {
      const { communityId, ...ref } = request.params
      const shown = granted(await showCodeToMember(service, communityId, ref))
      reply.type('image/svg+xml; charset=utf-8').header('cache-control', FRESH)
      return reply.send(codeImage(shown) as never)
    }
  )
}
