/** A request of the tour; its answer is recorded in `answers.json` under its name. */
export interface TourRequest {
  name: string
  operationId: string
  /** What the example shows, Chinese first. */
  summary: string
  path: string
  /** GET, or POST with a body, unless stated. */
  method?: 'POST' | 'PUT'
  body?: Record<string, unknown>
  /** A file that is handed in; its text. */
  file?: { name: string; text: string }
  language?: 'en'
  /** The key of an earlier request, where that is the point. Every write has one of its own else. */
  keyOf?: string
  actor?: string
}

/** Stands for the id of the import in addresses and answers, since ids are made anew each time. */
export const IMPORT_ID = '0195b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'

const policy = {
  pointsPerHour: '10',
  categoryCoefficients: { 老人陪护: '1.5', 陪同就医: '1.5', 科普宣传: '1.0', 文体活动: '0.8' },
  roundMinutesDownTo: 30,
  dailyConvertibleCapMinutes: 480,
  backfilledHoursConvert: false,
  pointsRounding: 'down to 0.01',
  pointsValidMonths: 36,
  timezone: 'Asia/Shanghai'
}

const T = '/v1/communities/taicheng'

/**
 * A morning in Taicheng, from an empty database on: the requests in their order. They are the examples of the OpenAPI
 * document, and a test sends every one of them.
 */
