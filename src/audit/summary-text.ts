import type { Transaction } from '../journal/transaction.ts'
import { isReason, REASONS, type Reason } from '../reason.ts'

type Sealed = Pick<Transaction, 'summaryCode' | 'content'>

/** Why a transaction was posted, where its kind has a reason: within the summary, or in the content of an event. */
export function reasonOf({ summaryCode, content }: Sealed): ({ code: Reason } & (typeof REASONS)[Reason]) | null {
  const [kind = '', code = ''] = summaryCode.split('.')
  if ((kind === 'reverse' || kind === 'forfeit') && isReason(code)) return { code, ...REASONS[code] }
  if (kind !== 'event' || !code.startsWith('account_') || content === null) return null
  try {
    const { reason } = JSON.parse(content) as { reason?: unknown }
    return typeof reason === 'string' && isReason(reason) ? { code: reason, ...REASONS[reason] } : null
  } catch {
    return null
  }
}

/** The summary (摘要) in words as far as there are any: `录入错误 Clerk's error`, else its code. */
export function summaryText(transaction: Sealed): string {
  const reason = reasonOf(transaction)
  return reason ? `${reason.zh} ${reason.en}` : transaction.summaryCode
}
