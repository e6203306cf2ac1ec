/** What of personal data a list shows: enough to tell two people apart, too little to call or impersonate them. */

/** `138****0000`; of short numbers the last two digits. */
export function maskPhone(phone: string): string {
  if (phone.length < 10) return '*'.repeat(Math.max(2, phone.length - 2)) + phone.slice(-2)
  return phone.slice(0, 3) + '*'.repeat(phone.length - 7) + phone.slice(-4)
}

/** `3201**********1234`. */
export function maskNumber(number: string): string {
  if (number.length < 12) return '*'.repeat(Math.max(2, number.length - 2)) + number.slice(-2)
  return number.slice(0, 4) + '*'.repeat(number.length - 8) + number.slice(-4)
}
