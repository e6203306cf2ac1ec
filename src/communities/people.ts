import { newId } from '../id.ts'
import type { Vault } from '../vault.ts'

/** What is known of a person above all communities. Phone, ID number and address stand sealed in the database. */
export interface PersonalData {
  name: string
  sex: string | null
  birthDate: string | null
  phone: string | null
  idNumber: string | null
  address: string | null
}

/** A row of the table of persons, as far as it holds personal data. */
export type SealedPerson = PersonalData & { personId: string; phoneIndex: string | null; idNumberIndex: string | null }

/** Phone numbers are compared without blanks, hyphens and brackets. */
export function phoneOf(text: string): string {
  return text.normalize('NFKC').replace(/[\s()-]/g, '')
}

/** ID numbers are compared without blanks and in capitals. */
export function idNumberOf(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
}

/** The row of a person, new unless an id is given. */
export function sealPerson(vault: Vault, given: PersonalData, personId: string = newId()): SealedPerson {
  const { name, sex, birthDate, phone, idNumber, address } = given
  const seal = (text: string | null, column: string) => (text === null ? null : vault.seal(text, `person.${column}:${personId}`))
  return {
    personId,
    name,
    sex,
    birthDate,
    phone: seal(phone, 'phone'),
    phoneIndex: phone === null ? null : vault.index(phoneOf(phone), 'phone'),
    idNumber: seal(idNumber, 'id_number'),
    idNumberIndex: idNumber === null ? null : vault.index(idNumberOf(idNumber), 'id_number'),
    address: seal(address, 'address')
  }
}

/** The personal data of a row, in clear. */
export function openPerson(vault: Vault, row: PersonalData & { personId: string }): PersonalData {
  const { personId, name, sex, birthDate } = row
  const open = (sealed: string | null, column: string) => (sealed === null ? null : vault.open(sealed, `person.${column}:${personId}`))
  return {
    name,
    sex,
    birthDate,
    phone: open(row.phone, 'phone'),
    idNumber: open(row.idNumber, 'id_number'),
    address: open(row.address, 'address')
  }
}
