import { readHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { newPin, pinSet } from '../../contracts/pins.ts'
import { problems } from '../../contracts/problem.ts'
import type { Identity } from '../../identity/identity.ts'
import { setPin } from '../../identity/set-pin.ts'
import type { Api } from '../api.ts'
import { granted } from '../problems/refused.ts'

export function pinRoutes(app: Api, identity: Identity): void {
  app.put(
    '/members/:member/pin',
    {
      schema: {
        operationId: 'setPin',
        tags: ['成员 Members'],
        summary: '在兑换点设密码或重设 · Set or reset a PIN at the counter',
        description: '重设须写明原因,并解除锁定;居民的登录随之失效 · A reset needs a reason, unlocks, and ends the resident’s sessions.',
        headers: readHeaders,
        params: memberPath,
        body: newPin,
        response: { 200: pinSet, ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const { communityId, member } = request.params
      const by = request.actor.name
      const { pin, reason } = request.body
      return granted(await setPin(identity, { communityId, member, pin, reason, by }))
    }
  )
}
