import t from 'tap'
import type { Action } from '../../src/ledger/command.ts'
import { onEveryStore, shown, shownLots } from './books.ts'

onEveryStore(t, 'goods come in as a batch of their own and leave the soonest-expiring first', async (t, books) => {
  const into: Action = { action: 'stock_in', counter: 'main', sku: 'G001', pieces: 4, sponsor: 'mill', deliveryNote: 'D-1', expiresOn: '2025-12-31', unitCostFen: 250 }
  const received = await books.post(into)
  t.same(shown(received), ['Dr G1101.main.G001 4', 'Cr G1103.mill.G001 4'])
  t.match(received.entries[0]?.lots[0], { sponsor: 'mill', deliveryNote: 'D-1', unitCostFen: 250 })
  t.same(shown(await books.post({ action: 'stock_in', counter: 'main', sku: 'G001', pieces: 2, expiresOn: '2025-06-30' })), [
    'Dr G1101.main.G001 2', 'Cr G1103.unnamed.G001 2'
  ])
  const moved = await books.post({ action: 'stock_move', from: 'main', to: 'east', sku: 'G001', pieces: 3 })
  t.same(shown(moved), ['Dr G1101.east.G001 3', 'Cr G1101.main.G001 3'])
  t.same(await books.lots('G1101.east.G001'), ['2025-06-30 2', '2025-12-31 1'], 'batches stay what they are')
  t.same(shown(await books.post({ action: 'damage', counter: 'east', sku: 'G001', pieces: 1, of: 'stock' })), ['Dr G1106.G001 1', 'Cr G1101.east.G001 1'])
  t.same(shown(await books.post({ action: 'distribute', counter: 'east', sku: 'G001', pieces: 1 })), ['Dr G1107.G001 1', 'Cr G1101.east.G001 1'])
  t.same(shown(await books.post({ action: 'return_to_sponsor', counter: 'main', sku: 'G001', pieces: 3, sponsor: 'mill' })), [
    'Dr G1103.mill.G001 3', 'Cr G1101.main.G001 3'
  ])
  t.same(await books.lots('G1101.east.G001'), ['2025-12-31 1'])
})

onEveryStore(t, 'stock that is not there, codes that are none and a counter to itself are refused', async (t, books) => {
  await books.stock('G001', 2)
  const leaving: Action[] = [
    { action: 'stock_move', from: 'main', to: 'east', sku: 'G001', pieces: 3 },
    { action: 'damage', counter: 'main', sku: 'G001', pieces: 3, of: 'stock' },
    { action: 'distribute', counter: 'main', sku: 'G001', pieces: 3 },
    { action: 'return_to_sponsor', counter: 'main', sku: 'G001', pieces: 3, sponsor: 'mill' },
    { action: 'distribute', counter: 'none', sku: 'G001', pieces: 1 }
  ]
  for (const action of leaving) t.equal(await books.refused(action), 'out_of_stock')
  const badCodes: Action[] = [
    { action: 'stock_in', counter: 'a.b', sku: 'G001', pieces: 1 },
    { action: 'stock_in', counter: 'main', sku: '', pieces: 1 },
    { action: 'stock_in', counter: 'main', sku: 'G001', pieces: 1, sponsor: 'x\ny' },
    { action: 'stock_move', from: 'main', to: '.', sku: 'G001', pieces: 1 },
    { action: 'damage', counter: 'main', sku: 'G 1', pieces: 1, of: 'difference' },
    { action: 'return_to_sponsor', counter: 'main', sku: 'G001', pieces: 1, sponsor: ' ' },
    { action: 'stocktake', counter: 'main', counts: [{ sku: 'G.1', counted: 1 }] },
    { action: 'open', goods: [{ counter: 'main', sku: 'x'.repeat(65), pieces: 1 }] },
    { action: 'open', funds: [{ fund: 'a.b', source: 'x', fen: 1 }] }
  ]
  for (const action of badCodes) t.equal(await books.refused(action), 'bad_code')
  t.equal(await books.refused({ action: 'stock_move', from: 'main', to: 'main', sku: 'G001', pieces: 1 }), 'invalid_request')
  t.equal(await books.refused({ action: 'stock_in', counter: 'main', sku: 'G001', pieces: 1, expiresOn: '2025-02-30' }), 'bad_date')
  for (const pieces of [0, -1, 0.5]) t.equal(await books.refused({ action: 'stock_in', counter: 'main', sku: 'G001', pieces }), 'bad_amount')
})

