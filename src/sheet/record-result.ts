/** What came of one record: its value, or every reason why it has none, in the order of the columns. */
export type RecordResult<Value, Field extends string> =
  | { ok: true, seq: number, value: Value }
  | { ok: false, seq: number, reasons: ReadonlyArray<{ reason: RecordReason, field: Field }> }

export type RecordReason =
  | 'missing_card' | 'bad_card' | 'duplicate_card' | 'missing_name' | 'bad_name' | 'bad_sex' | 'bad_birth_date' | 'bad_phone'
  | 'missing_sku' | 'bad_sku' | 'duplicate_sku' | 'bad_barcode' | 'duplicate_barcode' | 'missing_price' | 'bad_price'
  | 'missing_stock' | 'bad_stock' | 'bad_monthly_limit' | 'bad_expiry_date' | 'too_long'
