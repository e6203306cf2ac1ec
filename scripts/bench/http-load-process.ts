// Makes load on a server, in a process of its own: gifts between random members, each with a key of its own, all made
// before the first one is sent.
import autocannon from 'autocannon'
import { uuidv7 } from 'uuidv7'
import type { Load, LoadResult } from './http-protocol.ts'
import { pairOf, randomNumbers } from './workload.ts'

const POINTS = '10'

const { url, authorization, connections, amount, members, seed } = JSON.parse(process.argv[2] ?? '{}') as Load
const random = randomNumbers(seed)
const each = Math.ceil(amount / connections)
const lists: autocannon.Request[][] = Array.from({ length: connections }, () => [])
for (let at = 0; at <= each; at++) {
  for (const list of lists) {
    list.push({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': uuidv7(), ...(authorization === undefined ? {} : { authorization }) },
      body: JSON.stringify({ ...pairOf(random, members), points: POINTS })
    })
  }
}

const times: number[] = []
let last = 0
const began = performance.now()
const result = await new Promise<autocannon.Result>((resolve, reject) => {
  const options: autocannon.Options = {
    url,
    connections,
    amount: each * connections,
    timeout: 60,
    setupClient(client) {
      client.setRequests(lists.shift() ?? [])
    }
  }
  const instance = autocannon(options, (error, found) => (error ? reject(error as Error) : resolve(found)))
  // autocannon itself counts whole milliseconds, and ends on whole seconds.
  instance.on('response', (_client, _status, _bytes, milliseconds) => {
    times.push(milliseconds)
    last = performance.now()
  })
})
times.sort((a, b) => a - b)
const measured: LoadResult = {
  perSecond: (times.length / (last - began)) * 1000,
  p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
  p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
  failed: result.non2xx + result.errors
}
process.send?.(measured)
