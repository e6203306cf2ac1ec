import t from 'tap'
import { openIdentity } from './service.ts'

t.test('certificates are asked about so often a minute and no more, by the page and the interface together', async (t) => {
  const test = await openIdentity(t, { app: { limits: { perAddress: 1000, perUser: 1000, signInsPerAddress: 3 } } })
  const ask = () => test.browser().send('GET', '/communities/taicheng/certificates/TC-2025-000001/verification?code=AAAAA')
  const page = () => test.app.inject('/verify/taicheng/TC-2025-000001?code=AAAAA')
  t.match(await ask(), { status: 404, body: { code: 'certificate_not_found' } })
  t.equal((await page()).statusCode, 404)
  t.equal((await ask()).status, 404)
  t.match(await ask(), { status: 429, body: { code: 'too_many_requests' } })
  t.equal((await page()).statusCode, 429)
})
