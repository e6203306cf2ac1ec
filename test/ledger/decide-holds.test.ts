import t from 'tap'
import { onEveryStore, POLICY, shown, shownLots } from './books.ts'

const heldBy = (member: number, hold: { number: number }): string => `P2102.${member}.${hold.number}`

onEveryStore(t, 'a hold sets points and goods aside, each for itself', async (t, books) => {
  await books.member(1, 1000)
  await books.stock('G001', 2, '2025-06-30')
  await books.stock('G001', 5)
  const hold = await books.post({
    action: 'hold', member: 1, points: 400, counter: 'main', goods: [{ sku: 'G001', pieces: 1 }, { sku: 'G001', pieces: 2 }]
  })
  const reserved = `G1105.${hold.number}.G001`
  t.same(shown(hold), [
    'Dr P2101.1 4.00', `Cr ${heldBy(1, hold)} 4.00`,
    `Dr ${reserved} 1`, 'Cr G1101.main.G001 1', `Dr ${reserved} 2`, 'Cr G1101.main.G001 2'
  ])
  t.same(await books.lots(reserved), ['2025-06-30 2', '9999-12-31 1'])
  t.equal(await books.refused({ action: 'hold', member: 1, points: 601 }), 'insufficient_points')
  const twice = [{ sku: 'G001', pieces: 3 }, { sku: 'G001', pieces: 2 }]
  t.equal(await books.refused({ action: 'hold', member: 1, points: 1, goods: twice }), 'out_of_stock')
  t.equal(await books.refused({ action: 'hold', member: 1, points: 1, goods: [{ sku: 'none', pieces: 1 }] }), 'out_of_stock')
})

onEveryStore(t, 'a hold is named by its own number, also where an expiry is posted before it', async (t, books) => {
  await books.member(1, 1000, '2025-03-19')
  await books.member(1, 1000)
  const [expired, hold] = await books.postAll({ action: 'hold', member: 1, points: 400 })
  t.equal(expired?.kind, 'expire')
  t.equal(hold?.entries[1]?.accountId, `P2102.1.${hold?.number}`)
})

onEveryStore(t, 'a hold is released in parts, its goods with the last of it', async (t, books) => {
  await books.member(1, 1000)
  await books.stock('G001', 5)
  const hold = await books.post({ action: 'hold', member: 1, points: 400, goods: [{ sku: 'G001', pieces: 2 }] })
  t.same(shown(await books.post({ action: 'release', hold: hold.number, points: 100 })), [`Dr ${heldBy(1, hold)} 1.00`, 'Cr P2101.1 1.00'])
  t.equal(await books.refused({ action: 'release', hold: hold.number, points: 301 }), 'insufficient_hold')
  t.same(shown(await books.post({ action: 'release', hold: hold.number })), [
    `Dr ${heldBy(1, hold)} 3.00`, 'Cr P2101.1 3.00', 'Dr G1101.main.G001 2', `Cr G1105.${hold.number}.G001 2`
  ])
  t.equal(await books.refused({ action: 'release', hold: hold.number }), 'insufficient_hold')
  t.equal(await books.refused({ action: 'release', hold: 1 }), 'unknown_hold')
  t.equal(await books.refused({ action: 'release', hold: 99 }), 'unknown_hold')
})

onEveryStore(t, 'goods that stay reserved when the points went elsewhere can still be released', async (t, books) => {
  await books.member(1, 400)
  await books.stock('G001', 5)
  await books.stock('G002', 5)
  const hold = await books.post({ action: 'hold', member: 1, points: 400, goods: [{ sku: 'G001', pieces: 2 }] })
  await books.post({ action: 'redeem', member: 1, counter: 'main', hold: hold.number, lines: [{ sku: 'G002', pieces: 1, points: 400 }] })
  t.same(shown(await books.post({ action: 'release', hold: hold.number })), ['Dr G1101.main.G001 2', `Cr G1105.${hold.number}.G001 2`])
  t.equal(await books.refused({ action: 'release', hold: hold.number }), 'insufficient_hold')
})

onEveryStore(t, 'what a provider kept from being used gets days of grace, without it expires at once', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { ...POLICY, graceDaysAfterReturn: 10 } })
  await books.member(1, 300, '2025-03-20')
  await books.member(1, 300, '2025-03-21')
  const hold = await books.post({ action: 'hold', member: 1, points: 600 })
  books.today = '2025-04-01'
  const kept = await books.post({ action: 'release', hold: hold.number, points: 400, providerAtFault: true })
  t.same(shownLots(kept).slice(2), ['P2101.1 2025-04-11 300', 'P2101.1 2025-04-11 100'])
  const lapsed = await books.postAll({ action: 'release', hold: hold.number })
  t.same(lapsed.map((each) => each.kind), ['release', 'expire'])
  t.same(await books.balances('P2101.1', 'P4102'), { 'P2101.1': 400, P4102: 200 })
})

onEveryStore(t, 'a hold that was reversed is no hold, and one that was used is not reversed', async (t, books) => {
  await books.member(1, 1000)
  const hold = await books.post({ action: 'hold', member: 1, points: 400 })
  await books.post({ action: 'release', hold: hold.number, points: 100 })
  t.equal(await books.refused({ action: 'reverse', number: hold.number, reason: 'clerk_error' }), 'hold_used')
  const whole = await books.post({ action: 'hold', member: 1, points: 400 })
  t.same(shown(await books.post({ action: 'reverse', number: whole.number, reason: 'clerk_error' })), ['Cr P2101.1 4.00', `Dr ${heldBy(1, whole)} 4.00`])
  t.equal(await books.refused({ action: 'release', hold: whole.number }), 'unknown_hold')
})

onEveryStore(t, 'a held account that is frozen by itself cannot be spent, only released', async (t, books) => {
  await books.member(1, 1000)
  await books.stock('G001', 5)
  const hold = await books.post({ action: 'hold', member: 1, points: 400 })
  await books.post({ action: 'freeze', account: heldBy(1, hold), reason: 'complaint' })
  const lines = [{ sku: 'G001', pieces: 1, points: 100 }]
  t.equal(await books.refused({ action: 'redeem', member: 1, counter: 'main', hold: hold.number, lines }), 'account_frozen')
  await books.post({ action: 'release', hold: hold.number })
})

onEveryStore(t, 'a personal account is not closed before what is held comes back to it', async (t, books) => {
  await books.member(1, 400)
  const hold = await books.post({ action: 'hold', member: 1, points: 400 })
  t.equal(await books.refused({ action: 'close', account: 'P2101.1', reason: 'moved_away' }), 'balance_not_zero')
  await books.post({ action: 'release', hold: hold.number })
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 400 })
  await books.post({ action: 'close', account: 'P2101.1', reason: 'moved_away' })
})
