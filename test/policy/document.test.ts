import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { z } from 'zod'
import { PARAMETERS, policyContent } from '../../src/policy/content.ts'
import { PRESETS } from '../../src/policy/presets.ts'
import { root } from '../source-files.ts'

// `TIMEBANK_RECORD_POLICIES=1 node build/test/policy/document.test.js` writes the tables of docs/policies.md anew.
const RECORDING = process.env['TIMEBANK_RECORD_POLICIES'] === '1'
const FILE = join(root, 'docs', 'policies.md')

interface Schema {
  type?: string
  description?: string
  enum?: string[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
}

const schema = z.toJSONSchema(policyContent, { io: 'output' }) as Schema
const defaults = policyContent.parse({}) as unknown as Record<string, Record<string, unknown>>

function schemaOf(parameter: string): Schema {
  const [group = '', name] = parameter.split('.')
  const found = schema.properties?.[group]
  return (name === undefined ? found : found?.properties?.[name]) ?? {}
}

function defaultOf(parameter: string): unknown {
  const [group = '', name] = parameter.split('.')
  return name === undefined ? defaults[group] : defaults[group]?.[name]
}

const UNITS: [RegExp, string][] = [
  [/Minutes$/, '分钟 minutes'], [/Hours$/, '小时 hours'], [/Points$/, '积分 points'], [/Days/, '天 days'], [/Months$/, '月 months'], [/Years$/, '周岁 years'],
  [/Pieces$/, '件 pieces'], [/PerHour$/, '积分/小时 points an hour'], [/PerPeriod$/, '次 times'], [/Levels$/, '级 levels'], [/Coefficients$/, '系数 coefficient']
]

/** The unit, the choices where there are some, or yes and no. */
function unitOf(parameter: string): string {
  const { type, enum: choices, anyOf } = schemaOf(parameter)
  const values = choices ?? anyOf?.find((each) => each.enum)?.enum
  if (values) return values.map((value) => `\`${value}\``).join(' ')
  if (type === 'boolean') return '是否 yes or no'
  return UNITS.find(([name]) => name.test(parameter))?.[1] ?? '—'
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

const parameterTable = [
  '| 参数 parameter | 单位或取值 unit or values | 缺省 default | 含义 meaning | 城市 cities |',
  '|---|---|---|---|---|',
  ...PARAMETERS.map((parameter) => {
    const cities = PRESETS.filter((preset) => !preset.defaults.includes(parameter)).map((preset) => preset.name)
    const columns = [`\`${parameter}\``, unitOf(parameter), `\`${JSON.stringify(defaultOf(parameter))}\``, schemaOf(parameter).description ?? '', cities.join(', ') || '—']
    return `| ${columns.map(cell).join(' | ')} |`
  })
].join('\n')

const presetTable = [
  '| 名称 name | 地方 place | 年份 year | 规则 rules |',
  '|---|---|---|---|',
  ...PRESETS.map(({ name, place, year, rules }) => `| \`${name}\` | ${place.zh} ${place.en} | ${year ?? '未注明 not stated'} | ${cell(rules)} |`)
].join('\n')

t.test('the document has every parameter with its unit, default and cities, and every preset, as the engine has them', async (t) => {
  const text = readFileSync(FILE, 'utf8')
  const [presets = '', parameters = ''] = text.match(/(?<=\n\n)(\|.*(?:\n\|.*)*|PRESETS|PARAMETERS)(?=\n)/g) ?? []
  if (RECORDING) writeFileSync(FILE, text.replace(presets, () => presetTable).replace(parameters, () => parameterTable))
  else {
    t.equal(presets, presetTable)
    t.equal(parameters, parameterTable)
  }
  t.ok(PARAMETERS.length > 70, `${PARAMETERS.length} parameters`)
})

t.test('every parameter is described in both languages', async (t) => {
  for (const parameter of PARAMETERS) t.match(schemaOf(parameter).description, /^[^·]*\p{Script=Han}[^·]* · \S/u, parameter)
})
