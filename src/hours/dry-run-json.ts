import type { DryRunRecord, DryRunTotals } from './dry-run-policy.ts'

/** A dry run as one JSON document, record by record, so that none but the current one is held. */
export async function* dryRunJson(
  records: AsyncGenerator<DryRunRecord, DryRunTotals>,
  { from, through }: { from: string; through: string }
): AsyncGenerator<string> {
  yield `{"from":${JSON.stringify(from)},"through":${JSON.stringify(through)},"records":[`
  let separator = ''
  for (;;) {
    const next = await records.next()
    if (next.done) {
      yield `],"totals":${JSON.stringify(next.value)}}`
      return
    }
    yield separator + JSON.stringify(next.value)
    separator = ','
  }
}
