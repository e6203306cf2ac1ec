/** Why a record gives a service no points, only honorary hours. */
export type HonoraryReason = 'backfill' | 'evidence' | 'paid_staff' | 'own_relative' | 'complaint'
export type CapName = 'record' | 'activity' | 'day' | 'month'

/**
 * The steps from minutes to points, in their order. Each begins with what the one before ended with, so that the whole
 * can be worked out again by hand. Points are whole hundredths.
 */
export type Step =
  | { step: 'served'; minutes: number }
  | { step: 'honorary'; minutes: number; because: HonoraryReason }
  | { step: 'too_short'; minutes: number; minimumMinutes: number }
  | { step: 'counts_as'; minutes: number; countedMinutes: number }
  | {
      step: 'rounded'
      per: 'record' | 'day' | 'month'
      stepMinutes: number
      direction: 'down' | 'up' | 'nearest'
      /** What was counted before in that day or month, and what of it was converted; 0 for a record by itself. */
      beforeMinutes: number
      convertedMinutes: number
      minutes: number
      roundedMinutes: number
    }
  | { step: 'cap'; cap: CapName; capMinutes: number; usedMinutes: number; minutes: number; keptMinutes: number; excessGoesTo: string }
  | { step: 'points'; pointsPerHour: string; coefficient: string; minutes: number; points: number; to: 'member' | 'donation_pool' }
  | { step: 'group_donated'; points: number }
  | { step: 'recovered'; points: number; toRecover: number }
  | { step: 'balance_cap'; cap: number; counted: number; points: number; kept: number; excessGoesTo: string; honoraryMinutes: number }
  | { step: 'valid'; start: string; through: string }
