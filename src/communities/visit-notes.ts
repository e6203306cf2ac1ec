/** Where what is noted of visits stands sealed. */
export const placeOfPlanNote = (planId: string) => `visit_plan.note:${planId}`
export const placeOfVisitNote = (visitId: string) => `care_visit.note:${visitId}`
