import { needsTwoPeople } from '../../communities/four-eyes.ts'
import type { Service } from '../../communities/communities.ts'
import { insertNote } from '../../communities/notes.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import type { FlagAnswer, RecordFlag } from '../../contracts/record-codes.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import { type ChangedRecord, changeOnce } from './change-once.ts'
import { openFlagsOf, UNPOSTED } from './record-row.ts'

export interface AnswerToFlag {
  flag: RecordFlag
  answer: FlagAnswer
  note?: string | undefined
}

/** What is said of the recorder, or against the record, is not for the recorder to answer. */
const FOR_OTHERS: readonly RecordFlag[] = ['recorder_is_member', 'recorder_is_relative', 'objection']

/**
 * Says how somebody made sure of what makes a record doubtful. Refuses `unknown_record`, `record_not_open`, `no_such_flag`, and
 * `second_person_needed` where it must be another than who recorded it.
 */
export async function answerFlag(service: Service, communityId: string, recordId: string, { flag: code, answer, note }: AnswerToFlag, asked: Keyed): Promise<ChangedRecord | Refusal> {
  const twoPeople = await needsTwoPeople(service, communityId)
  return changeOnce(service, communityId, { recordId, asked }, async (db, row) => {
    if (!UNPOSTED.includes(row.state)) return refuse('record_not_open', { state: row.state })
    if (!row.flags.some((flag) => flag.code === code && flag.answer === undefined)) return refuse('no_such_flag', { flag: code })
    if (twoPeople && FOR_OTHERS.includes(code) && row.hands.includes(asked.actor)) return refuse('second_person_needed', { by: asked.actor })
    const said = note === undefined ? {} : { note: await insertNote(service, db, communityId, note) }
    const answered = { answer, answeredBy: asked.actor, answeredAt: service.clock.now(), ...said }
    const flags = row.flags.map((flag) => (flag.code === code && flag.answer === undefined ? { ...flag, ...answered } : flag))
    return { flags, openFlags: openFlagsOf(flags) }
  })
}
