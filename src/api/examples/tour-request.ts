/** A request of the tour; its answer is recorded in `answers.json` under its name. */
export interface TourRequest {
  name: string
  operationId: string
  /** What the example shows, Chinese first. */
  summary: string
  path: string
  /** GET, or POST with a body, unless stated. */
  method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: Record<string, unknown>
  /** A file that is handed in; its text. */
  file?: { name: string; text: string }
  language?: 'en'
  /** The key of an earlier request, where that is the point. Every write has one of its own else. */
  keyOf?: string
  /** The account and role of who asks; an administrator of the service where absent. */
  actor?: string
  role?: 'nobody' | 'auditor'
  /** The resident of that number asks. */
  member?: number
  /** The field of the answer that holds the id of what was made, as `webhook.webhookId`; later requests name it by `MADE_ID`. */
  makes?: string
  /** By another name, where two are needed at once. */
  madeAs?: string
  /** Sent at another moment than the tour. */
  at?: string
  /** Sent within the session of the administrator, with its cookie and token. */
  signedIn?: true
}

/** The administrator of the tour; a password as an example must have one. */
export const TOUR_ADMINISTRATOR = { user: 'admin', password: 'a long example' }
/** Stand for what is made anew each time. */
export const ASSIGNMENT_ID = '0195b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a2c'
export const KEY_ID = '0195b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a3d'

/** Stands for the id of the import in addresses and answers, since ids are made anew each time. */
export const IMPORT_ID = '0195b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'

/** Stands for the verification code of the certificate that was printed last. */
export const CERTIFICATE_CODE = '0A1B2-C3D4E-5F6G7-H8J9K'

/** Stands for the id of what was made last. */
export const MADE_ID = '0195b1a2-7c3d-7e4f-8a5b-0123456789ab'

/** Stand for an activity, and for an entry or whatever else is in hand beside it. */
export const ACTIVITY_ID = '0195b1a2-7c3d-7e4f-8a5b-ac7171717171'
export const ENTRY_ID = '0195b1a2-7c3d-7e4f-8a5b-e17217217217'

/** Stands for a check-in code. */
export const CODE = '0K53FZ9QM'

/** The community that the tour is about. */
export const T = '/v1/communities/taicheng'
