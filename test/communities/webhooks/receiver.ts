import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import type { TestApp } from '../../api/app.ts'
import { openTaicheng } from '../../api/taicheng.ts'
import { migratedDatabase, testDialects } from '../../postgres.ts'

export interface Received {
  headers: IncomingHttpHeaders
  body: string
  path: string
}

/** Somebody who is told of things, and answers as a test wants. */
export async function openReceiver(t: Test, answer: (response: ServerResponse, received: Received[]) => void = (response) => response.end('ok')): Promise<{ address: string; received: Received[] }> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => { body += chunk.toString() })
    request.on('end', () => {
      received.push({ headers: request.headers, body, path: request.url ?? '' })
      answer(response, received)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notices?of=taicheng`, received }
}

/** Runs a test on Taicheng, whose webhooks may lead to this machine, over each kind of database. */
export function onEachPrivate(t: Test, name: string, work: (t: Test, scene: TestApp) => Promise<void>): void {
  for (const dialect of testDialects()) {
    t.test(`${name} (${dialect})`, async (t) => {
      const database = dialect === 'sqlite' ? {} : { database: await migratedDatabase(t) }
      await work(t, await openTaicheng(t, { ...database, webhooks: { privateAddresses: true } }))
    })
  }
}
