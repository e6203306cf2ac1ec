import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { decodeTransaction, encodeTransaction, leafHash, NotCanonicalError } from '../../src/journal/canonical.ts'
import type { Entry, LotMove, Transaction } from '../../src/journal/transaction.ts'

const EMPTY: Transaction = {
  community: 'c', number: 1, kind: 'signing_key_changed', voucherNumber: null, serviceDate: '2025-01-01', businessDate: '2025-01-01', recordedAt: 0,
  preparedBy: 'a', approvedBy: null, postedBy: 'b', authorisation: null, policyVersion: null, memberNumber: null, accountId: null, category: null,
  minutes: null, convertibleMinutes: null, coefficient: null, evidence: null, sourceHash: null, sourceRow: null, attachments: null, till: null,
  priceVersion: null, summaryCode: 's', reverses: null, replaces: null, corrects: null, closesThrough: null, noteCommitment: null, content: null, entries: []
}

const lot = (amount: number): LotMove => ({
  expiresOn: '2026-12-31', originNumber: 4, originLine: 2, amount, remainingAfter: 5, sponsor: 'mill', deliveryNote: '', unitCostFen: 250
})

const FULL: Transaction = {
  community: '泰城', number: 9007199254740991, kind: 'redeem_goods', voucherNumber: 12, serviceDate: '2025-03-19', businessDate: '2025-03-20',
  recordedAt: 1742436000000, preparedBy: '张', approvedBy: '李', postedBy: '王', authorisation: 'pin', policyVersion: 2, memberNumber: 17,
  accountId: 'P2101.17', category: '老人陪护', minutes: 100, convertibleMinutes: 90, coefficient: '1.5', evidence: 'check-in', sourceHash: 'ab'.repeat(32),
  sourceRow: '7', attachments: 1, till: 'main', priceVersion: '3', summaryCode: 'redeem.goods', reverses: 3, replaces: 2, corrects: 1,
  closesThrough: '2025-02-28', noteCommitment: 'cd'.repeat(32), content: '{"a":"引"}',
  entries: [
    { line: 1, accountId: 'P2101.17', unit: 'POINT', amount: 9007199254740991, version: 3, balanceAfter: 0, lots: [lot(-3), { ...lot(4), sponsor: null, deliveryNote: null, unitCostFen: null }] },
    { line: 2, accountId: 'P4101.main', unit: 'POINT', amount: -9007199254740991, version: 1, balanceAfter: -9007199254740991, lots: [] }
  ]
}

/** Written once, by this encoding; a change of it would make every journal there is unverifiable. */
const GOLDEN: [name: string, transaction: Transaction, hex: string, leaf: string][] = [
  ['an event with nothing but what must be there', EMPTY,
    '54424a3101016302013103137369676e696e675f6b65795f6368616e676564050a323032352d30312d3031060a323032352d30312d3031070130080161' + '0a0162190173',
    'cb46469b050957f567a27d49499ac5db871e7d3c2d05716f0aefd14ebc5099af'],
  ['a transaction with everything there is', FULL,
    '54424a310106e6b3b0e59f8e021039303037313939323534373430393931030c72656465656d5f676f6f647304023132050a323032352d30332d3139' +
    '060a323032352d30332d3230070d313734323433363030303030300803e5bca00903e69d8e0a03e78e8b0b0370696e0c01320d0231370e0850323130' +
    '312e31370f0ce88081e4babae999aae68aa41003313030110239301203312e351308636865636b2d696e144061626162616261626162616261626162' +
    '61626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616215013716013117046d61696e' +
    '180133190c72656465656d2e676f6f64731a01331b01321c01311d0a323032352d30322d32381e406364636463646364636463646364636463646364' +
    '63646364636463646364636463646364636463646364636463646364636463646364636463646364636463641f0b7b2261223a22e5bc95227d406e01' +
    '0131020850323130312e31370305504f494e540410393030373139393235343734303939310501330601304026010a323032362d31322d3331020134' +
    '03013204022d3305013506046d696c6c070008033235304018010a323032362d31322d3331020134030132040134050135403f010132020a50343130' +
    '312e6d61696e0305504f494e5404112d3930303731393932353437343039393105013106112d39303037313939323534373430393931',
    '6eda72062e50c79baea2efc1a5839460da6fb14438ad465ad3399ec16ea0240a']
]

