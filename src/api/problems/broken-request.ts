import type { Socket } from 'node:net'
import { refuse } from '../../refusal.ts'
import { problemOf } from './problem-of.ts'

/**
 * Answers what is no HTTP at all, such as an address with letters that are not encoded, with a problem like any other.
 * Who took too long is not told more than that.
 */
export function answerBrokenRequest(error: Error, socket: Socket): void {
  if (socket.destroyed || !socket.writable) return
  if ((error as NodeJS.ErrnoException).code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    socket.end('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n')
    return
  }
  const detail = '地址或请求头不合 HTTP 规范,汉字须经编码 · not HTTP; letters beyond ASCII in an address must be encoded'
  const body = JSON.stringify(problemOf(refuse('invalid_request', { detail }), { language: 'zh', requestId: '' }))
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`
  )
}
