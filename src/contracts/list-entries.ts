import { z } from 'zod'
import { circumstances } from './circumstances.ts'
import { communityPath } from './communities.ts'
import { instant, plainDate } from './dates.ts'
import { code, line, memberNumber } from './names.ts'
import { page, paging } from './paging.ts'
import { ALL_ENTRY_STATES, LINK_KINDS, LIST_NAMES } from './planning-codes.ts'

const said = {
  title: line(100).meta({ description: '标题,加密保存 · The title; it is kept sealed', examples: ['陪同就医'] }),
  details: circumstances.note.unwrap().nullable().default(null).meta({ description: '说明,加密保存 · Details; they are kept sealed' }),
  field: code.nullable().default(null).meta({ description: '服务领域 · Service field' }),
  category: code.nullable().default(null).meta({ description: '服务类别 · Category' })
}
const by = line(100).nullable().default(null).meta({ description: '不是成员的个人或单位,加密保存 · Who is no member, in words; they are kept sealed' })
const member = memberNumber.nullable().default(null).meta({ description: '提出或提供的成员 · The member who raises or offers it' })

export const newListEntry = z.discriminatedUnion('list', [
  z.strictObject({ list: z.literal('needs'), ...said, member, by }),
  z.strictObject({ list: z.literal('resources'), ...said, member, by, availableFrom: plainDate.nullable().default(null), availableThrough: plainDate.nullable().default(null) }),
  z.strictObject({ list: z.literal('projects'), ...said })
])
export const newNeed = z.strictObject(said)
export const listEntryChange = z
  .strictObject({ title: said.title, details: said.details.unwrap(), field: said.field.unwrap(), category: said.category.unwrap() })
  .partial()

const list = z.enum(LIST_NAMES).meta({ description: '需求、资源、项目清单 · The list' })
const state = z.enum(ALL_ENTRY_STATES)
const link = { kind: z.enum(LINK_KINDS), targetId: z.string() }
export const listEntry = z
  .strictObject({
    entryId: z.string(),
    list,
    state,
    title: z.string(),
    details: z.string().nullable().meta({ description: '仅工作人员和本人可见 · Shown to staff and to the member' }),
    field: z.string().nullable(),
    category: z.string().nullable(),
    member: memberNumber.nullable(),
    by: z.string().nullable(),
    team: z.string().nullable().meta({ description: '认领项目的团队 · The team that claimed the project' }),
    availableFrom: plainDate.nullable(),
    availableThrough: plainDate.nullable(),
    redoBy: plainDate.nullable().meta({ description: '重做限期 · By when it is to be done again' }),
    reviewedBy: z.string().nullable(),
    recordedBy: z.string().nullable(),
    recordedAt: instant,
    links: z.array(z.strictObject(link)).meta({ description: '由此产生的项目、活动、岗位 · What grew from it' }),
    grewFrom: z.array(z.string()).meta({ description: '由哪些需求、资源而来 · The needs and resources that it grew from' })
  })
  .meta({ id: 'ListEntry' })
export const listEntryPage = page(listEntry).meta({ id: 'ListEntryPage' })
export const listEntryPath = communityPath.extend({ entryId: z.uuid() })
export const listEntryQuery = z.strictObject({ list: list.optional(), state: state.optional(), ...paging })
export const listEntryMove = z.strictObject({
  state: state.meta({
    description:
      '需求:raised → reviewed → published → taken_up → done,或 redoing 重做、withdrawn 撤回;资源:offered、in_use、withdrawn;项目:open → claimed → done · How far it is'
  }),
  claimedBy: z
    .union([z.strictObject({ team: code }), z.strictObject({ organisation: line(100) })])
    .optional()
    .meta({ description: '项目由谁认领 · Who claims the project' }),
  redoBy: plainDate.optional().meta({ description: '重做限期 · By when it is to be done again' })
})
export const newLink = z.strictObject({ kind: link.kind, targetId: z.uuid() })
