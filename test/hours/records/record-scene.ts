import type { Test } from 'tap'
import { createCommunity, createService, type Service } from '../../../src/communities/communities.ts'
import { createMember, type NewMember } from '../../../src/communities/members.ts'
import { postAction } from '../../../src/communities/post-action.ts'
import { approveRecord } from '../../../src/hours/records/approve-records.ts'
import { findRecord } from '../../../src/hours/records/read-records.ts'
import type { RecordRow } from '../../../src/hours/records/record-row.ts'
import { recordService, type ServiceToRecord } from '../../../src/hours/records/record-service.ts'
import { submitRecords } from '../../../src/hours/records/submit-records.ts'
import { openBank } from '../../../src/ledger/open-bank.ts'
import { readHead, readMemberBalances } from '../../../src/ledger/read-books.ts'
import { isRefusal } from '../../../src/refusal.ts'
import { codeOf, emptyDatabase, granted } from '../../communities/open-service.ts'
import { type Dialect, testDialects } from '../../postgres.ts'
import { testVault } from '../../test-vault.ts'

export const C = 'taicheng'
export const CATEGORY = '老人陪护'

/** One hour of member 1 on the day before. */
const PLAIN: ServiceToRecord = { member: 1, serviceDate: '2025-03-19', minutes: 60, category: CATEGORY, activity: '探访', method: 'by_hand', evidence: 'paper_list' }

/** A community with a clock of its own, and everything that a test does to records. */
export class RecordScene {
  readonly service: Service
  private readonly clock: { instant: number }
  private keys = 0

  constructor(service: Service, clock: { instant: number }) {
    this.service = service
    this.clock = clock
  }

  at(instant: string): void {
    this.clock.instant = Date.parse(instant)
  }

  asked(actor: string, key = `test-${++this.keys}`) {
    return { actor, idempotencyKey: key, request: key }
  }

  async policy(earning: object, { services, from }: { services?: object; from?: string } = {}): Promise<void> {
    const policy = { earning: { pointsPerHour: '1', categoryCoefficients: { [CATEGORY]: '1' }, ...earning }, ...(services ? { services } : {}) }
    granted(await postAction(this.service, C, { action: 'publish_policy', policy, from }, this.asked('manager')))
  }

  async member(given: Partial<NewMember> = {}): Promise<number> {
    return granted(await createMember(this.service, C, { name: '周平', ...given }, { asking: this.asked('coordinator') })).member.number
  }

  /** The record, or the code of the refusal. */
  async record(given: Partial<ServiceToRecord> = {}, { actor = 'coordinator', submit = false } = {}): Promise<RecordRow> {
    const recorded = await recordService(this.service, C, { ...PLAIN, ...given }, { actor, submit })
    return granted(recorded).records[0] as RecordRow
  }

  async refusal(given: Partial<ServiceToRecord> = {}): Promise<string> {
    return codeOf(await recordService(this.service, C, { ...PLAIN, ...given }, { actor: 'coordinator' }))
  }

  async submit(...ids: string[]): Promise<void> {
    granted(await submitRecords(this.service, C, ids, this.asked('coordinator')))
  }

  /** What the record is after the approval, or the code of the refusal. */
  async approve(recordId: string, approver = 'approver', { expiredAccepted = false, key }: { expiredAccepted?: boolean; key?: string } = {}): Promise<string> {
    const approved = await approveRecord(this.service, C, { recordId, expiredAccepted }, this.asked(approver, key))
    return isRefusal(approved) ? approved.code : approved.record.state
  }

  async row(recordId: string): Promise<RecordRow> {
    return granted(await findRecord(this.service, C, recordId))
  }

  flagsOf({ flags }: RecordRow): string[] {
    return flags.map(({ code }) => code)
  }

  async transactions(): Promise<number> {
    return (await readHead(this.service.bank.store, C)).lastNumber
  }

  async balances(member = 1): Promise<{ points: number; verifiedMinutes: number; honoraryMinutes: number }> {
    return readMemberBalances(this.service.bank.store, C, member)
  }
}

/** The same test on a fresh community of every dialect: 20 March 2025, one member, one point an hour. */
export function onEveryScene(t: Test, name: string, test: (t: Test, scene: RecordScene) => Promise<void>): void {
  for (const dialect of testDialects()) {
    t.test(`${name} (${dialect})`, async (t) => test(t, await openScene(t, dialect)))
  }
}

/** Without a policy where a test has its own to begin with. */
export async function openScene(t: Test, dialect: Dialect): Promise<RecordScene> {
  const bank = await openBank({ database: await emptyDatabase(t, dialect) })
  t.teardown(() => bank.close())
  const clock = { instant: Date.parse('2025-03-20T02:00:00Z') }
  const service = createService(bank, { now: () => clock.instant }, testVault())
  const scene = new RecordScene(service, clock)
  granted(await createCommunity(service, { communityId: C, name: C, timeZone: 'Asia/Shanghai' }))
  await scene.member()
  return scene
}
