import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { importFields } from '../contracts/imports.ts'
import { refuse } from '../refusal.ts'
import { InvalidRequest } from './problems/invalid-request.ts'
import { Refused } from './problems/refused.ts'

const MEGABYTE = 1024 * 1024
const MOST_NAME_CHARACTERS = 200
/** Files that are being received or read at once. Each takes room on the disk until it is read. */
const MOST_AT_ONCE = 8
const MOST_OF_ONE_USER = 2

export interface Upload {
  /** Where the file lies. */
  file: string
  fileName: string
  fields: z.infer<typeof importFields>
}

/** The files that one service takes; few at once, and so few of one user that the others are not kept waiting. */
export class Uploads {
  private readonly mostBytes: number
  /** Who hands them in, once for each. */
  private readonly open: string[] = []

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes
  }

  /**
   * Takes one file and the fields beside it, in whatever order they come, into a folder of its own, and removes it when
   * the work is done or anything goes wrong.
   *
   * Refuses `unsupported_media_type`, `file_too_large`, `invalid_request`, and `busy` where too many are open.
   */
  async with<T>(request: FastifyRequest, work: (upload: Upload) => Promise<T>): Promise<T> {
    if (!request.isMultipart()) throw new Refused(refuse('unsupported_media_type'))
    const tooLarge = new Refused(refuse('file_too_large', { limit: Math.floor(this.mostBytes / MEGABYTE) }))
    // What is announced as too large is not read at all.
    if (Number(request.headers['content-length'] ?? 0) > this.mostBytes + MEGABYTE) throw tooLarge
    const user = request.actor.id
    if (this.open.length >= MOST_AT_ONCE || this.open.filter((each) => each === user).length >= MOST_OF_ONE_USER) throw new Refused(refuse('busy'))
    this.open.push(user)
    try {
      return await inFolder(request, { mostBytes: this.mostBytes, tooLarge }, work)
    } finally {
      this.open.splice(this.open.indexOf(user), 1)
    }
  }
}

async function inFolder<T>(request: FastifyRequest, { mostBytes, tooLarge }: Omit<Receiving, 'file'>, work: (upload: Upload) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'timebank-upload-'))
  try {
    const file = join(folder, 'upload')
    const received = await receive(request, { file, mostBytes, tooLarge })
    return await work({ file, ...received })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Receiving {
  file: string
  mostBytes: number
  tooLarge: Refused
}

async function receive(request: FastifyRequest, { file, mostBytes, tooLarge }: Receiving): Promise<Omit<Upload, 'file'>> {
  const fields = new Map<string, unknown>()
  let fileName: string | undefined
  try {
    for await (const part of request.parts({ limits: { files: 1, fileSize: mostBytes, fields: 10, fieldSize: 65_536 } })) {
      if (part.type === 'file') {
        // One that is too large is cut short here, and refused when the next part is asked for.
        await pipeline(part.file, createWriteStream(file))
        fileName = nameOf(part)
      } else {
        fields.set(part.fieldname, part.value)
      }
    }
  } catch (error) {
    if (isTooLarge(error)) throw tooLarge
    // A form that breaks off, or is none.
    throw new Refused(refuse('invalid_request', { detail: 'multipart/form-data' }))
  }
  if (fileName === undefined) throw new Refused(refuse('invalid_request', { detail: 'file' }))
  return { fileName, fields: readFields(fields) }
}

function isTooLarge(error: unknown): boolean {
  return (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE'
}

/** The name without a path and without what no database keeps. */
function nameOf({ filename }: MultipartFile): string {
  return basename(filename.replaceAll('\\', '/')).replace(/[\p{Cc}\p{Cs}]/gu, '').slice(0, MOST_NAME_CHARACTERS) || 'file'
}

/** `mapping` is JSON text within the form. */
function readFields(fields: Map<string, unknown>): Upload['fields'] {
  const mapping = fields.get('mapping')
  if (typeof mapping === 'string') fields.set('mapping', parsedOrItself(mapping))
  const parsed = importFields.safeParse(Object.fromEntries(fields), { reportInput: true })
  if (!parsed.success) throw new InvalidRequest(parsed.error.issues)
  return parsed.data
}

function parsedOrItself(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
