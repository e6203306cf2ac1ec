import { IMPORT_ID, T, type TourRequest } from './tour-request.ts'

/** Reading the books, imports and periods. */
export const BOOKS: TourRequest[] = [
  {
    name: 'accounts', operationId: 'listAccounts', summary: '个人积分账户 · Personal accounts',
    path: `${T}/accounts?code=P2101`
  },
  {
    name: 'account', operationId: 'readAccount', summary: '1 号成员的积分 · The points of member 1',
    path: `${T}/accounts/P2101.1`
  },
  {
    name: 'unknown_account', operationId: 'readAccount', summary: '没有这个账户 · No such account',
    path: `${T}/accounts/P2101.99`
  },
  {
    name: 'memberBalances', operationId: 'readMemberBalances', summary: '余额 · What member 1 has',
    path: `${T}/members/1/balances`
  },
  {
    name: 'statement', operationId: 'readStatement', summary: '最近两行 · The last two lines',
    path: `${T}/members/1/statement?limit=2`
  },
  {
    name: 'transactions', operationId: 'listTransactions', summary: '转赠 · Gifts',
    path: `${T}/transactions?kind=gift&limit=1`
  },
  {
    name: 'transaction', operationId: 'readTransaction', summary: '第 4 号凭证 · Transaction 4',
    path: `${T}/transactions/4`
  },
  {
    name: 'unknown_transaction', operationId: 'readTransaction', summary: '没有这笔凭证 · No such transaction',
    path: `${T}/transactions/999`
  },
  { name: 'balances', operationId: 'readBalances', summary: '各科目余额 · By code', path: `${T}/balances` },
  {
    name: 'trialBalance', operationId: 'readTrialBalance', summary: '三月 · March',
    path: `${T}/trial-balance?from=2025-03-01&to=2025-03-31`
  },
  {
    name: 'import', operationId: 'previewImport', summary: '成员名册的预览 · A preview of a register',
    path: `${T}/imports?kind=members`,
    file: { name: '成员.csv', text: '卡号,姓名,性别\r\nTC100003,田庆燕,女\r\nTC100001,夏红浩,女\r\n' }
  },
  {
    name: 'missing_header', operationId: 'previewImport', summary: '没有标题行 · No headings',
    path: `${T}/imports?kind=members`, file: { name: '名单.csv', text: '张三\r\n李四\r\n' }
  },
  {
    name: 'unsupported_media_type', operationId: 'previewImport', summary: '不是文件上传 · Not a form with a file',
    path: `${T}/imports?kind=members`, body: {}
  },
  {
    name: 'confirm', operationId: 'confirmImport', summary: '一行入账,一行未通过 · One row posted, one rejected',
    path: `${T}/imports/${IMPORT_ID}/confirm`, method: 'POST', actor: 'approver'
  },
  { name: 'imports', operationId: 'listImports', summary: '全部导入 · All imports', path: `${T}/imports` },
  { name: 'readImport', operationId: 'readImport', summary: '已确认 · Confirmed', path: `${T}/imports/${IMPORT_ID}` },
  { name: 'unknown_import', operationId: 'readImport', summary: '没有这次导入 · No such import', path: `${T}/imports/none` },
  { name: 'rows', operationId: 'listImportRows', summary: '逐行结果 · Row by row', path: `${T}/imports/${IMPORT_ID}/rows` },
  {
    name: 'rejected', operationId: 'downloadRejectedRows', summary: '未通过的行 · The rejected row',
    path: `${T}/imports/${IMPORT_ID}/rejected`
  },
  {
    name: 'export', operationId: 'exportBooks', summary: '三月的试算平衡表 · The trial balance of March',
    path: `${T}/exports?format=csv&part=trial-balance&from=2025-03-01&to=2025-03-31`
  },
  {
    name: 'periodClose', operationId: 'closePeriod', summary: '结账至二月底 · February is closed',
    path: `${T}/periods/close`, body: { through: '2025-02-28' }
  },
  {
    name: 'period_not_over', operationId: 'closePeriod', summary: '还没有过完 · It is not over',
    path: `${T}/periods/close`, body: { through: '2025-03-31' }
  },
  {
    name: 'period_already_closed', operationId: 'closePeriod', summary: '已结账 · Closed already',
    path: `${T}/periods/close`, body: { through: '2025-01-31' }
  },
  { name: 'periods', operationId: 'readPeriods', summary: '已结账至二月底 · Closed through February', path: `${T}/periods` }
]
