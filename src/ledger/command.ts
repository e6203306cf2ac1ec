import type { SuccessionCause } from '../contracts/person-codes.ts'
import type { Beneficiary } from '../policy/entitlement.ts'
import type { ServiceFacts } from '../policy/evaluate.ts'
import type { Relation } from '../policy/values.ts'
import type { Reason } from '../reason.ts'

/**
 * What the ledger can be told to do. Points are whole hundredths, goods whole pieces, times whole minutes, money whole
 * fen; all positive. Who a member is, whether the caller may ask, and what a good costs is settled before.
 */
export interface CommandBase {
  community: string
  /** Made by the client before its first try; the same key and request give the first answer. */
  idempotencyKey: string
  /** SHA-256 of the request as it came in. */
  requestHash: Buffer
  /** The day it is in the community, `YYYY-MM-DD`. */
  today: string
  /** When it happened; today where absent, never later. It chooses the policy, and the period while that is open. */
  serviceDate?: string | undefined
  preparedBy: string
  approvedBy?: string | undefined
  postedBy: string
  authorisation?: string | undefined
  evidence?: string | undefined
  sourceHash?: string | undefined
  sourceRow?: string | undefined
  attachments?: number | undefined
  till?: string | undefined
  noteCommitment?: string | undefined
  /** The reversed transaction that this records anew. */
  replaces?: number | undefined
}

export interface GoodsLine {
  sku: string
  pieces: number
}

export interface RedemptionLine extends GoodsLine {
  /** Price of one piece. */
  points: number
  /** Most pieces a person may redeem in a calendar month; absent where there is no limit. */
  monthlyLimit?: number | undefined
}

export interface BatchOfGoods extends GoodsLine {
  counter: string
  sponsor?: string | undefined
  deliveryNote?: string | undefined
  expiresOn?: string | undefined
  unitCostFen?: number | undefined
}

export interface AwardLimits {
  perDay?: number | undefined
  perMonth?: number | undefined
  perYear?: number | undefined
}

export type Action =
  | {
      action: 'open'
      member?: { number: number; lots: { points: number; expiresOn?: string | undefined }[]; minutes: number; honoraryMinutes: number } | undefined
      goods?: BatchOfGoods[] | undefined
      funds?: { fund: string; source: string; fen: number }[] | undefined
    }
  | {
      action: 'earn'
      member: number
      category: string
      minutes: number
      backfilled: boolean
      /** What the cap by activity goes by; sealed only where the policy has one. */
      activity?: string | undefined
      /** What people's records know of it; what is absent is not judged. */
      facts?: ServiceFacts | undefined
      /** The day of the last approval; today where absent. */
      approvedOn?: string | undefined
      /** Somebody was asked, and points that are born expired are posted all the same. */
      expiredAccepted?: boolean | undefined
    }
  | {
      action: 'earn_team'
      team: string
      category: string
      members: { member: number; minutes: number; facts?: ServiceFacts | undefined }[]
      backfilled: boolean
      activity?: string | undefined
      approvedOn?: string | undefined
      expiredAccepted?: boolean | undefined
    }
  | {
      action: 'award'
      member: number
      rule: string
      points: number
      expiresOn?: string | undefined
      /** How many awards of the rule one person may have in the day, month and year of this one. */
      limits?: AwardLimits | undefined
    }
  /** What becomes of a member's points at a death, a move or a closing account, as the policy says. */
  | { action: 'succeed'; from: number; to?: number | undefined; because: SuccessionCause }
  | {
      action: 'grant'
      member: number
      points: number
      pool?: string | undefined
      fund?: string | undefined
      expiresOn?: string | undefined
      /** What is known of the member, where the policy grants points to some groups only. */
      recipient?: Beneficiary | undefined
    }
  | {
      action: 'gift'
      from: number
      to: number
      points: number
      /** What the receiver is to the giver. */
      relation?: Relation | undefined
    }
  | { action: 'donate'; member: number; purpose: string; points: number }
  | { action: 'hold'; member: number; points: number; counter?: string | undefined; goods?: GoodsLine[] | undefined }
  | { action: 'release'; hold: number; points?: number | undefined; providerAtFault?: boolean | undefined }
  | {
      action: 'redeem'
      member: number
      counter: string
      lines: RedemptionLine[]
      hold?: number | undefined
      /** A slip found after a stocktake: the goods left already and stand as a difference. */
      foundLate?: boolean | undefined
      priceVersion?: string | undefined
      /** Who benefits, where the policy has conditions on that. */
      beneficiary?: Beneficiary | undefined
      /** The member who benefits, where that is not who pays. */
      benefits?: number | undefined
      /** Members that were merged into this one; of those with nothing in the books the ledger does not know. */
      formerly?: number[] | undefined
    }
  | { action: 'return'; redemption: number; lines: { line: number; pieces: number }[] }
  | { action: 'expire'; member: number }
  | { action: 'forfeit'; member: number; reason: Reason; points: number }
  | { action: 'recover'; member: number; points?: number | undefined }
  | { action: 'write_off'; member: number; points: number }
  | { action: 'adjust'; corrects: number; points: number }
  | { action: 'merge'; from: number; into: number }
  | ({ action: 'stock_in' } & BatchOfGoods)
  | { action: 'stock_move'; from: string; to: string; sku: string; pieces: number }
  | { action: 'damage'; counter: string; sku: string; pieces: number; of: 'stock' | 'difference' }
  | { action: 'stocktake'; counter: string; counts: { sku: string; counted: number }[] }
  | { action: 'distribute'; counter: string; sku: string; pieces: number }
  | { action: 'return_to_sponsor'; counter: string; sku: string; pieces: number; sponsor: string }
  | { action: 'reverse'; number: number; reason: Reason }
  | { action: 'publish_policy'; from?: string | undefined; through?: string | undefined; policy: unknown }
  | { action: 'freeze'; account: string; reason: Reason }
  | { action: 'unfreeze'; account: string; reason: Reason }
  | { action: 'close'; account: string; reason: Reason }
  | { action: 'close_period'; through: string }
  | { action: 'change_signing_key'; publicKey: string }
  | { action: 'erase_member'; member: number }

export type Command = CommandBase & Action
/** The command of one action. */
export type CommandOf<A extends Action['action']> = CommandBase & Extract<Action, { action: A }>
