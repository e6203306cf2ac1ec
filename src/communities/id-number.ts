import { isPlainDate } from '../clock.ts'

/** The weights and check characters of GB 11643, which is ISO/IEC 7064 MOD 11-2. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'

/** Whether a text is a citizen's ID number (公民身份号码): 18 places, a birth date that exists, the right check digit. */
export function isIdNumber(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text) || !isPlainDate(birthDateIn(text))) return false
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(text[place]), 0)
  return CHECK_CHARACTERS[sum % 11] === text[17]
}

/** The birth date that an ID number holds. */
export function birthDateIn(idNumber: string): string {
  return `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`
}
