import { T, type TourRequest } from './tour-request.ts'

/** Goods, stock, redemptions and holds. */
export const GOODS: TourRequest[] = [
  {
    name: 'good', operationId: 'putGood', summary: '牙膏 15 分一支 · Toothpaste at 15.00',
    path: `${T}/goods/G005`, method: 'PUT',
    body: { barcode: '6955028240683', name: '牙膏', unitName: '支', price: '15.00', monthlyLimit: 2, sponsor: '古生物博物馆' }
  },
  { name: 'goods', operationId: 'listGoods', summary: '目录 · The catalogue', path: `${T}/goods` },
  {
    name: 'readGood', operationId: 'readGood', summary: '扫条码 · A barcode is scanned',
    path: `${T}/goods/6955028240683`
  },
  { name: 'unknown_good', operationId: 'readGood', summary: '没有这种物资 · No such good', path: `${T}/goods/G999` },
  {
    name: 'receipt', operationId: 'receiveStock', summary: '入库 10 支 · Ten come in',
    path: `${T}/stock/receipts`,
    body: { sku: 'G005', pieces: 10, sponsor: '古生物博物馆', deliveryNote: 'SH-0312', expiresOn: '2027-06-30', unitCost: '3.20' }
  },
  {
    name: 'move', operationId: 'moveStock', summary: '调 4 支到南门 · Four to the south gate',
    path: `${T}/stock/moves`, body: { from: 'main', to: '南门', sku: 'G005', pieces: 4 }
  },
  {
    name: 'redemption', operationId: 'redeemGoods', summary: '兑换两支牙膏 · Two toothpastes',
    path: `${T}/redemptions`,
    body: { member: 1, lines: [{ sku: 'G005', pieces: 2 }], authorisation: 'signature' }, actor: 'clerk'
  },
  {
    name: 'limit_reached', operationId: 'redeemGoods', summary: '超过每月限兑 · Over the monthly limit',
    path: `${T}/redemptions`, body: { member: 1, lines: [{ sku: 'G005', pieces: 1 }] }
  },
  {
    name: 'out_of_stock', operationId: 'moveStock', summary: '库存不足 · Too little stock',
    path: `${T}/stock/moves`, body: { from: 'main', to: '南门', sku: 'G005', pieces: 40 }
  },
  {
    name: 'return', operationId: 'returnGoods', summary: '退货一支 · One comes back',
    path: `${T}/redemptions/9/returns`, body: { lines: [{ line: 1, pieces: 1 }] }
  },
  {
    name: 'return_exceeds', operationId: 'returnGoods', summary: '退得太多 · More than was left',
    path: `${T}/redemptions/9/returns`, body: { lines: [{ line: 1, pieces: 2 }] }
  },
  {
    name: 'readRedemption', operationId: 'readRedemption', summary: '兑换和退货 · With what came back',
    path: `${T}/redemptions/9`
  },
  {
    name: 'not_a_redemption', operationId: 'readRedemption', summary: '不是兑换 · Not a redemption',
    path: `${T}/redemptions/2`
  },
  {
    name: 'damage', operationId: 'recordDamage', summary: '破损一支 · One is broken',
    path: `${T}/stock/damages`, body: { sku: 'G005', pieces: 1 }
  },
  {
    name: 'stocktake', operationId: 'takeStock', summary: '少了一支 · One is missing',
    path: `${T}/stock/stocktakes`, body: { counts: [{ sku: 'G005', counted: 3 }] }
  },
  {
    name: 'nothing', operationId: 'takeStock', summary: '账实相符 · As the books say',
    path: `${T}/stock/stocktakes`, body: { counts: [{ sku: 'G005', counted: 3 }] }
  },
  {
    name: 'stocktakes', operationId: 'listStocktakes', summary: '两次盘点 · Both stocktakes',
    path: `${T}/stock/stocktakes`
  },
  {
    name: 'distribution', operationId: 'distributeGoods', summary: '慰问一支 · One given in care',
    path: `${T}/stock/distributions`, body: { sku: 'G005', pieces: 1 }
  },
  {
    name: 'toSponsor', operationId: 'returnToSponsor', summary: '退还一支 · One goes back',
    path: `${T}/stock/returns`, body: { sku: 'G005', pieces: 1, sponsor: '古生物博物馆' }
  },
  {
    name: 'hold', operationId: 'holdPoints', summary: '预扣 10 分 · Ten points are held',
    path: `${T}/holds`, body: { member: 1, points: '10.00' }
  },
  {
    name: 'release', operationId: 'releaseHold', summary: '预扣全部退回 · All of it is released',
    path: `${T}/holds/15/release`, body: {}
  },
  {
    name: 'insufficient_hold', operationId: 'releaseHold', summary: '预扣已经退回 · Released already',
    path: `${T}/holds/15/release`, body: { points: '1.00' }
  }
]