onEveryStore(t, 'a stocktake posts what differs, a surplus as a batch that never expires', async (t, books) => {
  await books.stock('G001', 5, '2025-12-31')
  await books.stock('G002', 5)
  await books.stock('G003', 5)
  const counts = [{ sku: 'G001', counted: 3 }, { sku: 'G002', counted: 5 }, { sku: 'G003', counted: 9 }, { sku: 'G004', counted: 1 }]
  const counted = await books.post({ action: 'stocktake', counter: 'main', counts })
  t.same(shown(counted), [
    'Dr G1104.G001 2', 'Cr G1101.main.G001 2',
    'Dr G1101.main.G003 4', 'Cr G1104.G003 4',
    'Dr G1101.main.G004 1', 'Cr G1104.G004 1'
  ])
  t.same(shownLots(counted), ['G1101.main.G001 2025-12-31 -2', 'G1101.main.G003 9999-12-31 4', 'G1101.main.G004 9999-12-31 1'])
  t.equal(await books.refused({ action: 'stocktake', counter: 'main', counts: [{ sku: 'G001', counted: 1 }, { sku: 'G001', counted: 2 }] }), 'invalid_request')
  t.equal(await books.refused({ action: 'stocktake', counter: 'main', counts: [{ sku: 'G001', counted: -1 }] }), 'bad_amount')
  await books.post({ action: 'stocktake', counter: 'main', counts: [{ sku: 'G001', counted: 0 }] })
  t.same(await books.balances('G1101.main.G001', 'G1104.G001'), { 'G1101.main.G001': 0, 'G1104.G001': 5 })
})

onEveryStore(t, 'an opening holds at least something, and points bring their expiry or take the policy\'s', async (t, books) => {
  t.equal(await books.refused({ action: 'open' }), 'empty_request')
  t.equal(await books.refused({ action: 'open', member: { number: 1, lots: [], minutes: 0, honoraryMinutes: 0 } }), 'empty_request')
  t.equal(await books.refused({ action: 'open', member: { number: 1, lots: [{ points: 0 }], minutes: 60, honoraryMinutes: 0 } }), 'bad_amount')
  t.equal(await books.refused({ action: 'open', member: { number: 1, lots: [{ points: 1, expiresOn: '2025-13-01' }], minutes: 0, honoraryMinutes: 0 } }), 'bad_date')
  const opening = await books.post({
    action: 'open', member: { number: 1, lots: [{ points: 100 }, { points: 200, expiresOn: '2025-12-31' }], minutes: 60, honoraryMinutes: 30 }
  })
  t.same(shown(opening), [
    'Dr P3101 1.00', 'Cr P2101.1 1.00', 'Dr P3101 2.00', 'Cr P2101.1 2.00',
    'Dr M3102 60', 'Cr M6201.1 60', 'Dr M3102 30', 'Cr M6202.1 30'
  ])
  t.same(await books.lots('P2101.1'), ['2025-12-31 200', '9999-12-31 100'])
})

onEveryStore(t, 'an account that is closed takes nothing any more, whosever it is', async (t, books) => {
  await books.stock('G001', 2)
  await books.post({ action: 'distribute', counter: 'main', sku: 'G001', pieces: 2 })
  await books.post({ action: 'close', account: 'G1101.main.G001', reason: 'other' })
  t.equal(await books.refused({ action: 'stock_in', counter: 'main', sku: 'G001', pieces: 1 }), 'account_closed')
  t.equal(await books.refused({ action: 'stocktake', counter: 'main', counts: [{ sku: 'G001', counted: 1 }] }), 'account_closed')
})
