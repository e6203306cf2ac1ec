/**
 * Every refusal the service knows, with its class and its words. A refusal is a value, never an exception: nothing
 * was posted, and the same request with the same key may be sent again. The class decides the HTTP status (api) and
 * the exit code (cli). Words in braces are filled from the refusal's parameters.
 */
export type RefusalClass =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'short'
  | 'too_large'
  | 'unsupported'
  | 'too_many'
  | 'busy'

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
  bad_time: text('invalid', '时间须写作 08:30,从 00:00 到 24:00:{value}', 'A time is written 08:30, from 00:00 to 24:00: {value}'),
  end_before_start: text('invalid', '结束时间不晚于开始时间', 'The end is not after the start'),
  duration_mismatch: text('invalid', '时长与起止时间不符', 'The length does not agree with the times'),
  bad_range: text('invalid', '起始日期 {from} 在截止日期 {to} 之后', 'The range begins on {from}, after its end on {to}'),
  bad_amount: text('invalid', '数额须为正,且不超过允许的位数:{value}', 'The amount must be positive and not more precise than allowed: {value}'),
  bad_code: text('invalid', '代码只能含文字、数字、下划线和连字符:{value}', 'A code holds letters, digits, underscores and hyphens only: {value}'),
  bad_text: text('invalid', '文字过长、为空或含控制字符', 'The text is empty, too long, or holds control characters'),
  unknown_reason: text('invalid', '没有这个原因代码:{value};表中没有的用 other,并写备注', 'There is no such reason: {value}; for any other use `other`, and a note'),
  future_date: text('invalid', '日期 {value} 在今天 {today} 之后', 'The date {value} is after today, {today}'),
  same_member: text('invalid', '转出与转入不能是同一人', 'Both sides are the same member'),
  key_required: text('invalid', '写操作须带 Idempotency-Key', 'A write needs an Idempotency-Key'),
  member_twice: text('invalid', '第 {member} 号成员列了两次', 'Member {member} is named twice'),
  empty_request: text('invalid', '没有可记账的内容', 'There is nothing in the request to post'),
  // The tree.
  district_required: text('invalid', '街道须属于一个区', 'A subdistrict belongs to a district'),
  not_a_district: text('invalid', '{area} 不是区', '{area} is not a district'),
  not_a_subdistrict: text('invalid', '社区须属于街道,{area} 不是街道', 'A community belongs to a subdistrict; {area} is none'),
  nothing_to_change: text('invalid', '没有要修改的内容', 'There is nothing in the request to change'),

  bad_setting: text('invalid', '环境变量 {setting} 的值有误', 'The environment variable {setting} is not valid'),

  // Who asks.
  not_signed_in: text('unauthorized', '请先登录', 'Sign in first'),
  not_permitted: text('forbidden', '您的角色不能做这件事', 'Your role may not do this'),
  second_person_needed: text('forbidden', '须由另一人办理:{by} 已经办过前一步', 'Another person must do this: {by} did the step before'),
  reason_needed: text('forbidden', '须写明原因(reason)', 'A reason must be given (reason)'),
  not_home: text('forbidden', '个人资料只由常住社区办理', 'Only the home community of the person may do this'),
  password_change_needed: text('forbidden', '请先修改初始密码', 'Change the first password before anything else'),

  // What the request names and the service does not know.
  unknown_community: text('missing', '没有这个社区:{community}', 'There is no such community: {community}'),
  unknown_member: text('missing', '没有这位成员:{member}', 'There is no such member: {member}'),
  unknown_account: text('missing', '没有这个账户:{account}', 'There is no such account: {account}'),
  unknown_transaction: text('missing', '没有这笔凭证:{number}', 'There is no such transaction: {number}'),
  unknown_hold: text('missing', '没有这笔预扣:{number}', 'There is no such hold: {number}'),
  unknown_good: text('missing', '没有这种物资:{sku}', 'There is no such good: {sku}'),
  unknown_import: text('missing', '没有这次导入:{import}', 'There is no such import: {import}'),
  unknown_line: text('missing', '兑换单没有第 {line} 行', 'The redemption has no line {line}'),
  unknown_area: text('missing', '没有这个区或街道:{area}', 'There is no such district or subdistrict: {area}'),
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
  account_not_freezable: text('conflict', '只有个人积分和预扣积分账户可以冻结:{account}', 'Only personal and held points can be frozen: {account}'),
  account_closed: text('conflict', '账户已关闭:{account}', 'The account is closed: {account}'),
  balance_not_zero: text('conflict', '账户余额未清零:{account}', 'The account still has a balance: {account}'),
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
  fund_limit: text('conflict', '基金“{fund}”本期上限 {limit} 分,已发放 {used} 分', 'The fund {fund} issues at most {limit} points in this period; {used} issued'),
  grant_not_allowed: text('conflict', '规则不允许这样发放', 'The policy does not allow this grant'),
  successor_required: text('invalid', '规则定为继承,须写明继承的成员', 'By the policy the points are succeeded to; the member who does must be named'),
  successor_not_wanted: text('conflict', '规则没有定为继承({disposition}),不能指定继承人', 'By the policy nobody succeeds to the points ({disposition})'),
  nothing_to_succeed: text('conflict', '第 {member} 号成员没有可处理的积分', 'Member {member} has no points to be decided about'),
  unknown_team: text('missing', '没有这个团队:{team}', 'There is no such team: {team}'),
  team_exists: text('conflict', '团队代码已被使用:{team}', 'The code is in use for another team: {team}'),
  team_inactive: text('conflict', '团队 {team} 已停止活动', 'The team {team} is no longer active'),
  already_in_team: text('conflict', '第 {member} 号成员已在团队 {team}', 'Member {member} is in the team {team} already'),
  not_in_team: text('conflict', '第 {member} 号成员当日不在团队 {team}', 'Member {member} was not in the team {team} that day'),
  unknown_award_rule: text('missing', '没有这条奖励规则:{rule}', 'There is no such award rule: {rule}'),
  award_rule_exists: text('conflict', '奖励规则代码已被使用:{rule}', 'The code is in use for another award rule: {rule}'),
  award_rule_not_in_force: text('conflict', '奖励规则 {rule} 自 {from} 至 {through} 有效', 'The award rule {rule} is in force from {from} through {through}'),
  award_has_rule: text('conflict', '奖励 {rule} 已定规则,须按规则发放', 'There is a rule for the award {rule}; it is given by that rule'),
  unknown_certificate: text('missing', '没有这份证明:{certificate}', 'There is no such certificate: {certificate}'),
  certificate_not_found: text('missing', '编号与验证码不符,或没有这份证明', 'No certificate has this number and code'),
  certificate_not_valid: text('conflict', '证明 {certificate} 已撤销或已被替换', 'The certificate {certificate} was revoked or replaced'),
  nothing_to_certify: text('conflict', '第 {member} 号成员在这段时间没有服务记录', 'Member {member} has no service in this time'),
  id_number_missing: text('conflict', '第 {member} 号成员没有登记身份证号', 'No ID number of member {member} is known'),
  unknown_star: text('missing', '没有这项星级公示', 'There is no such star'),
  star_not_reached: text('conflict', '第 {member} 号成员认证时长 {minutes} 分钟,不足 {needed} 分钟', 'Member {member} has {minutes} verified minutes; {needed} are needed'),
  star_already: text('conflict', '第 {member} 号成员的这一星级已授予或正在公示', 'Member {member} has this star already, or it is on notice'),
  star_not_on_notice: text('conflict', '这项星级的状态是 {state}', 'The star is {state}'),
  notice_not_over: text('conflict', '公示至 {through} 为止,尚未结束', 'The public notice lasts through {through}'),
  not_dead: text('conflict', '第 {member} 号成员没有登记去世', 'No death of member {member} is recorded'),
  award_day_limit: text('conflict', '奖励 {rule} 每人每日限 {limit} 次,当日已有 {used} 次', 'The award {rule} is limited to {limit} a day for each person; {used} given that day'),
  award_month_limit: text('conflict', '奖励 {rule} 每人每月限 {limit} 次,当月已有 {used} 次', 'The award {rule} is limited to {limit} a month for each person; {used} given that month'),
  award_year_limit: text('conflict', '奖励 {rule} 每人每年限 {limit} 次,当年已有 {used} 次', 'The award {rule} is limited to {limit} a year for each person; {used} given that year'),
  disposition_not_chosen: text('conflict', '规则没有定下此时积分的去向', 'The policy has not chosen what becomes of the points'),
  duplicate: text('conflict', '该成员当日已有同样的服务记录', 'The same service of this member and day is recorded already'),
  overlap: text('conflict', '与该成员当日已有的服务记录时间重叠', 'It overlaps another service of this member and day'),
  already_reversed: text('conflict', '该凭证已被第 {by} 号冲销', 'The transaction was already reversed by number {by}'),
  reversal_is_final: text('conflict', '冲销凭证不能再冲销,请重新登记', 'A reversal is never reversed; record the thing anew'),
  not_reversible: text('conflict', '这类记录({kind})不能冲销', 'This kind of record ({kind}) cannot be reversed'),
  partly_returned: text('conflict', '该兑换已有退货,请将其余各件也退货', 'Part of the redemption was returned; return the rest instead'),
  pool_points_gone: text('conflict', '公益积分池余额不足,不能冲销', 'The donation pool no longer has the points to take back'),
  stock_gone: text('conflict', '库存不足,不能冲销:{account}', 'The stock to take back is no longer there: {account}'),
  money_gone: text('conflict', '资金余额不足,不能冲销:{account}', 'The money to take back is no longer there: {account}'),
  hold_used: text('conflict', '预扣已被使用或释放', 'The held points were already used or released'),
  minutes_gone: text('conflict', '时长账户余额不足,不能冲销:{account}', 'The minutes to take back are no longer there: {account}'),
  not_a_redemption: text('conflict', '第 {number} 号不是物资兑换,或已冲销', 'Number {number} is not a redemption of goods, or was reversed'),
  return_exceeds: text('conflict', '第 {line} 行最多还可退货 {left} 件', 'Line {line} has {left} pieces left to return'),
  not_correctable: text('conflict', '第 {number} 号没有可更正的积分', 'Number {number} issued no points that could be corrected'),
  limit_reached: text('conflict', '{sku} 每人每月限兑 {limit} 件,本月已兑 {used} 件', '{sku} is limited to {limit} a month for each person; {used} redeemed this month'),
  item_limit: text('conflict', '{sku} 每人每期限兑 {limit} 件,本期已兑 {used} 件', '{sku} is limited to {limit} a period for each person; {used} redeemed in this one'),
  card_taken: text('conflict', '卡号已有人使用:{card}', 'The card number is already in use: {card}'),
  community_exists: text('conflict', '社区已存在:{community}', 'The community already exists: {community}'),
  import_not_open: text('conflict', '这次导入的状态是 {state},不能确认', 'The import is {state} and cannot be confirmed'),
  preview_outdated: text('conflict', '预览之后又确认了另一次导入({import}),请重新预览', 'Another import ({import}) was confirmed since the preview; preview again'),
  // The tree.
  area_exists: text('conflict', '代码已用于另一个区或街道:{area}', 'The code is in use for another district or subdistrict: {area}'),
  card_prefix_taken: text('conflict', '卡号前缀已由另一个社区使用:{prefix}', 'Another community uses this card prefix: {prefix}'),
  community_archived: text('conflict', '社区 {community} 已归档,只可查阅', 'The community {community} is archived and can only be read'),
  amount_out_of_range: text('conflict', '数额超出账户可容纳的范围', 'The amount is beyond what an account can hold'),

  // People, their cards and proxies.
  bad_card: text('invalid', '卡号有误,请核对:{card}', 'The card number is mistyped: {card}'),
  bad_id_number: text('invalid', '身份证号有误', 'The ID number is not valid'),
  id_number_mismatch: text('invalid', '身份证号与出生日期不符', 'The ID number and the birth date do not agree'),
  guardian_required: text('invalid', '未满 18 岁,须登记监护人', 'A member under 18 needs a guardian'),
  unknown_relation: text('missing', '没有这个亲属关系', 'There is no such relation'),
  unknown_consent: text('missing', '没有这份同意', 'There is no such consent'),
  already_member: text('conflict', '此人已是本社区第 {member} 号成员', 'This person is member {member} of the community already'),
  card_dead: text('conflict', '此卡已停用:{card}', 'This card is no longer good: {card}'),
  no_card: text('conflict', '第 {member} 号成员没有可用的卡', 'Member {member} has no card that is good'),
  member_merged: text('conflict', '第 {member} 号成员已并入第 {into} 号', 'Member {member} was merged into member {into}'),
  different_persons: text('conflict', '第 {from} 号与第 {into} 号的身份证号或出生日期不同;确为同一人的须写明原因', 'Members {from} and {into} have different ID numbers or birth dates; to merge them all the same, give a reason'),
  member_alive: text('conflict', '第 {member} 号成员没有登记去世', 'No death of member {member} is recorded'),
  member_died: text('conflict', '第 {member} 号成员已故', 'Member {member} has died'),
  unknown_proxy: text('forbidden', '没有这份委托', 'There is no such proxy'),
  proxy_expired: text('forbidden', '委托不在有效期内({from} 至 {through}),或已终止', 'The proxy is not in force: it was good from {from} through {through}, or was ended'),
  proxy_not_allowed: text('forbidden', '这份委托不包括此事', 'The proxy is not for this'),
  proxy_used: text('forbidden', '一次性委托已经用过', 'The proxy was good once, and was used'),

  // Rosters, visits and who came.
  unknown_roster: text('missing', '没有这个轮值表', 'There is no such roster'),
  unknown_shift: text('missing', '没有这个班次', 'There is no such shift'),
  unknown_swap: text('missing', '没有这个换班请求', 'There is no such request to swap'),
  unknown_absence: text('missing', '没有这段请假', 'There is no such absence'),
  unknown_visit_plan: text('missing', '没有这个探访计划', 'There is no such plan of visits'),
  unknown_visit: text('missing', '没有这次探访', 'There is no such visit'),
  unknown_presence: text('missing', '没有这次到场记录', 'There is no such presence'),
  range_too_long: text('invalid', '一次最多 {days} 天', 'At most {days} days at once'),
  bad_pattern: text('invalid', '周期有误:{detail}', 'The pattern is not valid: {detail}'),
  roster_ended: text('conflict', '轮值表已终止', 'The roster has ended'),
  shift_cancelled: text('conflict', '班次已取消', 'The shift was cancelled'),
  shift_begun: text('conflict', '班次已经开始', 'The shift has begun'),
  shift_overlap: text('conflict', '第 {member} 号成员同一时间另有班次', 'Member {member} has another shift at that time'),
  already_on_shift: text('conflict', '第 {member} 号成员已在这个班次', 'Member {member} is on this shift already'),
  not_on_shift: text('conflict', '第 {member} 号成员不在这个班次', 'Member {member} is not on this shift'),
  no_such_place: text('conflict', '班次只有 {places} 个席位', 'The shift has {places} places'),
  swap_exists: text('conflict', '这个班次已有未答复的换班请求', 'A request to swap this turn is still to be answered'),
  swap_not_open: text('conflict', '换班请求的状态是 {state}', 'The request to swap is {state}'),
  consent_evidence_needed: text('invalid', '由工作人员代为登记的,须写明本人同意的依据(evidence)', 'Where staff enter it, what shows the member’s own will must be stated (evidence)'),
  visit_plan_ended: text('conflict', '探访计划已终止', 'The plan of visits has ended'),
  visit_settled: text('conflict', '这次探访已有结果', 'The visit has its outcome already'),
  visit_not_yet_due: text('conflict', '这次探访 {due} 才到期', 'The visit is due on {due}'),
  not_escalated: text('conflict', '这次探访没有上报', 'The visit was not escalated'),
  code_wrong: text('forbidden', '签到码不对', 'The check-in code is wrong'),
  code_expired: text('forbidden', '签到码已过期,请扫现场当前的码', 'The check-in code has expired; use the one shown now'),
  check_in_not_open: text('conflict', '{from} 起才能签到', 'Check-in opens at {from}'),
  check_in_over: text('conflict', '{through} 已截止', 'It was over at {through}'),
  already_checked_in: text('conflict', '第 {member} 号成员已签到,尚未签退', 'Member {member} has checked in and not yet out'),
  not_checked_in: text('conflict', '第 {member} 号成员没有签到', 'Member {member} has not checked in'),
  present_elsewhere: text('conflict', '第 {member} 号成员正在“{title}”,请先签退', 'Member {member} is at “{title}”; check out there first'),
  not_responsible: text('forbidden', '您不是这里的负责人', 'You are not responsible for this'),
  presence_not_correctable: text('conflict', '这次到场或其服务记录的状态是 {state},不能在此更正', 'This presence or its service record is {state} and cannot be put right here'),
  // Service records before they are points.
  unknown_record: text('missing', '没有这条服务记录:{record}', 'There is no such service record: {record}'),
  unknown_approval_run: text('missing', '没有这次批量审核:{run}', 'There is no such bulk approval: {run}'),
  no_such_flag: text('missing', '这条记录没有待答复的标记:{flag}', 'The record has no such flag to answer: {flag}'),
  impossible_day: text('conflict', '当日合计 {minutes} 分钟,超过 24 小时', 'It would come to {minutes} minutes on one day, more than 24 hours'),
  record_not_open: text('conflict', '这条服务记录的状态是 {state},不能这样办理', 'The service record is {state}, which does not allow this'),
  flags_unanswered: text('conflict', '这条服务记录还有 {count} 项疑点没有答复', 'The service record has {count} flags that nobody has answered'),
  unknown_team_service: text('missing', '没有这次团队服务', 'There is no such service of a team'),
  approval_needed: text('conflict', '按规则须多级审核或公示:请登记为服务记录并提交审核', 'The policy wants more approvals or a public notice: make it a service record and submit that'),
  complaint_zeroes_nothing: text('conflict', '规则没有规定投诉成立后清零', 'By the policy a complaint takes nothing from a record'),
  // What there is to do.
  activity_too_long: text('invalid', '一次活动不超过一天', 'An activity lasts a day at most'),
  unknown_service_field: text('missing', '没有这个服务领域,或已停用:{field}', 'There is no such service field, or it has ended: {field}'),
  unknown_brand: text('missing', '没有这个服务品牌:{brand}', 'There is no such brand: {brand}'),
  brand_ended: text('conflict', '服务品牌已停用:{brand}', 'The brand has ended: {brand}'),
  category_not_in_use: text('conflict', '社区没有使用这个服务类别,规则中也没有:{category}', 'The community does not use this category, nor does the policy name it: {category}'),
  unknown_activity: text('missing', '没有这个活动:{activity}', 'There is no such activity: {activity}'),
  activity_state: text('conflict', '活动的状态是 {state},不能这样办理', 'The activity is {state}; this cannot be done'),
  activity_begun: text('conflict', '活动已经开始', 'The activity has begun'),
  activity_not_begun: text('conflict', '活动还没有开始', 'The activity has not begun'),
  capacity_below_taken: text('conflict', '已有 {taken} 人报名,名额不能更少', '{taken} are signed up; the capacity cannot be less'),
  sign_up_not_open: text('conflict', '活动的状态是 {state},不能报名', 'The activity is {state}; nobody can sign up'),
  already_signed_up: text('conflict', '已经报名', 'The member is signed up already'),
  sign_up_overlap: text('conflict', '同一时间已报名另一活动:{activity}', 'The member is signed up for another activity at that time: {activity}'),
  skill_missing: text('conflict', '活动要求的技能,志愿者档案中没有:{skill}', 'The activity asks for a skill that the volunteer’s profile does not name: {skill}'),
  birth_date_unknown: text('conflict', '活动要求满 {age} 周岁,成员没有登记出生日期', 'The activity is for people of {age} and older; the member’s birth date is not known'),
  unknown_sign_up: text('missing', '没有这次报名', 'There is no such sign-up'),
  unknown_entry: text('missing', '清单中没有这一条:{entry}', 'There is no such entry on the lists: {entry}'),
  entry_state: text('conflict', '这一条的状态是 {state},不能这样办理', 'The entry is {state}; this cannot be done'),
  review_needed: text('conflict', '按规则,需求须先审核再发布', 'By the policy a need is reviewed before it is published'),
  claimer_needed: text('invalid', '须写明由谁认领(claimedBy)', 'It must be said who claims it (claimedBy)'),
  redo_date_needed: text('invalid', '须写明限期(redoBy)', 'It must be said by when (redoBy)'),
  date_over: text('invalid', '日期 {value} 在今天 {today} 之前', 'The date {value} is before today, {today}'),
  not_linkable: text('conflict', '项目由需求和资源而来;活动在登记时写明所属项目', 'A project grows from needs and resources; an activity names its project itself'),
  unknown_link: text('missing', '没有这个关联', 'There is no such link'),
  webhook_address: text('invalid', '这个地址不能用于通知:{detail}', 'The address cannot be called: {detail}'),
  too_many_webhooks: text('conflict', '至多 {limit} 个通知地址', 'At most {limit} webhooks'),
  unknown_webhook: text('missing', '没有这个通知地址', 'There is no such webhook'),
  webhook_ended: text('conflict', '通知地址已停用', 'The webhook has ended'),
  unknown_delivery: text('missing', '没有这次通知', 'There is no such delivery'),
  unknown_post: text('missing', '没有这个岗位:{post}', 'There is no such post: {post}'),
  post_ended: text('conflict', '岗位已停止:{post}', 'The post has ended: {post}'),
  post_claimed: text('conflict', '岗位 {post} 在 {year} 年已有人认领', 'The post {post} is claimed for {year} already'),
  year_not_open: text('conflict', '{year} 年不能认领:只能认领今年和明年', 'Nothing can be claimed for {year}: posts are claimed for this year and the next'),
  unknown_claim: text('missing', '没有这次认领', 'There is no such claim'),
  claim_ended: text('conflict', '这次认领已经结束', 'The claim has ended'),
  same_holder: text('invalid', '交接双方不能相同', 'A post is handed over to somebody else'),

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

  // Signing in, passwords, PINs and keys.
  sign_in_failed: text('unauthorized', '名称或卡号与密码不符', 'The name or card and the password do not belong together'),
  session_ended: text('unauthorized', '登录已失效,请重新登录', 'The session has ended; sign in again'),
  no_session: text('conflict', '接口密钥没有登录会话', 'A key has no session'),
  api_key_not_good: text('unauthorized', '接口密钥无效、过期或已停用', 'The API key is unknown, expired or revoked'),
  second_factor_required: text('unauthorized', '还须动态口令', 'A code of the second factor is needed too'),
  second_factor_wrong: text('unauthorized', '动态口令不对', 'The code of the second factor is wrong'),
  second_factor_on: text('conflict', '动态口令已启用', 'The second factor is already on'),
  second_factor_off: text('conflict', '动态口令没有启用', 'The second factor is not on'),
  csrf_failed: text('forbidden', '缺少本次登录的 X-CSRF-Token,或不符', 'The X-CSRF-Token of this session is missing or wrong'),
  password_wrong: text('forbidden', '当前密码不对', 'The present password is wrong'),
  password_too_simple: text('invalid', '密码至少 {least} 个字符,不能是常见密码或用户名', 'A password has at least {least} characters and is neither a common one nor the user name'),
  password_unchanged: text('invalid', '新密码不能与原密码相同', 'The new password must not be the present one'),
  pin_required: text('invalid', '以卡密码授权,须输入卡密码(pin),不必写授权方式', 'Authorised by PIN, the PIN itself is sent; the authorisation is then set by the service'),
  pin_too_simple: text('invalid', '卡密码过于简单:不能是同一数字、连续数字或生日', 'The PIN is too simple: no repeated digit, no row of digits, no birth date'),
  pin_wrong: text('forbidden', '卡密码不对', 'The PIN is wrong'),
  pin_not_set: text('conflict', '这位成员还没有设卡密码', 'The member has no PIN yet'),
  pin_locked: text('too_many', '卡密码已锁定,请到兑换点重设', 'The PIN is locked; have it set anew at a counter'),
  user_exists: text('conflict', '账号已存在:{user}', 'The user already exists: {user}'),
  unknown_user: text('missing', '没有这个账号:{user}', 'There is no such user: {user}'),
  unknown_assignment: text('missing', '没有这项授权', 'There is no such assignment'),
  unknown_api_key: text('missing', '没有这个接口密钥', 'There is no such API key'),
  unknown_operation: text('invalid', '没有这个操作:{operation}', 'There is no such operation: {operation}'),
  not_to_oneself: text('forbidden', '不能给自己授予没有的角色', 'Nobody grants themselves a role that they do not have'),
  role_unfit: text('conflict', '这类账号不能有角色 {role}', 'This kind of user cannot be {role}'),
  not_a_program: text('conflict', '接口密钥只给程序,{user} 不是程序', 'Keys are for programs; {user} is none'),
  last_administrator: text('conflict', '至少须留一名可用的管理员', 'One administrator at least must stay'),
  too_many_requests: text('too_many', '请求过于频繁,请在 {seconds} 秒后再试', 'Too many requests; try again in {seconds} seconds'),

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
