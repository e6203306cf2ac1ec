import { z } from 'zod'
import type { Service } from '../../communities/communities.ts'
import { verifyCertificate } from '../../hours/outcomes/certificates.ts'
import { isRefusal } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { verificationHtml } from '../views/verification-page.ts'

const path = z.strictObject({ communityId: z.string().max(64), certificate: z.string().max(64) })
const query = z.object({ code: z.string().max(64).optional() })

/** The page behind the QR code of a certificate, for anybody: a form for the code, and the answer. */
export function verifyPage(app: Api, { service }: { service: Service }): void {
  app.get(
    '/verify/:communityId/:certificate',
    { preHandler: (request) => app.limitVerification(request), schema: { hide: true, params: path, querystring: query } },
    async (request, reply) => {
      const { communityId, certificate } = request.params
      const { code } = request.query
      const found = code === undefined ? undefined : await verifyCertificate(service, communityId, { certificate, code })
      const refused = isRefusal(found)
      reply
        .code(refused ? 404 : 200)
        .type('text/html; charset=utf-8')
        // The code stands in the address: it must go nowhere else.
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
      return reply.send(verificationHtml({ number: certificate, verification: refused ? undefined : found, wrong: refused }) as never)
    }
  )
}
