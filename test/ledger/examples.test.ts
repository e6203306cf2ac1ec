import t from 'tap'
import { onEveryStore, POLICY, shown } from './books.ts'

onEveryStore(t, '1. Earning is rounded down to the step, and a short record gives minutes alone', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const earned = await books.post({ action: 'earn', member: 1, category: '老人陪护', minutes: 100, backfilled: false })
  t.same(shown(earned), [
    'Dr M6101.老人陪护 100',
    'Cr M6201.1 100',
    'Dr P5101.老人陪护 22.50',
    'Cr P2101.1 22.50'
  ])
  t.same(await books.lots('P2101.1'), ['2028-03-20 2250'])
  const short = await books.post({ action: 'earn', member: 1, category: '老人陪护', minutes: 15, backfilled: false })
  t.same(shown(short), ['Dr M6101.老人陪护 15', 'Cr M6201.1 15'])
})

onEveryStore(t, '3. Reversing what is already spent leaves points to recover, and the next earning pays them', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const earned = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 360, backfilled: false })
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 4000 })
  const reversal = await books.post({ action: 'reverse', number: earned.number, reason: 'mistake' })
  t.same(shown(reversal), [
    'Cr M6101.科普宣传 360',
    'Dr M6201.1 360',
    'Cr P5101.科普宣传 60.00',
    'Dr P2101.1 20.00',
    'Dr P1301.1 40.00'
  ])
  const next = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 300, backfilled: false })
  t.same(shown(next).slice(2), ['Dr P5101.科普宣传 50.00', 'Cr P1301.1 40.00', 'Cr P2101.1 10.00'])
  t.equal(await books.refused({ action: 'reverse', number: earned.number, reason: 'again' }), 'already_reversed')
})
