import type { Vault } from '../../vault.ts'

/** Where a webhook leads, and the secret that what is sent there is signed with. */
export interface Target {
  address: string
  secret: string
}

const placeOfTarget = (webhookId: string) => `webhook.target:${webhookId}`

export function sealTarget(vault: Vault, webhookId: string, target: Target): string {
  return vault.seal(JSON.stringify(target), placeOfTarget(webhookId))
}

export function openTarget(vault: Vault, webhookId: string, sealed: string): Target {
  return JSON.parse(vault.open(sealed, placeOfTarget(webhookId))) as Target
}
