import fc from 'fast-check'
import t from 'tap'
import { checkCharacter, isChecked, isMistyped, ownCard } from '../../src/communities/card-number.ts'
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

t.test('a mistyped card of our own is told from a card of others', async (t) => {
  const card = ownCard('TC', '00000017')
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
