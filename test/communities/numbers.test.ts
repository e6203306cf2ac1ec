import fc from 'fast-check'
import t from 'tap'
import { checkCharacter, isChecked, isMistyped, ownCard, volunteerNumberOf } from '../../src/communities/card-number.ts'
import { birthDateIn, isIdNumber } from '../../src/communities/id-number.ts'
import { maskNumber, maskPhone } from '../../src/communities/mask.ts'

const CHARACTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const words = fc.array(fc.constantFrom(...CHARACTERS), { minLength: 2, maxLength: 14 }).map((characters) => characters.join(''))

t.test('the check character is that of ISO/IEC 7064 MOD 37,36', async (t) => {
  // The example of the Global Release Identifier, which is checked by the same system.
  t.equal(checkCharacter('A12425GABC1234002'), 'M')
  t.ok(isChecked('A12425GABC1234002M'))
  t.notOk(isChecked('A12425GABC1234002N'))
  t.notOk(isChecked('A'))
})

t.test('every mistyped character of a card is noticed', async (t) => {
  fc.assert(
    fc.property(words, fc.nat(), fc.constantFrom(...CHARACTERS), (text, at, wrong) => {
      const whole = text + checkCharacter(text)
      const place = at % whole.length
      const mistyped = whole.slice(0, place) + wrong + whole.slice(place + 1)
      return isChecked(mistyped) === (wrong === whole[place])
    })
  )
  t.pass('one character changed is never a good number')
})

const prefixes = fc.array(fc.constantFrom(...CHARACTERS.slice(10)), { minLength: 2, maxLength: 6 }).map((letters) => letters.join(''))
const ownCards = fc
  .tuple(prefixes, fc.integer({ min: 0, max: 99_999_999 }))
  .map(([prefix, number]) => ({ prefix, card: ownCard(prefix, String(number).padStart(8, '0')) }))
  .filter((each): each is { prefix: string; card: string } => each.card !== undefined)

t.test('no number of ours ends in a letter that is read as a digit, and every wrong character and exchanged pair of one is noticed', async (t) => {
  fc.assert(
    fc.property(ownCards, fc.nat(), fc.constantFrom(...CHARACTERS), ({ prefix, card }, nat, wrong) => {
      if (/[OI]$/.test(card) || !isChecked(card) || isMistyped(card, prefix)) return false
      const place = nat % card.length
      const mistyped = card.slice(0, place) + wrong + card.slice(place + 1)
      if (mistyped !== card && isChecked(mistyped)) return false
      const at = prefix.length + (nat % 8)
      const exchanged = card.slice(0, at) + card.charAt(at + 1) + card.charAt(at) + card.slice(at + 2)
      return exchanged === card || !isChecked(exchanged)
    }),
    { numRuns: 5000 }
  )
  const passedOver = Array.from({ length: 10_000 }, (_, digits) => ownCard('TC', String(digits).padStart(8, '0'))).filter((card) => card === undefined)
  t.ok(passedOver.length > 0 && passedOver.length < 3000, `few are passed over: ${passedOver.length} of 10,000`)
  t.ok(isMistyped(`TC00000017${'O'}`, 'TC'), 'one that ends so is none of ours')
})

t.test('numbers of volunteers are their own, and end in no such letter either', async (t) => {
  const numbers = Array.from({ length: 5000 }, (_, index) => volunteerNumberOf('TC', index + 1))
  t.equal(new Set(numbers).size, numbers.length)
  t.same(numbers.filter((number) => /[OI]$/.test(number) || !isChecked(number) || !/^TCV\d{6,9}[0-9A-Z]$/.test(number)), [])
})

t.test('a mistyped card of our own is told from a card of others', async (t) => {
  const card = String(ownCard('TC', '00000017'))
  t.match(card, /^TC00000017[0-9A-Z]$/)
  t.notOk(isMistyped(card, 'TC'))
  t.ok(isMistyped(card.replace('17', '71'), 'TC'))
  t.notOk(isMistyped('TC100001', 'TC'), 'it has not the form of ours')
  t.notOk(isMistyped(card.replace('17', '71'), 'BH'), 'another prefix is no number of ours')
})

t.test('an ID number has 18 places, a birth date that exists and the check digit of GB 11643', async (t) => {
  t.ok(isIdNumber('11010519491231002X'), 'the example of the standard')
  for (const wrong of ['110105194912310021', '11010519491331002X', '1101051949123100', '11010519491231002x', '', '01010519491231002X', '11010519491231002X1']) {
    t.notOk(isIdNumber(wrong), wrong)
  }
  t.equal(birthDateIn('11010519491231002X'), '1949-12-31')
})

t.test('what lists show of a phone and an ID number is too little to use', async (t) => {
  t.equal(maskPhone('13812340000'), '138****0000')
  t.equal(maskPhone('83201234'), '******34')
  t.equal(maskNumber('320102194012041234'), '3201**********1234')
  t.equal(maskNumber('1234'), '**34')
})
