import t from 'tap'
import { onEveryStore, POLICY, shown, shownLots } from './books.ts'

/** One category, one point an hour and the cap of example 2. */
const ONE_AN_HOUR = { ...POLICY, pointsPerHour: '1', categoryCoefficients: { 科普宣传: '1.0' }, balanceCapPoints: '1500' }

onEveryStore(t, '1. Earning is rounded down to the step, and a short record gives minutes alone', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const earned = await books.post({ action: 'earn', member: 1, category: '老人陪护', minutes: 100, backfilled: false })
  t.same(shown(earned), [
    'Dr M6101.老人陪护 100',
    'Cr M6201.1 100',
    'Dr P5101.老人陪护 22.50',
    'Cr P2101.1 22.50'
  ])
  t.match(earned, { minutes: 100, convertibleMinutes: 90, coefficient: '1.5', policyVersion: 1, voucherNumber: 1 })
  t.same(await books.lots('P2101.1'), ['2028-03-20 2250'])
  const short = await books.post({ action: 'earn', member: 1, category: '老人陪护', minutes: 15, backfilled: false })
  t.same(shown(short), ['Dr M6101.老人陪护 15', 'Cr M6201.1 15'])
})

onEveryStore(t, '2. The balance cap counts held points, and what is over goes to the pool', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: ONE_AN_HOUR })
  await books.post({ action: 'open', member: { number: 1, lots: [{ points: 149500 }], minutes: 0, honoraryMinutes: 0 } })
  const hold = await books.post({ action: 'hold', member: 1, points: 9500 })
  const earned = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 480, backfilled: false })
  t.same(shown(earned), [
    'Dr M6101.科普宣传 480',
    'Cr M6201.1 480',
    'Dr P5101.科普宣传 8.00',
    'Cr P2101.1 5.00',
    'Cr P2103.general 3.00'
  ])
  const release = await books.post({ action: 'release', hold: hold.number })
  t.same(shown(release), [`Dr P2102.1.${hold.number} 95.00`, 'Cr P2101.1 95.00'])
  t.same(await books.balances('P2101.1', `P2102.1.${hold.number}`, 'P2103.general'), {
    'P2101.1': 150000,
    [`P2102.1.${hold.number}`]: 0,
    'P2103.general': 300
  })
})

onEveryStore(t, '3. Reversing what is already spent leaves points to recover, and the next earning pays them', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const earned = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 360, backfilled: false })
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 4000 })
  const reversal = await books.post({ action: 'reverse', number: earned.number, reason: 'clerk_error' })
  t.same(shown(reversal), [
    'Cr M6101.科普宣传 360',
    'Dr M6201.1 360',
    'Cr P5101.科普宣传 60.00',
    'Dr P2101.1 20.00',
    'Dr P1301.1 40.00'
  ])
  t.same(await books.balances('P2101.1', 'P1301.1', 'M6201.1', 'P5101.科普宣传'), {
    'P2101.1': 0, 'P1301.1': 4000, 'M6201.1': 0, 'P5101.科普宣传': 0
  })
  const next = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 300, backfilled: false })
  t.same(shown(next).slice(2), ['Dr P5101.科普宣传 50.00', 'Cr P1301.1 40.00', 'Cr P2101.1 10.00'])
  t.equal(await books.refused({ action: 'reverse', number: earned.number, reason: 'duplicate' }), 'already_reversed')
})

onEveryStore(t, '4. A service sets its points aside from the lots that expire soonest', async (t, books) => {
  await books.post({
    action: 'open',
    member: { number: 5, lots: [{ points: 2000, expiresOn: '2026-12-31' }, { points: 5000, expiresOn: '2025-12-31' }], minutes: 0, honoraryMinutes: 0 }
  })
  const hold = await books.post({ action: 'hold', member: 5, points: 3000 })
  const held = `P2102.5.${hold.number}`
  t.same(shown(hold), ['Dr P2101.5 30.00', `Cr ${held} 30.00`])
  t.same(shownLots(hold), ['P2101.5 2025-12-31 -3000', `${held} 2025-12-31 3000`])
  t.same(await books.balances('P2101.5', held), { 'P2101.5': 4000, [held]: 3000 })
  t.same(await books.lots('P2101.5'), ['2025-12-31 2000', '2026-12-31 2000'])
  t.equal(await books.refused({ action: 'gift', from: 5, to: 6, points: 4001 }), 'insufficient_points')
})

onEveryStore(t, '5. What is held over the end of the year expires only when it is released', async (t, books) => {
  books.today = '2025-12-20'
  await books.post({ action: 'stock_in', counter: 'main', sku: 'G001', pieces: 10, sponsor: 'mill' })
  await books.post({
    action: 'open',
    member: { number: 1, lots: [{ points: 3000, expiresOn: '2025-12-31' }, { points: 1000, expiresOn: '2026-12-31' }], minutes: 0, honoraryMinutes: 0 }
  })
  const hold = await books.post({ action: 'hold', member: 1, points: 4000 })
  const held = `P2102.1.${hold.number}`
  books.today = '2026-01-01'
  t.same(await books.postAll({ action: 'expire', member: 1 }), [], 'nothing held expires')
  books.today = '2026-01-05'
  const redemption = await books.postAll({
    action: 'redeem', member: 1, counter: 'main', hold: hold.number, lines: [{ sku: 'G001', pieces: 1, points: 2500 }]
  })
  t.equal(redemption.length, 1)
  t.same(redemption.flatMap(shown), [`Dr ${held} 25.00`, 'Cr P4101.main 25.00', 'Dr G1102.G001 1', 'Cr G1101.main.G001 1'])
  const released = await books.postAll({ action: 'release', hold: hold.number })
  t.same(released.map((each) => [each.kind, ...shown(each)]), [
    ['release', `Dr ${held} 15.00`, 'Cr P2101.1 15.00'],
    ['expire', 'Dr P2101.1 5.00', 'Cr P4102 5.00']
  ])
  t.same(await books.balances('P2101.1', held, 'P4102'), { 'P2101.1': 1000, [held]: 0, P4102: 500 })
  t.same(await books.lots('P2101.1'), ['2026-12-31 1000'])
})

