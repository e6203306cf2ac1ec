import { writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { newPin, pinSet } from '../../contracts/pins.ts'
import { problems } from '../../contracts/problem.ts'
import { setPin } from '../../identity/set-pin.ts'
import type { UserBook } from '../../identity/user-book.ts'
import type { Api } from '../api.ts'
import { keyedOf } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { markReplayed } from '../registration.ts'

export function pinRoutes(app: Api, book: UserBook): void {
  app.put(
    '/members/:member/pin',
    {
      schema: {
        operationId: 'setPin',
        tags: ['成员 Members'],
        summary: '在兑换点设密码或重设 · Set or reset a PIN at the counter',
        description: '重设须写明原因,并解除锁定;居民的登录随之失效 · A reset needs a reason, unlocks, and ends the resident’s sessions.',
        headers: writeHeaders,
        params: memberPath,
        body: newPin,
        response: { 200: pinSet, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const { communityId, member } = request.params
      const by = request.actor.name
      const { pin, reason } = request.body
      // The whole body: only a blind index of it is kept, and another PIN is another request.
      const asked = { ...keyedOf(request), request: ['setPin', request.params, request.body] }
      const { reset, replayed } = granted(await setPin(book, { communityId, member, pin, reason, by }, asked))
      markReplayed(reply, replayed)
      return { reset }
    }
  )
}
