/** Why a record of a register of members or of goods was handed back, in the clerk's words. */
const TEXTS: Record<string, { zh: string; en: string }> = {
  missing_card: { zh: '缺卡号', en: 'The card number is missing' },
  bad_card: { zh: '卡号只能含字母、数字和连字符', en: 'A card number holds letters, digits and hyphens only' },
  duplicate_card: { zh: '卡号在表中已出现过', en: 'The card number stands in the sheet already' },
  card_taken: { zh: '卡号已登记', en: 'The card is registered already' },
  missing_name: { zh: '缺姓名或名称', en: 'The name is missing' },
  bad_name: { zh: '名称过长', en: 'The name is too long' },
  bad_sex: { zh: '性别无法识别', en: 'The sex cannot be read' },
  bad_birth_date: { zh: '出生日期不存在或无法识别', en: 'The birth date cannot be read' },
  bad_phone: { zh: '电话号码无法识别', en: 'The phone number cannot be read' },
  bad_care_tag: { zh: '关怀标签不在七色暖心签之列', en: 'The care tag is none of the seven colours' },
  member_erased: { zh: '成员的个人信息已删除', en: 'The member was erased' },
  missing_sku: { zh: '缺货号', en: 'The item number is missing' },
  bad_sku: { zh: '货号只能含文字、数字、下划线和连字符', en: 'An item number holds letters, digits, underscores and hyphens only' },
  duplicate_sku: { zh: '货号在表中已出现过', en: 'The item number stands in the sheet already' },
  sku_taken: { zh: '货号已在目录中;改价请改目录,进货请用入库', en: 'The item is in the catalogue already; change it there, or post a stock-in' },
  bad_barcode: { zh: '条码无法识别', en: 'The barcode cannot be read' },
  duplicate_barcode: { zh: '条码在表中已出现过', en: 'The barcode stands in the sheet already' },
  missing_price: { zh: '缺积分价', en: 'The price is missing' },
  bad_price: { zh: '积分价须为正数,至多两位小数', en: 'The price must be above zero, with at most two places' },
  missing_stock: { zh: '缺库存数', en: 'The stock is missing' },
  bad_stock: { zh: '库存须为不小于零的整数', en: 'The stock must be a whole number, zero or more' },
  bad_monthly_limit: { zh: '限兑数须为整数', en: 'The monthly limit must be a whole number' },
  bad_expiry_date: { zh: '有效期不存在或无法识别', en: 'The expiry date cannot be read' },
  too_long: { zh: '内容过长', en: 'A cell is too long' }
}

export function recordReasonText(reason: string, language: 'zh' | 'en'): string {
  return TEXTS[reason]?.[language] ?? reason
}