for (const [name, transaction, hex, leaf] of GOLDEN) {
  t.test(`${name} has the bytes and the leaf it always had`, async (t) => {
    const bytes = encodeTransaction(transaction)
    t.equal(bytes.toString('hex'), hex)
    t.equal(leafHash(bytes).toString('hex'), leaf)
    t.same(leafHash(bytes), createHash('sha256').update(Buffer.concat([Buffer.from([0]), bytes])).digest())
    t.same(decodeTransaction(bytes), transaction)
  })
}

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('', '\u0000', '\ufeffx', '积分'.repeat(100)))
const whole = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -300, max: 300 }))
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null })
const lotMove: fc.Arbitrary<LotMove> = fc.record({
  expiresOn: text, originNumber: whole, originLine: whole, amount: whole, remainingAfter: whole, sponsor: maybe(text), deliveryNote: maybe(text), unitCostFen: maybe(whole)
})
const entry: fc.Arbitrary<Entry> = fc.record({
  line: whole, accountId: text, unit: text, amount: whole, version: whole, balanceAfter: whole, lots: fc.array(lotMove, { maxLength: 3 })
})
const transaction: fc.Arbitrary<Transaction> = fc.record(
  Object.fromEntries(
    Object.entries(EMPTY).map(([name, value]) => {
      if (name === 'entries') return [name, fc.array(entry, { maxLength: 4 })]
      const isWhole = typeof FULL[name as keyof Transaction] === 'number'
      const some: fc.Arbitrary<string | number> = isWhole ? whole : text
      return [name, value === null ? maybe(some) : some]
    })
  )
) as unknown as fc.Arbitrary<Transaction>

/** Whether bytes are refused, or else are the one encoding of what they decode to. */
function isOneEncoding(bytes: Buffer): boolean {
  let decoded: Transaction
  try {
    decoded = decodeTransaction(bytes)
  } catch (error) {
    if (error instanceof NotCanonicalError) return true
    throw error
  }
  return encodeTransaction(decoded).equals(bytes)
}

function isRefused(bytes: Buffer): boolean {
  try {
    decodeTransaction(bytes)
    return false
  } catch (error) {
    return error instanceof NotCanonicalError
  }
}

t.test('whatever is encoded decodes to the same', async (t) => {
  fc.assert(fc.property(transaction, (each) => {
    const decoded = decodeTransaction(encodeTransaction(each))
    if (JSON.stringify(sorted(decoded)) !== JSON.stringify(sorted(each))) throw new Error('decodes to something else')
  }), { numRuns: 400 })
  t.pass()
})

function sorted({ entries, ...fields }: Transaction): unknown {
  return [Object.entries(fields).sort(), entries.map(({ lots, ...entry }) => [Object.entries(entry).sort(), lots.map((each) => Object.entries(each).sort())])]
}

t.test('a changed byte is refused or means something else: no meaning has two encodings', async (t) => {
  fc.assert(
    fc.property(transaction, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 20, maxLength: 20 }), (each, changes) => {
      const bytes = encodeTransaction(each)
      for (const [place, change] of changes) {
        const changed = Buffer.from(bytes)
        changed[place % bytes.length] = (changed[place % bytes.length] as number) ^ change
        if (!isOneEncoding(changed)) throw new Error(`two encodings: ${changed.toString('hex')}`)
      }
    }),
    { numRuns: 300 }
  )
  t.pass()
})

t.test('every single bit of a whole transaction, turned round, is refused or means something else', async (t) => {
  const bytes = encodeTransaction(FULL)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
    if (!isOneEncoding(changed)) t.fail(`bit ${bit}`)
  }
  t.pass()
})

t.test('cut short, or with something behind, it is refused or means something else', async (t) => {
  const bytes = encodeTransaction(FULL)
  for (let length = 0; length < bytes.length; length++) if (!isOneEncoding(bytes.subarray(0, length))) t.fail(`cut at ${length}`)
  for (let tag = 0; tag < 256; tag++) if (!isOneEncoding(Buffer.concat([bytes, Buffer.from([tag, 0])]))) t.fail(`tag ${tag} behind`)
  t.ok(isRefused(bytes.subarray(0, bytes.length - 1)))
})

t.test('bytes that are nearly an encoding are refused', async (t) => {
  const head = '54424a31'
  const wrong: [string, string][] = [
    ['another version', '54424a32'],
    ['nothing', ''],
    ['a length written in two bytes', `${head}01810063`],
    ['a length without an end', `${head}01${'80'.repeat(200)}00`],
    ['a length beyond the bytes', `${head}01ffffff7f63`],
    ['text that is no UTF-8', `${head}0101ff`],
    ['half a surrogate', `${head}0103eda080`],
    ['a frame twice', `${head}010163010163`],
    ['frames out of order', `${head}020131010163`],
    ['a tag that nobody knows', `${head}3f0161`],
    ['a number with a leading zero', `${head}02023031`],
    ['minus zero', `${head}02022d30`],
    ['a number in hexadecimal', `${head}0203307831`],
    ['a number beyond 2^53 - 1', `${head}021039303037313939323534373430393932`],
    ['an empty number', `${head}0200`]
  ]
  for (const [name, hex] of wrong) t.ok(isRefused(Buffer.from(hex, 'hex')), name)
})

t.test('any bytes at all are refused, or are the one encoding of something', async (t) => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => isOneEncoding(Buffer.concat([Buffer.from('TBJ1'), bytes]))), { numRuns: 2000 })
  t.pass()
})