export const TOUR: TourRequest[] = [
  { name: 'health', operationId: 'health', summary: '存活 · Alive', path: '/health' },
  { name: 'ready', operationId: 'ready', summary: '可以服务 · Ready', path: '/ready' },
  { name: 'community', operationId: 'createCommunity', summary: '台城花园社区 · Taicheng Garden', path: '/v1/communities', body: { communityId: 'taicheng', name: '台城花园社区', timeZone: 'Asia/Shanghai' } },
  { name: 'community_exists', operationId: 'createCommunity', summary: '代码已被使用 · The code is taken', path: '/v1/communities', body: { communityId: 'taicheng', name: '台城社区' } },
  { name: 'communities', operationId: 'listCommunities', summary: '全部社区 · All communities', path: '/v1/communities' },
  { name: 'readCommunity', operationId: 'readCommunity', summary: '台城花园社区 · Taicheng Garden', path: T },
  { name: 'unknown_community', operationId: 'readCommunity', summary: '没有这个社区 · No such community', path: '/v1/communities/bihu' },
  { name: 'no_policy', operationId: 'readPolicyInForce', summary: '还没有规则 · No policy yet', path: `${T}/policies/in-force` },
  { name: 'policy', operationId: 'publishPolicy', summary: '一小时十分,每日至多八小时 · Ten points an hour, eight hours a day', path: `${T}/policies`, body: { from: '2025-01-01', policy }, actor: 'coordinator' },
  { name: 'policies', operationId: 'listPolicies', summary: '各版规则 · All versions', path: `${T}/policies` },
  { name: 'policyInForce', operationId: 'readPolicyInForce', summary: '3 月 5 日适用的规则 · In force on 5 March', path: `${T}/policies/in-force?on=2025-03-05` },
  { name: 'bad_date', operationId: 'readPolicyInForce', summary: '日期不存在 · No such date', path: `${T}/policies/in-force?on=2025-02-30` },
  { name: 'member', operationId: 'createMember', summary: '一位居民 · A resident', path: `${T}/members`, body: { card: 'TC100001', name: '夏红浩', sex: '女', birthDate: '1940-12-04', phone: '15404409081', building: '18幢', grid: '第4网格', role: '居民' } },
  { name: 'volunteer', operationId: 'createMember', summary: '一位志愿者 · A volunteer', path: `${T}/members`, body: { card: 'TC100002', name: '李福', sex: '男', birthDate: '2000-01-11', building: '18幢', grid: '第1网格', role: '志愿者' } },
  { name: 'twice', operationId: 'createMember', summary: '同一人的第二张卡 · A second card of one person', path: `${T}/members`, body: { card: 'TC100900', name: '李福' } },
  { name: 'card_taken', operationId: 'createMember', summary: '卡号已有人使用 · The card is taken', path: `${T}/members`, body: { card: 'TC100001', name: '曾庆红' } },
  { name: 'unknown_field', operationId: 'createMember', summary: '未知字段 · An unknown field', path: `${T}/members`, body: { card: 'TC100004', name: '曾庆红', idNumber: '320102' } },
  { name: 'members', operationId: 'listMembers', summary: '按姓名查找 · Found by name', path: `${T}/members?name=${encodeURIComponent('夏红浩')}` },
  { name: 'readMember', operationId: 'readMember', summary: '1 号成员 · Member 1', path: `${T}/members/1` },
  { name: 'unknown_member', operationId: 'readMember', summary: '没有这位成员 · No such member', path: `${T}/members/99`, language: 'en' },
  { name: 'byCard', operationId: 'readMemberByCard', summary: '刷卡 · A card is scanned', path: `${T}/cards/TC100002` },
  { name: 'hours', operationId: 'recordHours', summary: '陪护 100 分钟,得 22.50 分 · 100 minutes of companionship, 22.50 points', path: `${T}/hours`, body: { member: 2, category: '老人陪护', minutes: 100, activity: '周三陪护', serviceDate: '2025-03-05', evidence: '签到' }, actor: 'coordinator' },
  { name: 'unknown_category', operationId: 'recordHours', summary: '规则中没有的类别 · Not in the policy', path: `${T}/hours`, body: { member: 2, category: '代购', minutes: 60, serviceDate: '2025-03-05' } },
  { name: 'future_date', operationId: 'recordHours', summary: '服务日期在今天之后 · A service date to come', path: `${T}/hours`, body: { member: 2, category: '老人陪护', minutes: 60, serviceDate: '2025-03-21' } },
  { name: 'award', operationId: 'awardPoints', summary: '文明家庭奖励 · An award to a model family', path: `${T}/awards`, body: { member: 1, rule: '文明家庭', points: '100.00' } },
  { name: 'gift', operationId: 'giveGift', summary: '转赠 12.50 分 · A gift of 12.50', path: `${T}/gifts`, body: { from: 1, to: 2, points: '12.50' }, actor: 'coordinator' },
  { name: 'key_reused', operationId: 'giveGift', summary: '同一幂等键,另一个请求 · The same key, another request', path: `${T}/gifts`, body: { from: 1, to: 2, points: '13.50' }, keyOf: 'gift' },
  { name: 'bad_amount', operationId: 'giveGift', summary: '小数位过多 · Too many places', path: `${T}/gifts`, body: { from: 1, to: 2, points: '12.505' } },
  { name: 'insufficient_points', operationId: 'giveGift', summary: '积分不足 · Too few points', path: `${T}/gifts`, body: { from: 1, to: 2, points: '500.00' } },
  { name: 'donation', operationId: 'donatePoints', summary: '捐给公益积分池 · To the donation pool', path: `${T}/donations`, body: { member: 1, points: '20.00' } },
  { name: 'grant', operationId: 'grantPoints', summary: '由公益积分池发放 · Out of the pool', path: `${T}/grants`, body: { member: 2, points: '5.00', expiresOn: '2025-12-31' } },
  { name: 'insufficient_pool', operationId: 'grantPoints', summary: '公益积分池不足 · Too little in the pool', path: `${T}/grants`, body: { member: 2, points: '500.00' } },
  { name: 'good', operationId: 'putGood', summary: '牙膏 15 分一支 · Toothpaste at 15.00', path: `${T}/goods/G005`, method: 'PUT', body: { barcode: '6955028240683', name: '牙膏', unitName: '支', price: '15.00', monthlyLimit: 2, sponsor: '古生物博物馆' } },
  { name: 'goods', operationId: 'listGoods', summary: '目录 · The catalogue', path: `${T}/goods` },
  { name: 'readGood', operationId: 'readGood', summary: '扫条码 · A barcode is scanned', path: `${T}/goods/6955028240683` },
  { name: 'unknown_good', operationId: 'readGood', summary: '没有这种物资 · No such good', path: `${T}/goods/G999` },
  { name: 'receipt', operationId: 'receiveStock', summary: '入库 10 支 · Ten come in', path: `${T}/stock/receipts`, body: { sku: 'G005', pieces: 10, sponsor: '古生物博物馆', deliveryNote: 'SH-0312', expiresOn: '2027-06-30', unitCost: '3.20' } },
  { name: 'move', operationId: 'moveStock', summary: '调 4 支到南门 · Four to the south gate', path: `${T}/stock/moves`, body: { from: 'main', to: '南门', sku: 'G005', pieces: 4 } },
  { name: 'redemption', operationId: 'redeemGoods', summary: '兑换两支牙膏 · Two toothpastes', path: `${T}/redemptions`, body: { member: 1, lines: [{ sku: 'G005', pieces: 2 }], authorisation: '密码' }, actor: 'clerk' },
  { name: 'limit_reached', operationId: 'redeemGoods', summary: '超过每月限兑 · Over the monthly limit', path: `${T}/redemptions`, body: { member: 1, lines: [{ sku: 'G005', pieces: 1 }] } },
  { name: 'out_of_stock', operationId: 'moveStock', summary: '库存不足 · Too little stock', path: `${T}/stock/moves`, body: { from: 'main', to: '南门', sku: 'G005', pieces: 40 } },
  { name: 'return', operationId: 'returnGoods', summary: '退回一支 · One comes back', path: `${T}/redemptions/9/returns`, body: { lines: [{ line: 1, pieces: 1 }] } },
  { name: 'return_exceeds', operationId: 'returnGoods', summary: '退得太多 · More than was left', path: `${T}/redemptions/9/returns`, body: { lines: [{ line: 1, pieces: 2 }] } },
  { name: 'readRedemption', operationId: 'readRedemption', summary: '兑换和退回 · With what came back', path: `${T}/redemptions/9` },
  { name: 'not_a_redemption', operationId: 'readRedemption', summary: '不是兑换 · Not a redemption', path: `${T}/redemptions/2` },
  { name: 'damage', operationId: 'recordDamage', summary: '破损一支 · One is broken', path: `${T}/stock/damages`, body: { sku: 'G005', pieces: 1 } },
  { name: 'stocktake', operationId: 'takeStock', summary: '少了一支 · One is missing', path: `${T}/stock/stocktakes`, body: { counts: [{ sku: 'G005', counted: 3 }], approvedBy: 'manager' } },
  { name: 'nothing', operationId: 'takeStock', summary: '账实相符 · As the books say', path: `${T}/stock/stocktakes`, body: { counts: [{ sku: 'G005', counted: 3 }] } },
  { name: 'distribution', operationId: 'distributeGoods', summary: '慰问一支 · One given in care', path: `${T}/stock/distributions`, body: { sku: 'G005', pieces: 1 } },
  { name: 'toSponsor', operationId: 'returnToSponsor', summary: '退还一支 · One goes back', path: `${T}/stock/returns`, body: { sku: 'G005', pieces: 1, sponsor: '古生物博物馆' } },
  { name: 'hold', operationId: 'holdPoints', summary: '预扣 10 分 · Ten points are held', path: `${T}/holds`, body: { member: 1, points: '10.00' } },
  { name: 'release', operationId: 'releaseHold', summary: '全部退回 · All of it is released', path: `${T}/holds/15/release`, body: {} },
  { name: 'insufficient_hold', operationId: 'releaseHold', summary: '已经退回 · Released already', path: `${T}/holds/15/release`, body: { points: '1.00' } },
  { name: 'reversal', operationId: 'reverseTransaction', summary: '冲销录错的服务 · An hour recorded wrongly', path: `${T}/reversals`, body: { number: 2, reason: '录入错误', approvedBy: 'manager' } },
  { name: 'already_reversed', operationId: 'reverseTransaction', summary: '已经冲销 · Reversed already', path: `${T}/reversals`, body: { number: 2, reason: '录入错误' } },
  { name: 'again', operationId: 'recordHours', summary: '重新登记 · Recorded anew', path: `${T}/hours`, body: { member: 2, category: '老人陪护', minutes: 120, serviceDate: '2025-03-05', replaces: 2 } },
  { name: 'adjustment', operationId: 'adjustEarning', summary: '补发 1.50 分 · 1.50 found due', path: `${T}/adjustments`, body: { corrects: 18, points: '1.50' } },
  { name: 'not_correctable', operationId: 'adjustEarning', summary: '不是服务入账 · Not an earning', path: `${T}/adjustments`, body: { corrects: 4, points: '1.50' } },
  { name: 'forfeit', operationId: 'forfeitPoints', summary: '扣罚 2 分 · Two are forfeited', path: `${T}/forfeits`, body: { member: 1, reason: '爽约', points: '2.00' } },
  { name: 'spend', operationId: 'giveGift', summary: '先花掉 · Spent first', path: `${T}/gifts`, body: { from: 2, to: 1, points: '49.00' } },
  { name: 'shortfall', operationId: 'reverseTransaction', summary: '已用掉的记入应追回 · What is spent is to be recovered', path: `${T}/reversals`, body: { number: 4, reason: '录入错误' } },
  { name: 'writeOff', operationId: 'writeOffRecovery', summary: '核销 1 分 · One is written off', path: `${T}/write-offs`, body: { member: 2, points: '1.00' } },
  { name: 'opening', operationId: 'openBooks', summary: '由纸质卡转入 · From a paper card', path: `${T}/openings`, body: { member: { number: 2, lots: [{ points: '86.00' }], minutes: 2580 }, goods: [{ sku: 'G005', pieces: 40 }], funds: [{ fund: '专项', source: '街道', amount: '5000.00' }] } },
  { name: 'recovery', operationId: 'recoverPoints', summary: '追回其余 · The rest is recovered', path: `${T}/recoveries`, body: { member: 2 } },
  { name: 'nothing_to_recover', operationId: 'writeOffRecovery', summary: '没有应追回的 · Nothing to recover', path: `${T}/write-offs`, body: { member: 2, points: '1.00' } },
  { name: 'expiration', operationId: 'expirePoints', summary: '没有过期的 · Nothing has expired', path: `${T}/expirations`, body: { member: 1 } },
  { name: 'merge', operationId: 'mergeMembers', summary: '两张卡是同一人 · Two cards of one person', path: `${T}/merges`, body: { from: 2, into: 3 } },
  { name: 'same_member', operationId: 'mergeMembers', summary: '同一位成员 · The same member', path: `${T}/merges`, body: { from: 3, into: 3 } },
  { name: 'freeze', operationId: 'freezeAccount', summary: '挂失 · A lost card', path: `${T}/accounts/P2101.1/freeze`, body: { reason: '挂失' } },
  { name: 'account_frozen', operationId: 'giveGift', summary: '账户已冻结 · The account is frozen', path: `${T}/gifts`, body: { from: 1, to: 3, points: '1.00' } },
  { name: 'unfreeze', operationId: 'unfreezeAccount', summary: '找回了卡 · The card is found', path: `${T}/accounts/P2101.1/unfreeze`, body: { reason: '找回' } },
  { name: 'account_not_frozen', operationId: 'unfreezeAccount', summary: '没有冻结 · It is not frozen', path: `${T}/accounts/P2101.1/unfreeze`, body: { reason: '找回' } },
  { name: 'close', operationId: 'closeAccount', summary: '关闭余额为零的账户 · An account without a balance', path: `${T}/accounts/P2102.1.15/close`, body: { reason: '已退回' } },
  { name: 'balance_not_zero', operationId: 'closeAccount', summary: '还有余额 · It still has a balance', path: `${T}/accounts/P2101.1/close`, body: { reason: '迁出' } },
  { name: 'accounts', operationId: 'listAccounts', summary: '个人积分账户 · Personal accounts', path: `${T}/accounts?code=P2101` },
  { name: 'account', operationId: 'readAccount', summary: '1 号成员的积分 · The points of member 1', path: `${T}/accounts/P2101.1` },
  { name: 'unknown_account', operationId: 'readAccount', summary: '没有这个账户 · No such account', path: `${T}/accounts/P2101.99` },
  { name: 'memberBalances', operationId: 'readMemberBalances', summary: '余额 · What member 1 has', path: `${T}/members/1/balances` },
  { name: 'statement', operationId: 'readStatement', summary: '最近两行 · The last two lines', path: `${T}/members/1/statement?limit=2` },
  { name: 'transactions', operationId: 'listTransactions', summary: '转赠 · Gifts', path: `${T}/transactions?kind=gift&limit=1` },
  { name: 'transaction', operationId: 'readTransaction', summary: '第 4 号凭证 · Transaction 4', path: `${T}/transactions/4` },
  { name: 'unknown_transaction', operationId: 'readTransaction', summary: '没有这笔凭证 · No such transaction', path: `${T}/transactions/999` },
  { name: 'balances', operationId: 'readBalances', summary: '各科目余额 · By code', path: `${T}/balances` },
  { name: 'trialBalance', operationId: 'readTrialBalance', summary: '三月 · March', path: `${T}/trial-balance?from=2025-03-01&to=2025-03-31` },
  { name: 'import', operationId: 'previewImport', summary: '成员名册的预览 · A preview of a register', path: `${T}/imports?kind=members`, file: { name: '成员.csv', text: '卡号,姓名,性别\r\nTC100003,田庆燕,女\r\nTC100001,夏红浩,女\r\n' } },
  { name: 'missing_header', operationId: 'previewImport', summary: '没有标题行 · No headings', path: `${T}/imports?kind=members`, file: { name: '名单.csv', text: '张三\r\n李四\r\n' } },
  { name: 'unsupported_media_type', operationId: 'previewImport', summary: '不是文件上传 · Not a form with a file', path: `${T}/imports?kind=members`, body: {} },
  { name: 'confirm', operationId: 'confirmImport', summary: '一行入账,一行退回 · One row posted, one rejected', path: `${T}/imports/${IMPORT_ID}/confirm`, method: 'POST' },
  { name: 'imports', operationId: 'listImports', summary: '全部导入 · All imports', path: `${T}/imports` },
  { name: 'readImport', operationId: 'readImport', summary: '已确认 · Confirmed', path: `${T}/imports/${IMPORT_ID}` },
  { name: 'unknown_import', operationId: 'readImport', summary: '没有这次导入 · No such import', path: `${T}/imports/none` },
  { name: 'rows', operationId: 'listImportRows', summary: '逐行结果 · Row by row', path: `${T}/imports/${IMPORT_ID}/rows` },
  { name: 'rejected', operationId: 'downloadRejectedRows', summary: '退回的行 · The rejected row', path: `${T}/imports/${IMPORT_ID}/rejected` },
  { name: 'export', operationId: 'exportBooks', summary: '三月的试算平衡表 · The trial balance of March', path: `${T}/exports?format=csv&part=trial-balance&from=2025-03-01&to=2025-03-31` },
  { name: 'periodClose', operationId: 'closePeriod', summary: '结账至二月底 · February is closed', path: `${T}/periods/close`, body: { through: '2025-02-28', approvedBy: 'manager' } },
  { name: 'period_not_over', operationId: 'closePeriod', summary: '还没有过完 · It is not over', path: `${T}/periods/close`, body: { through: '2025-03-31' } },
  { name: 'period_already_closed', operationId: 'closePeriod', summary: '已结账 · Closed already', path: `${T}/periods/close`, body: { through: '2025-01-31' } },
  { name: 'periods', operationId: 'readPeriods', summary: '已结账至二月底 · Closed through February', path: `${T}/periods` }
]
