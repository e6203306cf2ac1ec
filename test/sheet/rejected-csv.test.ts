import t from 'tap'
import type { Cell } from '../../src/sheet/cell.ts'
import { hoursSheet } from '../../src/sheet/hours-sheet.ts'
import { openRecords } from '../../src/sheet/open-records.ts'
import { type RejectedRow, writeRejectedCsv } from '../../src/sheet/rejected-csv.ts'

const HEADINGS = ['卡号', '姓名', '服务日期', '时长(小时)', '服务类别', '备注']

async function write(headings: readonly string[], rows: Iterable<RejectedRow> | AsyncIterable<RejectedRow>): Promise<string> {
  let text = ''
  for await (const chunk of writeRejectedCsv({ headings, rows })) text += chunk
  return text
}

const rejected = (...original: Cell[]): RejectedRow => ({ original, reason: 'bad_date', reasonText: '服务日期无法识别' })

t.test('the file opens in Excel: a mark, CRLF, the reason in two columns at the end', async (t) => {
  t.equal(await write(HEADINGS, [rejected('TC1', '夏红浩', '三月初', 1.5, '治安巡逻', null)]),
    '\ufeff卡号,姓名,服务日期,时长(小时),服务类别,备注,未通过代码,未通过原因\r\nTC1,夏红浩,三月初,1.5,治安巡逻,,bad_date,服务日期无法识别\r\n')
})

t.test('formulas are defused, and read back as they were; line breaks and quotation marks too', async (t) => {
  const remark = '=HYPERLINK("http://x")\n第二行'
  const text = await write(HEADINGS, [rejected('TC1', '夏红浩', { date: '2025-03-05', seconds: null }, { date: null, seconds: 5400 }, '治安巡逻', remark)])
  t.match(text, /"'=HYPERLINK/)
  const { header, records } = await openRecords(Buffer.from(text), hoursSheet)
  t.equal(header.columns.size, 6)
  for await (const { original } of records) t.same(original, ['TC1', '夏红浩', '2025-03-05', '01:30', '治安巡逻', remark, 'bad_date', '服务日期无法识别'])
})

t.test('a file that was rejected before has its columns of reasons once', async (t) => {
  const row = rejected('TC1', '夏红浩', 'x', '1', '治安巡逻', '', 'unknown_card', '卡号不在名册中')
  t.equal(await write([...HEADINGS, '未通过代码', '未通过原因'], [row]), await write(HEADINGS, [row]))
})

t.test('an error of the rows reaches whoever reads the file', async (t) => {
  async function * failing(): AsyncGenerator<RejectedRow> {
    yield rejected('TC1')
    throw new Error('the disk is gone')
  }
  await t.rejects(write(HEADINGS, failing()), { message: 'the disk is gone' })
})
