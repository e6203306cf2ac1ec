import { amountText } from './amount-text.ts'

/**
 * What a summary says of a place. Points are hundredths. All but the members and the last two are what happened in the
 * range; reversals count against what they reverse, on their own business date. Sums of balances may outgrow 2^53 − 1.
 */
export interface Figures {
  /** Members as they are registered now: not left, not merged into another. */
  members: bigint
  /** Members with a service of the range, alone or in a team, that was not reversed by its end. */
  activeVolunteers: bigint
  /** Services recorded, less those reversed; a service of a team is one. */
  serviceRecords: bigint
  verifiedMinutes: bigint
  honoraryMinutes: bigint
  /** Served in teams. They are the team's, as the points issued for them are nobody's in particular: both are common. */
  teamMinutes: bigint
  /** Verified and honorary minutes brought along from paper books. */
  carriedInMinutes: bigint
  /** Issued for service, by a fund, and awarded. */
  pointsIssued: bigint
  pointsCarriedIn: bigint
  /** Redeemed for goods and for services. */
  pointsRedeemed: bigint
  pointsExpired: bigint
  pointsForfeited: bigint
  /** Pieces. */
  goodsRedeemed: bigint
  transactions: bigint
  /** Personal and held points at the end of the range: what the community owes its members in goodwill. */
  pointsOutstanding: bigint
  /** The donation pool at the end of the range. */
  donatedPool: bigint
}

const POINT_FIGURES = [
  'pointsIssued', 'pointsCarriedIn', 'pointsRedeemed', 'pointsExpired', 'pointsForfeited', 'pointsOutstanding', 'donatedPool'
] as const satisfies (keyof Figures)[]

export function noFigures(): Figures {
  return {
    members: 0n, activeVolunteers: 0n, serviceRecords: 0n, verifiedMinutes: 0n, honoraryMinutes: 0n, teamMinutes: 0n, carriedInMinutes: 0n,
    pointsIssued: 0n, pointsCarriedIn: 0n, pointsRedeemed: 0n, pointsExpired: 0n, pointsForfeited: 0n, goodsRedeemed: 0n, transactions: 0n, pointsOutstanding: 0n, donatedPool: 0n
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
  amount: bigint
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
    case 'M6203':
      figures.teamMinutes -= amount
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
export const MOVING_CODES = ['M6201', 'M6202', 'M6203', 'P3101', 'P5101', 'P5102', 'P5103', 'P4101', 'P4102', 'P4103', 'P4104', 'G1102']

type PointFigure = (typeof POINT_FIGURES)[number]
export type FiguresJson = { [Name in keyof Figures]: Name extends PointFigure ? string : number }

/** Points as decimal texts, the rest as whole numbers. */
export function figuresJson(figures: Figures): FiguresJson {
  const texts = Object.entries(figures).map(([name, amount]: [string, bigint]) => [
    name,
    (POINT_FIGURES as readonly string[]).includes(name) ? amountText(amount, 'POINT') : Number(amount)
  ])
  return Object.fromEntries(texts) as FiguresJson
}
