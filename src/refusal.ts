/**
 * Every refusal the service knows, with its class and its words. A refusal is a value, never an exception: nothing
 * was posted, and the same request with the same key may be sent again. The class decides the HTTP status (api) and
 * the exit code (cli). Words in braces are filled from the refusal's parameters.
 */
export type RefusalClass = 'invalid' | 'missing' | 'conflict' | 'short' | 'too_large' | 'unsupported' | 'busy'

interface RefusalText {
  class: RefusalClass
  zh: string
  en: string
}

function text(refusalClass: RefusalClass, zh: string, en: string): RefusalText {
  return { class: refusalClass, zh, en }
}

export const REFUSALS = {
  // The request itself.
  invalid_request: text('invalid', '请求内容有误:{detail}', 'The request is not valid: {detail}'),
  bad_date: text('invalid', '日期不存在:{value}', 'There is no such date: {value}'),
  bad_amount: text('invalid', '数额须为正,且不超过允许的位数:{value}', 'The amount must be positive and not more precise than allowed: {value}'),
  bad_code: text('invalid', '代码只能含文字、数字、下划线和连字符:{value}', 'A code holds letters, digits, underscores and hyphens only: {value}'),
  bad_text: text('invalid', '文字过长、为空或含控制字符', 'The text is empty, too long, or holds control characters'),
  future_date: text('invalid', '服务日期 {value} 在今天 {today} 之后', 'The service date {value} is after today, {today}'),
  same_member: text('invalid', '转出与转入不能是同一人', 'Both sides are the same member'),
  key_required: text('invalid', '写操作须带 Idempotency-Key', 'A write needs an Idempotency-Key'),
  empty_request: text('invalid', '没有可记账的内容', 'There is nothing in the request to post'),

  // What the request names and the service does not know.
  unknown_community: text('missing', '没有这个社区:{community}', 'There is no such community: {community}'),
  unknown_member: text('missing', '没有这位成员:{member}', 'There is no such member: {member}'),
  unknown_account: text('missing', '没有这个账户:{account}', 'There is no such account: {account}'),
  unknown_transaction: text('missing', '没有这笔凭证:{number}', 'There is no such transaction: {number}'),
  unknown_hold: text('missing', '没有这笔预扣:{number}', 'There is no such hold: {number}'),
  unknown_good: text('missing', '没有这种物资:{sku}', 'There is no such good: {sku}'),
  unknown_import: text('missing', '没有这次导入:{import}', 'There is no such import: {import}'),
  unknown_line: text('missing', '兑换单没有第 {line} 行', 'The redemption has no line {line}'),
  not_found: text('missing', '没有这个地址', 'There is nothing at this address'),
  method_not_allowed: text('missing', '这个地址不接受 {method}', 'This address takes no {method}'),
  nothing_to_explain: text('missing', '第 {number} 号不是服务记录,没有积分可解释', 'Number {number} is no service whose points could be explained'),

  // What the books do not allow.
  key_reused: text('conflict', '此幂等键已用于另一个请求', 'This idempotency key was used for another request'),
  period_closed: text('conflict', '{through} 及以前已结账', 'The books are closed through {through}'),
  period_not_over: text('conflict', '{through} 还没有过完,不能结账', '{through} is not over yet and cannot be closed'),
  period_already_closed: text('conflict', '已结账至 {through}', 'The books are already closed through {through}'),
  account_frozen: text('conflict', '账户已冻结:{account}', 'The account is frozen: {account}'),
  account_not_frozen: text('conflict', '账户没有冻结:{account}', 'The account is not frozen: {account}'),
  account_closed: text('conflict', '账户已关闭:{account}', 'The account is closed: {account}'),
  balance_not_zero: text('conflict', '账户余额不为零,不能关闭:{account}', 'The account still has a balance and cannot be closed: {account}'),
  no_policy: text('conflict', '社区还没有积分规则', 'The community has no policy yet'),
  policy_reaches_back: text('conflict', '规则不能从已结账的日期({from})起生效', 'A policy cannot take effect in a closed period ({from})'),
  policy_out_of_order: text('conflict', '新规则须晚于现行版本的生效日 {from}', 'A new policy must start after the latest version, {from}'),
  unknown_category: text('conflict', '规则中没有这个服务类别:{category}', 'The policy has no such category: {category}'),
  before_joining: text('conflict', '服务日期 {value} 在加入日 {joined} 之前', 'The service date {value} is before {joined}, when the member joined'),
  minor_without_guardian: text('conflict', '未满 {age} 周岁,须有监护人陪同', 'A volunteer under {age} needs a guardian'),
  too_young: text('conflict', '志愿者须满 {age} 周岁', 'A volunteer must be {age} or older'),
  evidence_missing: text('conflict', '缺少规则要求的依据:{evidence}', 'The evidence that the policy asks for is missing: {evidence}'),
  record_cap: text('conflict', '超过一次记录的上限 {cap} 分钟', 'More than the {cap} minutes that one record may have'),
  activity_cap: text('conflict', '超过一个活动的上限 {cap} 分钟,已用 {used} 分钟', 'More than the {cap} minutes of one activity; {used} used'),
  day_cap: text('conflict', '超过一日的上限 {cap} 分钟,已用 {used} 分钟', 'More than the {cap} minutes of one day; {used} used'),
  month_cap: text('conflict', '超过一月的上限 {cap} 分钟,已用 {used} 分钟', 'More than the {cap} minutes of one month; {used} used'),
  points_born_expired: text('conflict', '这次服务的积分到 {value} 为止,已经过期;确认后才能入账', 'The points of this service were good through {value} and have expired; it is posted only when that is accepted'),
  policy_gap: text('conflict', '上一版到 {through} 为止,新版须从 {next} 起,中间不能空缺', 'The version before ends on {through}; the next must start on {next} and leave no gap'),
  policy_overlap: text('conflict', '上一版到 {through} 为止,新版从 {from} 起与它重叠', 'The version before lasts through {through}; one from {from} would overlap it'),
  unknown_preset: text('missing', '没有这个城市规则:{preset}', 'There is no such preset: {preset}'),
  goods_not_redeemable: text('conflict', '规则不允许用积分兑换物资', 'The policy lets no points be redeemed for goods'),
  redemption_not_open: text('conflict', '首次兑换须满 {needed},现有 {available}', 'The first redemption opens at {needed}; there are {available}'),
  outside_redemption_window: text('conflict', '{value} 不在兑换时段内', '{value} is outside the times of redemption'),
  redemption_frequency: text('conflict', '每期可兑换 {limit} 次,本期已兑换 {used} 次', 'Redemption is limited to {limit} a period; {used} done in this one'),
  redemption_final: text('conflict', '按规则兑换后不能退换', 'By the policy a redemption is final'),
  beneficiary_unknown: text('conflict', '规则有受益人条件,须说明受益人', 'The policy has conditions on the beneficiary, who must be stated'),
  not_entitled: text('conflict', '受益人不符合规则的条件', 'The beneficiary does not meet the conditions of the policy'),
  gift_not_allowed: text('conflict', '规则不允许这样转赠', 'The policy does not allow this gift'),
  gift_limit: text('conflict', '转赠上限 {limit} 分,已转赠 {used} 分', 'Gifts are limited to {limit} points; {used} given'),
  donation_not_allowed: text('conflict', '规则不允许捐赠积分', 'The policy lets no points be donated'),
  grant_not_allowed: text('conflict', '规则不允许这样发放', 'The policy does not allow this grant'),
  disposition_not_chosen: text('conflict', '规则没有定下此时积分的去向', 'The policy has not chosen what becomes of the points'),
  already_reversed: text('conflict', '该凭证已被第 {by} 号冲销', 'The transaction was already reversed by number {by}'),
  reversal_is_final: text('conflict', '冲销凭证不能再冲销,请重新登记', 'A reversal is never reversed; record the thing anew'),
  not_reversible: text('conflict', '这类记录({kind})不能冲销', 'This kind of record ({kind}) cannot be reversed'),
  partly_returned: text('conflict', '该兑换已有退回,请退回其余各件', 'Part of the redemption was returned; return the rest instead'),
  pool_points_gone: text('conflict', '公益积分池余额不足,不能冲销', 'The donation pool no longer has the points to take back'),
  stock_gone: text('conflict', '库存不足,不能冲销:{account}', 'The stock to take back is no longer there: {account}'),
  money_gone: text('conflict', '资金余额不足,不能冲销:{account}', 'The money to take back is no longer there: {account}'),
  hold_used: text('conflict', '预扣已被使用或释放', 'The held points were already used or released'),
  minutes_gone: text('conflict', '时长账户余额不足,不能冲销:{account}', 'The minutes to take back are no longer there: {account}'),
  not_a_redemption: text('conflict', '第 {number} 号不是物资兑换,或已冲销', 'Number {number} is not a redemption of goods, or was reversed'),
  return_exceeds: text('conflict', '第 {line} 行最多还可退 {left} 件', 'Line {line} has {left} pieces left to return'),
  not_correctable: text('conflict', '第 {number} 号没有可更正的积分', 'Number {number} issued no points that could be corrected'),
  limit_reached: text('conflict', '{sku} 每人每月限兑 {limit} 件,本月已兑 {used} 件', '{sku} is limited to {limit} a month for each person; {used} redeemed this month'),
  item_limit: text('conflict', '{sku} 每人每期限兑 {limit} 件,本期已兑 {used} 件', '{sku} is limited to {limit} a period for each person; {used} redeemed in this one'),
  card_taken: text('conflict', '卡号已有人使用:{card}', 'The card number is already in use: {card}'),
  community_exists: text('conflict', '社区已存在:{community}', 'The community already exists: {community}'),
  import_not_open: text('conflict', '这次导入的状态是 {state},不能确认', 'The import is {state} and cannot be confirmed'),
  preview_outdated: text('conflict', '预览之后又确认了另一次导入({import}),请重新预览', 'Another import ({import}) was confirmed since the preview; preview again'),
  amount_out_of_range: text('conflict', '数额超出账户可容纳的范围', 'The amount is beyond what an account can hold'),

  // Too little of something.
  insufficient_points: text('short', '积分不足:可用 {available},需要 {needed}', 'Too few points: {available} available, {needed} needed'),
  insufficient_pool: text('short', '公益积分池不足:可用 {available},需要 {needed}', 'Too few points in the pool: {available} available, {needed} needed'),
  insufficient_hold: text('short', '预扣积分不足:可用 {available},需要 {needed}', 'Too few held points: {available} available, {needed} needed'),
  nothing_to_recover: text('short', '应追回积分只有 {available}', 'Only {available} is to be recovered'),
  difference_exceeded: text('short', '{sku} 待处理的盘亏只有 {available} 件,需要 {needed} 件', 'Only {available} of {sku} are missing without an explanation; {needed} needed'),
  out_of_stock: text('short', '{sku} 库存不足:现有 {available},需要 {needed}', 'Too little stock of {sku}: {available} on hand, {needed} needed'),

  // Files.
  no_such_file: text('missing', '没有这个文件:{file}', 'There is no such file: {file}'),
  not_a_sheet: text('unsupported', '文件不是可读的表格:{detail}', 'The file is not a sheet that can be read: {detail}'),
  truncated_file: text('unsupported', '文件不完整', 'The file is cut short'),
  missing_column: text('unsupported', '表格缺少必需的列:{column}', 'The sheet lacks a column it needs: {column}'),
  missing_header: text('unsupported', '表格里找不到标题行', 'No row of the sheet looks like headings'),
  empty_file: text('unsupported', '文件是空的', 'The file is empty'),
  sheet_too_large: text('too_large', '表格过大:{detail}', 'The sheet is too large: {detail}'),
  file_too_large: text('too_large', '文件超过 {limit} MB', 'The file is larger than {limit} MB'),
  body_too_large: text('too_large', '请求内容超过 {limit} KB', 'The request is larger than {limit} KB'),
  unsupported_media_type: text('unsupported', '不支持的内容类型', 'This content type is not supported'),

  // The service.
  busy: text('busy', '服务繁忙,请稍后用同一幂等键重试', 'The service is busy; try again with the same key'),
  internal_error: text('busy', '服务出错,请稍后用同一幂等键重试', 'Something went wrong; try again with the same key')
} satisfies Record<string, RefusalText>

export type RefusalCode = keyof typeof REFUSALS
export type RefusalParameters = Record<string, string | number>

export interface Refusal {
  refused: true
  code: RefusalCode
  parameters: RefusalParameters
}

export function refuse(code: RefusalCode, parameters: RefusalParameters = {}): Refusal {
  return { refused: true, code, parameters }
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { refused?: unknown }).refused === true
}

export type Language = 'zh' | 'en'

/** The refusal in the reader's words. */
export function refusalMessage(refusal: Refusal, language: Language): string {
  return REFUSALS[refusal.code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(refusal.parameters[name] ?? ''))
}
