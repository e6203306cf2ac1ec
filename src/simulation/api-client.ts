import type { Api } from '../api/api.ts'
import { newId } from '../id.ts'

/** What the simulation reads out of JSON; it says itself what it expects there. */
export interface Body {
  [name: string]: Body
  [index: number]: Body
}

export interface Answer {
  status: number
  body: Body
  bytes: Buffer
}

/** The service refused what the simulation did not expect to be refused: one of the two is wrong. */
export class UnexpectedAnswer extends Error {
  constructor(method: string, path: string, { status, bytes }: Answer) {
    super(`${method} ${path} was answered ${status}: ${bytes.toString('utf8').slice(0, 500)}`)
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH'

/** One person or program that uses the API. */
export class ApiClient {
  private readonly app: Api
  /** What shows who it is. */
  private readonly credential: Record<string, string>

  private constructor(app: Api, credential: Record<string, string>) {
    this.app = app
    this.credential = credential
  }

  static signedOut(app: Api): ApiClient {
    return new ApiClient(app, {})
  }

  static withKey(app: Api, key: string): ApiClient {
    return new ApiClient(app, { authorization: `Bearer ${key}` })
  }

  /** A resident on a phone, signed in with card and PIN. */
  static async asResident(app: Api, resident: { communityId: string; card: string; pin: string }): Promise<ApiClient> {
    const answer = await app.inject({ method: 'POST', url: '/v1/session/resident', payload: resident })
    if (answer.statusCode !== 201) throw new UnexpectedAnswer('POST', '/session/resident', { status: answer.statusCode, body: {}, bytes: answer.rawPayload })
    const cookie = [answer.headers['set-cookie'] ?? []].flat().map((each) => each.slice(0, each.indexOf(';'))).join('; ')
    return new ApiClient(app, { cookie, 'x-csrf-token': String((answer.json() as Body).csrfToken) })
  }

  async send(method: Method, path: string, payload?: object): Promise<Answer> {
    const headers = { ...this.credential, ...(method === 'GET' ? {} : { 'idempotency-key': newId() }) }
    const answer = await this.app.inject({ method, url: `/v1${path}`, headers, ...(payload === undefined ? {} : { payload }) })
    const isJson = /\bjson\b/.test(String(answer.headers['content-type']))
    return { status: answer.statusCode, body: isJson ? (answer.json() as Body) : {}, bytes: answer.rawPayload }
  }

  private async sure(method: Method, path: string, payload?: object): Promise<Answer> {
    const answer = await this.send(method, path, payload)
    if (answer.status >= 300) throw new UnexpectedAnswer(method, path, answer)
    return answer
  }

  async get(path: string): Promise<Body> {
    return (await this.sure('GET', path)).body
  }

  async download(path: string): Promise<Buffer> {
    return (await this.sure('GET', path)).bytes
  }

  async post(path: string, payload: object): Promise<Body> {
    return (await this.sure('POST', path, payload)).body
  }

  async put(path: string, payload: object): Promise<Body> {
    return (await this.sure('PUT', path, payload)).body
  }

  async patch(path: string, payload: object): Promise<Body> {
    return (await this.sure('PATCH', path, payload)).body
  }

  /** Every item of a list, page by page. */
  async *all(path: string): AsyncGenerator<Body> {
    let next: string | null = null
    do {
      const from: string = next === null ? path : `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(next)}`
      const page = (await this.get(from)) as unknown as { items: Body[]; next: string | null }
      yield* page.items
      next = page.next
    } while (next !== null)
  }
}