onEveryStore(t, '6. Part of a redemption comes back, with grace where its lot has expired', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY }, { today: '2025-01-02' })
  books.today = '2025-12-20'
  await books.post({ action: 'stock_in', counter: 'main', sku: 'toothpaste', pieces: 9, sponsor: 'mill' })
  await books.post({ action: 'stock_in', counter: 'main', sku: 'tissue', pieces: 9, sponsor: 'mill' })
  await books.post({ action: 'open', member: { number: 1, lots: [{ points: 10000, expiresOn: '2025-12-31' }], minutes: 0, honoraryMinutes: 0 } })
  const redemption = await books.post({
    action: 'redeem', member: 1, counter: 'main',
    lines: [{ sku: 'toothpaste', pieces: 2, points: 1500 }, { sku: 'tissue', pieces: 1, points: 2500 }]
  })
  t.same(shown(redemption), [
    'Dr P2101.1 30.00', 'Cr P4101.main 30.00', 'Dr G1102.toothpaste 2', 'Cr G1101.main.toothpaste 2',
    'Dr P2101.1 25.00', 'Cr P4101.main 25.00', 'Dr G1102.tissue 1', 'Cr G1101.main.tissue 1'
  ])
  books.today = '2026-01-03'
  const back = await books.post({ action: 'return', redemption: redemption.number, lines: [{ line: 1, pieces: 1 }] })
  t.same(shown(back), ['Cr P2101.1 15.00', 'Dr P4101.main 15.00', 'Cr G1102.toothpaste 1', 'Dr G1101.main.toothpaste 1'])
  t.equal(back.corrects, redemption.number)
  t.same(await books.lots('P2101.1'), ['2025-12-31 4500', '2026-02-02 1500'])
  t.equal(await books.refused({ action: 'return', redemption: redemption.number, lines: [{ line: 1, pieces: 2 }] }), 'return_exceeds')
  t.same(await books.balances('G1101.main.toothpaste', 'P4101.main'), { 'G1101.main.toothpaste': 8, 'P4101.main': 4000 })
  books.today = '2026-02-03'
  await books.post({ action: 'expire', member: 1 })
  t.same(await books.balances('P2101.1'), { 'P2101.1': 0 })
})

onEveryStore(t, '9. A community opens its books from paper cards', async (t, books) => {
  const opening = await books.post({
    action: 'open',
    member: { number: 1, lots: [{ points: 8600, expiresOn: '2026-12-31' }], minutes: 2580, honoraryMinutes: 0 },
    goods: [{ counter: 'main', sku: 'G001', pieces: 40, sponsor: 'mill', deliveryNote: 'D-7', expiresOn: '2027-01-31', unitCostFen: 250 }],
    funds: [{ fund: 'care', source: 'street', fen: 500000 }]
  })
  t.same(shown(opening), [
    'Dr P3101 86.00', 'Cr P2101.1 86.00',
    'Dr M3102 2580', 'Cr M6201.1 2580',
    'Dr G1101.main.G001 40', 'Cr G3103.G001 40',
    'Dr C1201.care.street 5000.00', 'Cr C3104 5000.00'
  ])
  t.same(shownLots(opening), ['P2101.1 2026-12-31 8600', 'G1101.main.G001 2027-01-31 40'])
  t.match(opening.entries[4]?.lots[0], { sponsor: 'mill', deliveryNote: 'D-7', unitCostFen: 250 })
})

onEveryStore(t, '10. A stocktake is explained piece by piece until nothing is left unexplained', async (t, books) => {
  await books.post({ action: 'stock_in', counter: 'main', sku: 'G001', pieces: 40, sponsor: 'mill' })
  await books.post({ action: 'open', member: { number: 1, lots: [{ points: 6000, expiresOn: '2026-12-31' }], minutes: 0, honoraryMinutes: 0 } })
  const counted = await books.post({ action: 'stocktake', counter: 'main', counts: [{ sku: 'G001', counted: 38 }] })
  t.same(shown(counted), ['Dr G1104.G001 2', 'Cr G1101.main.G001 2'])
  const broken = await books.post({ action: 'damage', counter: 'main', sku: 'G001', pieces: 1, of: 'difference' })
  t.same(shown(broken), ['Dr G1106.G001 1', 'Cr G1104.G001 1'])
  const late = await books.post({
    action: 'redeem', member: 1, counter: 'main', foundLate: true, lines: [{ sku: 'G001', pieces: 1, points: 6000 }]
  })
  t.same(shown(late), ['Dr P2101.1 60.00', 'Cr P4101.main 60.00', 'Dr G1102.G001 1', 'Cr G1104.G001 1'])
  t.same(await books.balances('G1104.G001', 'G1101.main.G001', 'G1102.G001', 'G1106.G001', 'P2101.1'), {
    'G1104.G001': 0, 'G1101.main.G001': 38, 'G1102.G001': 1, 'G1106.G001': 1, 'P2101.1': 0
  })
  t.same(await books.postAll({ action: 'stocktake', counter: 'main', counts: [{ sku: 'G001', counted: 38 }] }), [])
})
