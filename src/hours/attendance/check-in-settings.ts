import type { Service } from '../../communities/communities.ts'
import { answerOf, once } from '../../communities/once.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { isRefusal, type Refusal } from '../../refusal.ts'
import { type ShownCode, showCode } from './check-in-by-code.ts'
import { findOccasion, type PurposeRef } from './occasion.ts'

export interface CheckInSettings {
  rotating: boolean
  toleranceMinutes: number
}

/** Sets whether the code changes every 30 seconds, and how long before and after one may check in. What was shown before expires. */
export async function putCheckInSettings(
  service: Service,
  communityId: string,
  { ref, settings }: { ref: PurposeRef; settings: CheckInSettings },
  asked: Keyed
): Promise<Answered<ShownCode> | Refusal> {
  const { checkInSetting } = service.bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    const occasion = await findOccasion(db, service, communityId, ref)
    if (isRefusal(occasion)) return occasion
    const said = { ...settings, changedBy: asked.actor, changedAt: service.clock.now() }
    await db
      .insert(checkInSetting)
      .values({ communityId, ...ref, ...said })
      .onConflictDoUpdate({ target: [checkInSetting.communityId, checkInSetting.purpose, checkInSetting.purposeId], set: said })
    return ref.purposeId
  })
  return answerOf(made, () => showCode(service, communityId, ref))
}
