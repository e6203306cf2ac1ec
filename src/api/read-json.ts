import { refuse } from '../refusal.ts'
import type { Api } from './api.ts'
import { Refused } from './problems/refused.ts'

/** No contract is deeper than a few levels; what is far deeper only costs whoever reads it. */
const MOST_LEVELS = 32

/** Reads JSON as Fastify does, after a look at how deep it goes. */
export function readJson(app: Api): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (levelsOf(body) > MOST_LEVELS) done(new Refused(refuse('invalid_request', { detail: `JSON > ${MOST_LEVELS}` })))
    else void parse(request, body, done)
  })
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING = [0x5b, 0x7b]
const CLOSING = [0x5d, 0x7d]

/** Brackets that are open at once at most; those within strings are letters like others. */
function levelsOf(text: string): number {
  let open = 0
  let most = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (inString && letter === BACKSLASH) at++
    else if (letter === QUOTE) inString = !inString
    else if (!inString && OPENING.includes(letter)) most = Math.max(most, ++open)
    else if (!inString && CLOSING.includes(letter)) open--
  }
  return most
}
