import { T, type TourRequest } from './tour-request.ts'

/** What puts the books right, and states of accounts. */
export const CORRECTIONS: TourRequest[] = [
  {
    name: 'reversal', operationId: 'reverseTransaction', summary: '冲销录错的服务 · An hour recorded wrongly',
    path: `${T}/reversals`, body: { number: 2, reason: 'clerk_error' }
  },
  {
    name: 'already_reversed', operationId: 'reverseTransaction', summary: '已经冲销 · Reversed already',
    path: `${T}/reversals`, body: { number: 2, reason: 'clerk_error' }
  },
  {
    name: 'again', operationId: 'recordHours', summary: '重新登记 · Recorded anew',
    path: `${T}/hours`, body: { member: 2, category: '老人陪护', minutes: 120, serviceDate: '2025-03-05', replaces: 2 }
  },
  {
    name: 'adjustment', operationId: 'adjustEarning', summary: '补发更正 1.50 分 · 1.50 found due',
    path: `${T}/adjustments`, body: { corrects: 18, points: '1.50' }
  },
  {
    name: 'not_correctable', operationId: 'adjustEarning', summary: '不是服务入账 · Not an earning',
    path: `${T}/adjustments`, body: { corrects: 4, points: '1.50' }
  },
  {
    name: 'forfeit', operationId: 'forfeitPoints', summary: '扣罚 2 分 · Two are forfeited',
    path: `${T}/forfeits`, body: { member: 1, reason: 'no_show', points: '2.00' }
  },
  {
    name: 'spend', operationId: 'giveGift', summary: '先花掉 · Spent first',
    path: `${T}/gifts`, body: { from: 2, to: 1, points: '49.00' }
  },
  {
    name: 'shortfall', operationId: 'reverseTransaction', summary: '已用掉的记入应追回 · What is spent is to be recovered',
    path: `${T}/reversals`, body: { number: 4, reason: 'clerk_error' }
  },
  {
    name: 'writeOff', operationId: 'writeOffRecovery', summary: '核销 1 分 · One is written off',
    path: `${T}/write-offs`, body: { member: 2, points: '1.00' }
  },
  {
    name: 'opening', operationId: 'openBooks', summary: '由纸质卡转入 · From a paper card',
    path: `${T}/openings`,
    body: { member: { number: 2, lots: [{ points: '86.00' }], minutes: 2580 }, goods: [{ sku: 'G005', pieces: 40 }], funds: [{ fund: '专项', source: '街道', amount: '5000.00' }] }
  },
  {
    name: 'recovery', operationId: 'recoverPoints', summary: '追回其余 · The rest is recovered',
    path: `${T}/recoveries`, body: { member: 2 }
  },
  {
    name: 'nothing_to_recover', operationId: 'writeOffRecovery', summary: '没有应追回的 · Nothing to recover',
    path: `${T}/write-offs`, body: { member: 2, points: '1.00' }
  },
  {
    name: 'expiration', operationId: 'expirePoints', summary: '没有过期的 · Nothing has expired',
    path: `${T}/expirations`, body: { member: 1 }
  },
  {
    name: 'merge', operationId: 'mergeMembers', summary: '两张卡是同一人 · Two cards of one person',
    path: `${T}/merges`, body: { from: 2, into: 3 }
  },
  {
    name: 'same_member', operationId: 'mergeMembers', summary: '同一位成员 · The same member',
    path: `${T}/merges`, body: { from: 3, into: 3 }
  },
  {
    name: 'freeze', operationId: 'freezeAccount', summary: '挂失 · A lost card',
    path: `${T}/accounts/P2101.1/freeze`, body: { reason: 'lost_card' }
  },
  {
    name: 'account_frozen', operationId: 'giveGift', summary: '账户已冻结 · The account is frozen',
    path: `${T}/gifts`, body: { from: 1, to: 3, points: '1.00' }
  },
  {
    name: 'unfreeze', operationId: 'unfreezeAccount', summary: '找回了卡 · The card is found',
    path: `${T}/accounts/P2101.1/unfreeze`, body: { reason: 'card_found' }
  },
  {
    name: 'account_not_frozen', operationId: 'unfreezeAccount', summary: '没有冻结 · It is not frozen',
    path: `${T}/accounts/P2101.1/unfreeze`, body: { reason: 'card_found' }
  },
  {
    name: 'close', operationId: 'closeAccount', summary: '关闭余额为零的账户 · An account without a balance',
    path: `${T}/accounts/P2102.1.15/close`, body: { reason: 'cleared' }
  },
  {
    name: 'balance_not_zero', operationId: 'closeAccount', summary: '还有余额 · It still has a balance',
    path: `${T}/accounts/P2101.1/close`, body: { reason: 'moved_away' }
  }
]
