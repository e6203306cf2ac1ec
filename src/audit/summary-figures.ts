import { amountText } from './amount-text.ts'

/**
 * What a summary says of a place. Points are hundredths. All but the members and the last two are what happened in the
 * range; reversals count against what they reverse, on their own business date.
 */
export interface Figures {
  /** Members as they are registered now: not left, not merged into another. */
  members: number
  /** Members with a service of the range that was not reversed by its end. */
  activeVolunteers: number
  /** Services recorded, less those reversed. */
  serviceRecords: number
  verifiedMinutes: number
  honoraryMinutes: number
  /** Verified and honorary minutes brought along from paper books. */
  carriedInMinutes: number
  /** Issued for service, by a fund, and awarded. */
  pointsIssued: number
  pointsCarriedIn: number
  /** Redeemed for goods and for services. */
  pointsRedeemed: number
  pointsExpired: number
  pointsForfeited: number
  /** Pieces. */
  goodsRedeemed: number
  transactions: number
  /** Personal and held points at the end of the range: what the community owes its members in goodwill. */
  pointsOutstanding: number
  /** The donation pool at the end of the range. */
  donatedPool: number
}

export const MINUTE_FIGURES = ['verifiedMinutes', 'honoraryMinutes', 'carriedInMinutes'] as const satisfies (keyof Figures)[]
export const POINT_FIGURES = [
  'pointsIssued', 'pointsCarriedIn', 'pointsRedeemed', 'pointsExpired', 'pointsForfeited', 'pointsOutstanding', 'donatedPool'
] as const satisfies (keyof Figures)[]

export function noFigures(): Figures {
  return {
    members: 0, activeVolunteers: 0, serviceRecords: 0, verifiedMinutes: 0, honoraryMinutes: 0, carriedInMinutes: 0, pointsIssued: 0,
    pointsCarriedIn: 0, pointsRedeemed: 0, pointsExpired: 0, pointsForfeited: 0, goodsRedeemed: 0, transactions: 0, pointsOutstanding: 0, donatedPool: 0
  }
}

export function sumFigures(all: Iterable<Figures>): Figures {
  const sum = noFigures()
  for (const figures of all) for (const name of Object.keys(sum) as (keyof Figures)[]) sum[name] += figures[name]
  return sum
}

/** What the entries of a code add up to, debit positive, within the range. */
export interface CodeMovement {
  code: string
  /** Brought along from paper books, or the reversal of that. */
  carriedIn: boolean
  amount: number
}

/** Adds what happened in the range to the figure that the code stands for; other codes stand for none. */
export function addMovement(figures: Figures, { code, carriedIn, amount }: CodeMovement): void {
  switch (code) {
    case 'M6201':
      figures[carriedIn ? 'carriedInMinutes' : 'verifiedMinutes'] -= amount
      return
    case 'M6202':
      figures[carriedIn ? 'carriedInMinutes' : 'honoraryMinutes'] -= amount
      return
    case 'P3101':
      figures.pointsCarriedIn += amount
      return
    case 'P5101':
    case 'P5102':
    case 'P5103':
      figures.pointsIssued += amount
      return
    case 'P4101':
    case 'P4104':
      figures.pointsRedeemed -= amount
      return
    case 'P4102':
      figures.pointsExpired -= amount
      return
    case 'P4103':
      figures.pointsForfeited -= amount
      return
    case 'G1102':
      figures.goodsRedeemed += amount
  }
}

/** The codes that a summary is made of; the first three for what stands at the end of the range. */
export const STANDING_CODES = ['P2101', 'P2102', 'P2103']
export const MOVING_CODES = ['M6201', 'M6202', 'P3101', 'P5101', 'P5102', 'P5103', 'P4101', 'P4102', 'P4103', 'P4104', 'G1102']

export type FiguresJson = Record<keyof Figures, number | string>

/** Points as decimal texts, the rest as whole numbers. */
export function figuresJson(figures: Figures): FiguresJson {
  const points = POINT_FIGURES.map((name) => [name, amountText(figures[name], 'POINT')])
  return { ...figures, ...(Object.fromEntries(points) as Record<(typeof POINT_FIGURES)[number], string>) }
}
