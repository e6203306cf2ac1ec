import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { addKey, openVault, readKeys } from '../src/vault-keys.ts'
import { Vault } from '../src/vault.ts'
import { temporaryFolder } from './temporary-folder.ts'

const key = (id: string, byte: number) => ({ id, bytes: Buffer.alloc(32, byte) })
const PHONE = '13812345678'

t.test('what is sealed opens where it was sealed, and nowhere else', async (t) => {
  const vault = new Vault([key('k1', 1)])
  const sealed = vault.seal(PHONE, 'person.phone:7')
  t.equal(vault.open(sealed, 'person.phone:7'), PHONE)
  t.not(vault.seal(PHONE, 'person.phone:7'), sealed, 'another text each time')
  t.notOk(Buffer.from(sealed.slice(3), 'base64url').includes(PHONE))
  t.throws(() => vault.open(sealed, 'person.phone:8'), { code: 'tampered' }, 'moved to another row')
  const bytes = Buffer.from(sealed.slice(3), 'base64url')
  for (const place of [0, 12, 20, bytes.length - 1]) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(place) ^ 1, place)
    t.throws(() => vault.open(`k1.${changed.toString('base64url')}`, 'person.phone:7'), { code: 'tampered' }, `byte ${place}`)
  }
  for (const broken of ['k1.', 'k1.AAAA', sealed.slice(0, -4)]) t.throws(() => vault.open(broken, 'person.phone:7'), { code: 'tampered' }, broken)
  t.equal(vault.open(vault.seal('', 'x'), 'x'), '')
})

t.test('another key of the same name opens nothing, and an unknown one is named', async (t) => {
  const sealed = new Vault([key('k1', 1)]).seal(PHONE, 'x')
  t.throws(() => new Vault([key('k1', 2)]).open(sealed, 'x'), { code: 'tampered' })
  t.throws(() => new Vault([key('k2', 1)]).open(sealed, 'x'), { code: 'unknown_key', message: /k1/ })
  const both = new Vault([key('k2', 2), key('k1', 1)])
  t.equal(both.open(sealed, 'x'), PHONE, 'an older key still opens')
  t.ok(both.seal(PHONE, 'x').startsWith(`${both.currentKey}.`), 'the first key seals')
})

t.test('a blind index is the same for the same text, kind and key, and for nothing else', async (t) => {
  const vault = new Vault([key('k1', 1)])
  t.equal(vault.index(PHONE, 'phone'), vault.index(PHONE, 'phone'))
  const others = [vault.index(PHONE, 'card'), vault.index(`${PHONE}0`, 'phone'), new Vault([key('k1', 2)]).index(PHONE, 'phone')]
  for (const other of others) t.not(other, vault.index(PHONE, 'phone'))
  t.same(new Vault([key('k2', 2), key('k1', 1)]).indexes(PHONE, 'phone')[1], vault.index(PHONE, 'phone'))
  t.not(vault.secretFor('a'), vault.secretFor('b'))
})

t.test('a check tells a key from another of its name without telling it', async (t) => {
  const vault = new Vault([key('k1', 1)])
  const { id, check } = vault.checks()[0] ?? { id: '', check: '' }
  t.ok(vault.fits(id, check))
  t.notOk(new Vault([key('k1', 2)]).fits(id, check))
  t.notOk(new Vault([key('k2', 1)]).fits(id, check))
  t.notOk(check.includes(Buffer.alloc(32, 1).toString('base64url')))
})

t.test('the file of keys is made once, for its owner alone', async (t) => {
  const file = join(temporaryFolder('keys'), 'a', 'timebank.keys')
  t.throws(() => openVault(file), { code: 'keys_missing' })
  t.notOk(existsSync(file))
  const sealed = openVault(file, { orCreate: true }).seal(PHONE, 'x')
  t.equal(statSync(file).mode & 0o777, 0o600)
  const before = readFileSync(file, 'utf8')
  t.equal(openVault(file, { orCreate: true }).open(sealed, 'x'), PHONE, 'the second time it is the same')
  t.equal(readFileSync(file, 'utf8'), before)
  t.equal(addKey(file), 'k2')
  t.same(readKeys(file).map(({ id }) => id), ['k2', 'k1'])
  t.equal(statSync(file).mode & 0o777, 0o600)
  t.equal(openVault(file).open(sealed, 'x'), PHONE)
})

t.test('a file that others can read, or that holds no keys, is refused', async (t) => {
  const file = join(temporaryFolder('keys'), 'timebank.keys')
  openVault(file, { orCreate: true })
  for (const mode of [0o640, 0o604, 0o660]) {
    chmodSync(file, mode)
    t.throws(() => openVault(file), { code: 'keys_readable_by_others', message: /chmod 600/ }, mode.toString(8))
  }
  chmodSync(file, 0o600)
  const good = readFileSync(file, 'utf8')
  for (const text of ['', '# nothing\n', 'k1 short\n', `${good}\nk1 ${'A'.repeat(43)}\n`, `${good} x`]) {
    writeFileSync(file, text)
    t.throws(() => openVault(file), { code: 'keys_not_valid' }, JSON.stringify(text.slice(-20)))
  }
  rmSync(file)
  t.throws(() => openVault(file), { code: 'keys_missing' })
})
