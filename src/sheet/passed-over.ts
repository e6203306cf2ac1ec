import { type Cell, isBlank, plainText } from './cell.ts'
import { type FoundColumns, plainHeading, type SheetDefinition } from './column-set.ts'

const TOTAL = /^(本页|本月|本表|全部)?(合计|总计|小计|共计|累计|total|subtotal|grandtotal)[:\s\d.]*/i
const SIGNATURE = /^(制表|填表|填报|审核|审批|复核|经办|负责|经手|登记|统计|责任|联系|签字|签名|签章|盖章|单位|社区|日期|电话)[^:]{0,8}(:|$)|^(备注|说明|注)[^:]{0,4}:|^(prepared|checked|approved|signed|signature|note)\b/i
const PAGE = /^第\s*\d+\s*页|^page\s*\d+/i

/**
 * Whether a row below the header is no record: blank, the header again after a page break, the title again, a total,
 * or a line of signatures or notes. A total or a signature is only passed over when most of what a record needs is
 * blank beside it, so that no record is lost to an odd name.
 */
export function createPassedOver<Field extends string>(input: {
  definition: SheetDefinition<Field>
  columns: FoundColumns<Field>
  headings: readonly string[]
  titles: ReadonlySet<string>
}): (cells: readonly Cell[]) => boolean {
  const positions = [...input.columns.values()]
  const needed = [...input.columns].flatMap(([field, at]) => input.definition.columns[field].required ? [at] : [])
  const repeatsHeader = (cells: readonly Cell[]): boolean =>
    input.headings.length > 0 && positions.every((at) => plainHeading(cells[at] ?? null) === plainHeading(input.headings[at] ?? null))
  const mostlyBlank = (cells: readonly Cell[]): boolean =>
    needed.filter((at) => isBlank(cells[at])).length * 2 >= needed.length

  return (cells) => {
    // A row with nothing in any known column is blank, or blank but for a number printed in advance.
    if (positions.every((at) => isBlank(cells[at])) || repeatsHeader(cells)) return true
    const filled = cells.filter((cell) => !isBlank(cell))
    const first = plainText(filled[0] ?? null)
    if (filled.length === 1 && input.titles.has(first)) return true
    const label = first.replace(/(?<=\p{L})\s+(?=\p{L})/gu, '')
    return mostlyBlank(cells) && (TOTAL.test(label) || SIGNATURE.test(label) || PAGE.test(label))
  }
}
