import { builtInDateFormat, customDateFormat, type DateFormat } from './number-format.ts'
import { SheetError } from './sheet-error.ts'
import type { SheetLimits } from './sheet-limits.ts'
import { readXml } from './xml-events.ts'
import type { ZipParts } from './zip-parts.ts'

/** What stands beside the worksheets of a workbook and is needed to read their cells. */
export interface Workbook {
  /** Visible worksheets in their order, with the name of their part. */
  sheets: ReadonlyArray<{ name: string, part: string }>
  epoch1904: boolean
  sharedStrings: readonly string[]
  /** By the style index of a cell. */
  dateFormats: ReadonlyArray<DateFormat | undefined>
}

/** Refuses `not_a_sheet` for a zip that is no workbook, `corrupt_file`, `too_large`. */
export async function readWorkbook(zip: ZipParts, limits: SheetLimits): Promise<Workbook> {
  if (!zip.has('xl/workbook.xml')) {
    if (zip.has('EncryptedPackage')) throw new SheetError('encrypted', 'the workbook is encrypted')
    throw new SheetError('not_a_sheet', 'the file is a zip archive but no Excel workbook (.xlsx)')
  }
  const parts = await readRelations(zip, limits)
  const { listed, epoch1904 } = await readSheetList(zip, limits)
  const sheets = listed.flatMap(({ name, relation }) => {
    const part = parts.worksheets.get(relation)
    return part === undefined ? [] : [{ name, part }]
  })
  const sharedStrings = parts.sharedStrings === undefined ? [] : await readSharedStrings(zip, parts.sharedStrings, limits)
  const dateFormats = parts.styles === undefined ? [] : await readDateFormats(zip, parts.styles, limits)
  return { sheets, epoch1904, sharedStrings, dateFormats }
}

interface Relations {
  worksheets: Map<string, string>
  sharedStrings?: string
  styles?: string
}

async function readRelations(zip: ZipParts, limits: SheetLimits): Promise<Relations> {
  const relations: Relations = { worksheets: new Map() }
  await readXml(zip.read('xl/_rels/workbook.xml.rels', limits.otherPartBytes), {
    open: (name, { Id, Type, Target, TargetMode }) => {
      if (name !== 'Relationship' || Id === undefined || Type === undefined || Target === undefined || TargetMode === 'External') return
      const part = partName(Target)
      if (Type.endsWith('/worksheet')) relations.worksheets.set(Id, part)
      if (Type.endsWith('/sharedStrings') && zip.has(part)) relations.sharedStrings = part
      if (Type.endsWith('/styles')) relations.styles = part
    },
    close: () => {},
    text: () => {}
  })
  return relations
}

/** Targets are relative to the folder `xl`, or absolute with a leading slash. */
function partName(target: string): string {
  return new URL(target, 'zip://book/xl/').pathname.slice(1)
}

async function readSheetList(zip: ZipParts, limits: SheetLimits): Promise<{ listed: Array<{ name: string, relation: string }>, epoch1904: boolean }> {
  const listed: Array<{ name: string, relation: string }> = []
  let epoch1904 = false
  await readXml(zip.read('xl/workbook.xml', limits.otherPartBytes), {
    open: (name, attributes) => {
      if (name === 'workbookPr') epoch1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
      const { id, state } = attributes
      if (name === 'sheet' && id !== undefined && (state ?? 'visible') === 'visible') listed.push({ name: attributes.name ?? '', relation: id })
    },
    close: () => {},
    text: () => {}
  })
  return { listed, epoch1904 }
}

async function readSharedStrings(zip: ZipParts, part: string, limits: SheetLimits): Promise<string[]> {
  const strings: string[] = []
  let current = ''
  let inText = false
  let inPhonetic = false
  await readXml(zip.read(part, limits.sharedStringsBytes), {
    open: (name) => {
      if (name === 'si') current = ''
      if (name === 't') inText = true
      if (name === 'rPh') inPhonetic = true
    },
    close: (name) => {
      if (name === 'si') strings.push(unescapeText(current))
      if (name === 't') inText = false
      if (name === 'rPh') inPhonetic = false
    },
    text: (text) => { if (inText && !inPhonetic) current += text }
  })
  return strings
}

async function readDateFormats(zip: ZipParts, part: string, limits: SheetLimits): Promise<Array<DateFormat | undefined>> {
  const custom = new Map<number, DateFormat | undefined>()
  const formatIds: number[] = []
  let inCellFormats = false
  await readXml(zip.read(part, limits.otherPartBytes), {
    open: (name, { numFmtId, formatCode }) => {
      if (name === 'numFmt') custom.set(Number(numFmtId), customDateFormat(formatCode ?? ''))
      if (name === 'cellXfs') inCellFormats = true
      if (name === 'xf' && inCellFormats) formatIds.push(Number(numFmtId ?? 0))
    },
    close: (name) => { if (name === 'cellXfs') inCellFormats = false },
    text: () => {}
  })
  return formatIds.map((id) => custom.has(id) ? custom.get(id) : builtInDateFormat(id))
}

/** Office writes control characters as `_x000D_`. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
