import type { Service } from '../communities/communities.ts'
import { type Library, openLibrary } from './library.ts'
import { openUserBook, type UserBook } from './user-book.ts'

export interface IdentitySettings {
  /** Hours from signing in to having to sign in again. */
  sessionHours: number
  /** Minutes without a request after which a session ends. */
  sessionIdleMinutes: number
  /** Cookies are sent over TLS only. */
  secure: boolean
}

export const DEFAULT_IDENTITY: IdentitySettings = { sessionHours: 12, sessionIdleMinutes: 120, secure: false }

/** What the use cases of signing in and of accounts work with. */
export interface Identity extends UserBook {
  settings: IdentitySettings
  library: Library
  /** Signs the tokens that unsafe requests of a session bring along. */
  csrfSecret: string
}

export function createIdentity(service: Service, settings: Partial<IdentitySettings> = {}): Identity {
  const all = { ...DEFAULT_IDENTITY, ...settings }
  return {
    ...openUserBook(service),
    settings: all,
    library: openLibrary(service, all),
    csrfSecret: service.vault.secretFor('csrf')
  }
}
