import { createHmac, randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { type Refusal, refuse } from '../refusal.ts'
import type { Vault } from '../vault.ts'

export const LEAST_PASSWORD_CHARACTERS = 10
/** Longer ones are refused before they are hashed, which would cost the server and add nothing. */
export const MOST_PASSWORD_CHARACTERS = 128

/** Argon2id with 19 MiB and two passes; salt and parameters stand in the result. */
export function hashSecret(secret: string): Promise<string> {
  return hash(secret.normalize('NFKC'))
}

export async function isSecret(secret: string, hashed: string): Promise<boolean> {
  return verify(hashed, secret.normalize('NFKC'))
}

const PIN_PURPOSE = 'pin pepper'

/** Six digits are soon tried out by who has the database: they are hashed together with a key that is not in it. */
function peppered(pin: string, secret: string): string {
  return createHmac('sha256', secret).update(pin).digest('base64url')
}

export function hashPin(vault: Vault, pin: string): Promise<string> {
  return hashSecret(peppered(pin, vault.secretFor(PIN_PURPOSE)))
}

/** Whether it is the PIN; one that was set before the keys were changed is judged with the older key. */
export async function judgePin(vault: Vault, pin: string, hashed: string): Promise<'right' | 'right_by_older_key' | 'wrong'> {
  for (const [age, { secret }] of vault.secretsFor(PIN_PURPOSE).entries()) {
    if (await isSecret(peppered(pin, secret), hashed)) return age === 0 ? 'right' : 'right_by_older_key'
  }
  return 'wrong'
}

let decoy: Promise<string> | undefined

/** Takes as long as judging a secret does, for those who have none: an answer's time must not tell who is known. */
export async function judgeDecoy(secret: string): Promise<false> {
  decoy ??= hashSecret('nobody has this one')
  await isSecret(secret, await decoy)
  return false
}

/** What people choose first where ten characters are asked for. */
const COMMON = [
  '1234567890', '0123456789', '0987654321', '1234567891', '12345678910', '123456789a', 'a123456789', 'password12', 'password123', 'password1234',
  'qwertyuiop', 'qwerty12345', '1qaz2wsx3edc', 'q1w2e3r4t5', 'abcdefghij', 'abcd123456', 'abc1234567', 'iloveyou123', 'woaini1314', 'woaini520',
  'woaini5201314', '5201314520', 'adminadmin', 'admin12345', 'admin123456', 'administrator', 'letmein1234', 'welcome1234', 'changeme123', 'timebank12',
  'timebank123', 'timebank2025', 'taicheng123', 'zhiyuanzhe', 'shijianyinhang', '1111111111', '0000000000', '8888888888', '6666666666', 'aa123456789',
  'qq123456789', 'asdfghjkl1', 'zxcvbnm123', '147258369a', '1472583690', '7894561230'
]

/** Shorter names stand in many words by chance. */
const LONG_NAME = 5

/** Refuses `password_too_simple`. */
export function checkNewPassword(password: string, username: string): Refusal | undefined {
  const plain = password.normalize('NFKC').toLowerCase()
  const isName = username.length < LONG_NAME ? plain === username : plain.includes(username)
  const simple =
    [...plain].length < LEAST_PASSWORD_CHARACTERS || isName || COMMON.includes(plain) || new Set(plain).size < 4
  return simple ? refuse('password_too_simple', { least: LEAST_PASSWORD_CHARACTERS }) : undefined
}

/** Letters and digits that are not mistaken for each other on paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password of 79 bits to be used once, such as `k7mq-x2fp-9rtb-hc4w`. */
export function oneTimePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
