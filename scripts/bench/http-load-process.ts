// Makes load on a server, in a process of its own: gifts between random members, each with a key of its own, all made
// before the first one is sent. A connection sends its next request once the last one is answered. It writes and reads bytes
// itself, because a client of the usual kind takes as much of the processors as what is measured.
import { connect, type Socket } from 'node:net'
import { uuidv7 } from 'uuidv7'
import type { Load, LoadResult } from './http-protocol.ts'
import { pairOf, randomNumbers } from './workload.ts'

const POINTS = '10'
const HEAD_END = Buffer.from('\r\n\r\n')
const CREATED = Buffer.from('HTTP/1.1 201 ')

const { url, authorization, connections, amount, members, seed } = JSON.parse(process.argv[2] ?? '{}') as Load
const { hostname, port, pathname } = new URL(url)
const random = randomNumbers(seed)

function requestBytes(): Buffer {
  const body = JSON.stringify({ ...pairOf(random, members), points: POINTS })
  const lines = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    `idempotency-key: ${uuidv7()}`,
    ...(authorization === undefined ? [] : [`authorization: ${authorization}`])
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1')
}

/** Where the first answer in some bytes ends; undefined where it has not all come. */
function endOfAnswer(bytes: Buffer): number | undefined {
  const head = bytes.indexOf(HEAD_END)
  if (head === -1) return undefined
  const length = /content-length: *(\d+)/i.exec(bytes.toString('latin1', 0, head))?.[1]
  if (length === undefined) throw new Error('an answer without its length')
  const end = head + HEAD_END.length + Number(length)
  return bytes.length >= end ? end : undefined
}

const times: number[] = []
let failed = 0
let last = 0

/** Sends some requests over one connection, one after the other. */
function sendAll(socket: Socket, requests: Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let at = 0
    let sentAt = 0
    let received: Buffer = Buffer.alloc(0)
    const sendNext = (): void => {
      const request = requests[at++]
      if (!request) {
        socket.destroy()
        resolve()
        return
      }
      sentAt = performance.now()
      socket.write(request)
    }
    socket.on('data', (bytes: Buffer) => {
      received = received.length === 0 ? bytes : Buffer.concat([received, bytes])
      const end = endOfAnswer(received)
      if (end === undefined) return
      if (end !== received.length) throw new Error('more was answered than was asked')
      last = performance.now()
      times.push(last - sentAt)
      if (received.compare(CREATED, 0, CREATED.length, 0, CREATED.length) !== 0) failed++
      received = Buffer.alloc(0)
      sendNext()
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the server ended the connection')))
    sendNext()
  })
}

const each = Math.ceil(amount / connections)
const lists = Array.from({ length: connections }, () => Array.from({ length: each }, requestBytes))
const sockets = await Promise.all(
  lists.map(
    () =>
      new Promise<Socket>((resolve, reject) => {
        const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(socket))
        socket.once('error', reject)
      })
  )
)
const began = performance.now()
await Promise.all(sockets.map((socket, index) => sendAll(socket, lists[index] ?? [])))
times.sort((a, b) => a - b)
const measured: LoadResult = {
  perSecond: (times.length / (last - began)) * 1000,
  p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
  p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
  failed
}
process.send?.(measured)
