/** The kinds of the journal, as `transaction_kind` has them, with the words people read. */
export interface TransactionKind {
  zh: string
  en: string
  /** Events have no entries. */
  event: boolean
  /** A member's own spending, which a frozen account refuses. */
  spends: boolean
  /** Stands in red (红字) on the original side. */
  red: boolean
}

function kind(zh: string, en: string, is: { event?: true; spends?: true; red?: true } = {}): TransactionKind {
  return { zh, en, event: is.event === true, spends: is.spends === true, red: is.red === true }
}

export const TRANSACTION_KINDS: Record<string, TransactionKind> = {
  opening: kind('建账', 'Opening'),
  earn: kind('服务入账', 'Earned for service'),
  record_honorary: kind('荣誉时长登记', 'Honorary hours'),
  award: kind('奖励', 'Award'),
  grant: kind('专项发放', 'Grant'),
  gift: kind('转赠', 'Gift', { spends: true }),
  donate: kind('捐赠', 'Donation', { spends: true }),
  merge: kind('账户合并', 'Merge'),
  hold: kind('预扣', 'Hold', { spends: true }),
  release: kind('预扣退回', 'Release'),
  redeem_goods: kind('兑换物资', 'Redemption of goods', { spends: true }),
  return_goods: kind('退货', 'Return of goods', { red: true }),
  expire: kind('过期', 'Expiry'),
  forfeit: kind('扣罚', 'Forfeit'),
  recover: kind('追回', 'Recovery'),
  write_off: kind('追回核销', 'Recovery written off'),
  adjust: kind('补发更正', 'Upward correction'),
  stock_in: kind('物资入库', 'Stock in'),
  stock_move: kind('物资调拨', 'Stock moved'),
  damage: kind('报损', 'Damage'),
  stocktake: kind('盘点', 'Stocktake'),
  distribute: kind('慰问发放', 'Distribution'),
  return_to_sponsor: kind('退还捐赠方', 'Returned to the sponsor'),
  earn_team: kind('团队入账', 'Earned by a team'),
  succeed: kind('继承', 'Succession', { spends: true }),
  redeem_voucher: kind('兑换券', 'Redemption by voucher', { spends: true }),
  fulfil_voucher: kind('核销券', 'Voucher fulfilled'),
  settle_service: kind('服务结算', 'Service settled'),
  fund_in: kind('资金拨入', 'Paid into a fund'),
  purchase: kind('采购', 'Purchase'),
  accrue: kind('应付结算', 'Accrual'),
  pay: kind('付款', 'Payment'),
  send: kind('通兑转出', 'Sent to another community'),
  receive: kind('通兑转入', 'Received from another community'),
  settle_clearing: kind('往来清算', 'Clearing settled'),
  reverse: kind('红字冲销', 'Reversal', { red: true }),
  policy_published: kind('发布规则', 'Policy published', { event: true }),
  account_frozen: kind('冻结账户', 'Account frozen', { event: true }),
  account_unfrozen: kind('解冻账户', 'Account unfrozen', { event: true }),
  account_closed: kind('关闭账户', 'Account closed', { event: true }),
  period_closed: kind('结账', 'Period closed', { event: true }),
  signing_key_changed: kind('更换签名密钥', 'Signing key changed', { event: true }),
  member_erased: kind('删除个人资料', 'Personal data erased', { event: true })
}

export const KIND_CODES = Object.keys(TRANSACTION_KINDS) as [string, ...string[]]

/** `服务入账 Earned for service`; the code itself where it is unknown. */
export function kindText(code: string): string {
  const known = TRANSACTION_KINDS[code]
  return known ? `${known.zh} ${known.en}` : code
}
