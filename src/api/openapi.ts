import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { Api } from './api.ts'
import { completeDocument } from './openapi-document.ts'
import type { OpenApiDocument } from './openapi-types.ts'

const TAGS = [
  ['区划 Areas', '区、街道及其汇总 · Districts, subdistricts and what they come to'],
  ['登录 Sessions', '登录、密码、动态口令 · Signing in, passwords, second factors'],
  ['账号 Users', '工作人员与程序的账号、角色、接口密钥 · Staff and programs, their roles and API keys'],
  ['社区 Communities', '社区、设置、归档、汇总 · Communities, their settings, archiving and summaries'],
  ['规则 Policies', '积分规则的各版 · Versions of a policy'],
  ['成员 Members', '成员、余额和流水 · Members, balances and statements'],
  ['卡 Cards', '积分卡、绑定的卡、打印 · Points cards, bound cards, printing'],
  ['亲属与代办 Relatives and proxies', '亲属、监护、代领代办 · Relatives, guardians, proxies'],
  ['同意 Consent', '同意及其撤回 · Consent and its withdrawal'],
  ['时长 Hours', '志愿服务时长 · Hours of service'],
  ['轮值 Rosters', '轮值、排班、换班、请假 · Rosters, shifts, swaps and absences'],
  ['探访 Care visits', '探访计划、到期探访与结果、上报 · Plans, visits that are due, their outcomes, escalation'],
  ['到场 Attendance', '签到、签退、签到码、签到表 · Check-in, check-out, codes and sign-in sheets'],
  ['服务记录 Service records', '登记、提交、审核、公示、更正 · Recording, submitting, approving, public notice, corrections'],
  ['团队 Teams', '团队、队员、团队的服务 · Teams, who is in them, and what they did'],
  ['奖励规则 Award rules', '文明行为、垃圾分类等,不计时长,有限次 · Points without hours, by rules with limits'],
  ['证明 Certificates', '志愿服务记录证明及其查验 · Service record certificates, and their verification'],
  ['星级 Stars', '星级志愿者:提出、公示、授予 · Star-rated volunteers: proposed, on notice, awarded'],
  ['成果 Outcomes', '时长合计、年度小结、到期提醒、台账 · Totals, years, points that expire, registers'],
  ['积分 Points', '转赠、捐赠、奖励、发放、预扣 · Gifts, donations, awards, grants, holds'],
  ['物资 Goods', '兑换目录 · The catalogue'],
  ['兑换 Redemptions', '积分换物资 · Points for goods'],
  ['库存 Stock', '入库、调拨、盘点 · Stock'],
  ['更正 Corrections', '冲销、补发更正、追回 · What puts the books right'],
  ['账户 Accounts', '科目下的账户 · Accounts of the chart'],
  ['计划 Planning', '服务领域、类别、品牌、岗位、三张清单 · Fields, categories, brands, posts, the three lists'],
  ['活动 Activities', '活动、报名、候补 · Activities, sign-ups, waiting lists'],
  ['通知 Webhooks', '向外部地址通知,签名发送 · Signed notices to addresses outside'],
  ['账簿 Books', '凭证、余额、结账、导出 · Transactions, balances, periods, exports'],
  ['审计 Oversight', '访问日志与例外 · Access log and exceptions'],
  ['导入 Imports', '先预览,再确认 · Preview first, then confirm'],
  ['运行 Operation', '存活与就绪 · Health and readiness']
] as const

/** The OpenAPI 3.1 document, made from the contracts, at `/openapi.json`, and a page to read it at `/docs`. */
export async function serveOpenApi(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '社区志愿服务时间银行 · Time bank',
        version: '1.0.0',
        license: { name: 'MIT', identifier: 'MIT' },
        description: '志愿服务时长与积分的复式账簿。· A double-entry ledger of volunteer hours and points.'
      },
      tags: TAGS.map(([name, description]) => ({ name, description })),
      servers: [{ url: '/', description: '本服务 · This service' }]
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject
  })
  // Made once, when it is first asked for.
  let document: OpenApiDocument | undefined
  const read = (): OpenApiDocument => (document ??= completeDocument(app.swagger()))
  app.get('/openapi.json', { schema: { hide: true } }, async () => read())
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: '时间银行 · Time bank' },
    uiConfig: { layout: 'BaseLayout', docExpansion: 'none', deepLinking: true, displayRequestDuration: true, validatorUrl: null },
    transformSpecification: () => read() as unknown as Record<string, unknown>
  })
}
