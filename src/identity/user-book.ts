import type { Service } from '../communities/communities.ts'
import { ActorCache } from './actor-cache.ts'
import { Attempts, OF_CARDS, OF_PASSWORDS } from './attempts.ts'

/** What accounts are kept with: all of {@link Identity} that does not need the library for signing in. */
export interface UserBook {
  service: Service
  /** Who sends requests now; whoever changes a right evicts here. */
  actors: ActorCache
  /** Wrong passwords by user name. */
  passwordAttempts: Attempts
  /** Wrong PINs from the network, by card. */
  cardAttempts: Attempts
}

export function openUserBook(service: Service): UserBook {
  return {
    service,
    actors: new ActorCache(service.clock),
    passwordAttempts: new Attempts(service, 'password', OF_PASSWORDS),
    cardAttempts: new Attempts(service, 'card', OF_CARDS)
  }
}
