import type { RecordState } from '../../contracts/record-codes.ts'
import type { Refusal, RefusalCode, RefusalParameters } from '../../refusal.ts'

/** What became of one record of several; the code says why where it was refused. */
export interface RecordOutcome {
  recordId: string
  /** As it stands; null where there is no such record. */
  state: RecordState | null
  /** The journal transaction, once posted. */
  number: number | null
  code: RefusalCode | null
  parameters: RefusalParameters
}

export function refusalIn(refusal: Refusal | null): Pick<RecordOutcome, 'code' | 'parameters'> {
  return { code: refusal?.code ?? null, parameters: refusal?.parameters ?? {} }
}
