/** Where the note on a cancelled activity is sealed. */
export const placeOfCancelNote = (activityId: string) => `activity.cancel_note:${activityId}`
