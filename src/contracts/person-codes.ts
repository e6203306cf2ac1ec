/** The codes that are said of people and of what they agree to; the same on the wire and in the use cases. */

/** Cards of others that may serve as points cards. */
export const BOUND_CARD_KINDS = ['citizen_card', 'social_security_card'] as const
export type BoundCardKind = (typeof BOUND_CARD_KINDS)[number]

/** What a relative is to a member. */
export const RELATION_KINDS = ['spouse', 'parent', 'child', 'grandparent', 'grandchild', 'sibling', 'guardian', 'ward', 'other'] as const
export type RelationKind = (typeof RELATION_KINDS)[number]

/** What one may do for another. */
export const PROXY_POWERS = ['redeem', 'accept_gift', 'request_service'] as const
export type ProxyPower = (typeof PROXY_POWERS)[number]

/** What a person may agree to. Nobody is published without consent. */
export const CONSENT_PURPOSES = ['keep_records', 'publish_name', 'photograph', 'contact', 'share_with_partners', 'share_across_communities'] as const
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number]

/** Why two members may be one person. */
export const DUPLICATE_REASONS = ['same_person', 'same_id_number', 'same_phone_and_name', 'same_name_and_birth_date'] as const
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number]

/** What a member is entitled to. `priority` never tells why: several tags and great age lead to the same code. */
export const ENTITLEMENTS = ['redeem', 'elder', 'priority'] as const
export type Entitlement = (typeof ENTITLEMENTS)[number]

/** Why it is decided about all points of a member. */
export const SUCCESSION_CAUSES = ['death', 'move', 'closing'] as const
export type SuccessionCause = (typeof SUCCESSION_CAUSES)[number]
