import type { Policy } from '../../policy/content.ts'

/** Whether one person's word and another's confirmation are too little: more approve one after another, or the public is asked. */
export function needsRecord({ earning }: Policy): boolean {
  return earning.approvalLevels > 1 || earning.publicNoticeDays > 0
}
